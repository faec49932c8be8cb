import type { TranslationMessages } from 'react-admin';
import polyglotI18nProvider from 'ra-i18n-polyglot';
import type { Locale } from './bilingual.ts';
import { messagesIn } from './messages.ts';

const isLocale = (locale: string): locale is Locale => locale === 'id' || locale === 'en';

/** Indonesian unless the user chose English. The page's `lang` follows, so that screen readers pronounce it right. */
export const i18nProvider = polyglotI18nProvider(
  (locale) => {
    const known = isLocale(locale) ? locale : 'id';
    document.documentElement.lang = known;
    return messagesIn(known) as unknown as TranslationMessages;
  },
  'id',
  [
    { locale: 'id', name: 'Bahasa Indonesia' },
    { locale: 'en', name: 'English' },
  ],
  { allowMissing: true },
);

import polyglotI18nProvider from 'ra-i18n-polyglot';
import indonesian from 'virtual:words/id';
import type { Locale } from './bilingual.ts';

const known = (locale: string): Locale => (locale === 'en' ? 'en' : 'id');

/**
 * Indonesian unless the user chose English, whose words are then fetched. The page's `lang` follows, so that screen readers
 * pronounce it right.
 */
export const i18nProvider = polyglotI18nProvider(
  (locale) => {
    document.documentElement.lang = known(locale);
    return known(locale) === 'id' ? indonesian : import('virtual:words/en').then((words) => words.default);
  },
  'id',
  [
    { locale: 'id', name: 'Bahasa Indonesia' },
    { locale: 'en', name: 'English' },
  ],
  { allowMissing: true },
);

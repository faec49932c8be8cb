import { enumMessages } from '../i18n/enum-messages.ts';
import { errorMessages } from '../i18n/error-messages.ts';
import { mergeWords, type Locale, type Words } from '../i18n/bilingual.ts';
import { reasonMessages } from '../i18n/reason-messages.ts';
import { refusalMessages } from '../i18n/refusal-messages.ts';
import { submissionMessages } from '../submissions/submission-messages.ts';
import { counterMessages } from './counter-messages.ts';

const ALL = [
  enumMessages,
  errorMessages,
  reasonMessages,
  refusalMessages,
  submissionMessages,
  counterMessages,
];

/** A word by its key, `%{name}` filled in. */
export type Say = (key: string, values?: Record<string, string | number>) => string;

function find(words: Words, key: string): string | undefined {
  let here: string | Words | undefined = words;
  for (const step of key.split('.')) here = typeof here === 'object' ? here[step] : undefined;
  return typeof here === 'string' ? here : undefined;
}

/** The words of the counter in one language; a code nobody has words for is said as it is, or by `_`. */
export function wordsIn(locale: Locale): Say {
  const words = ALL.reduce<Words>((all, one) => mergeWords(all, one[locale]), {});
  return (key, values = {}) =>
    (find(words, key) ?? String(values['_'] ?? key)).replace(/%\{(\w+)\}/g, (place, name: string) =>
      String(values[name] ?? place),
    );
}

const REMEMBERED = 'loket-counter-language';

export const rememberedLocale = (): Locale => (localStorage.getItem(REMEMBERED) === 'en' ? 'en' : 'id');
export const rememberLocale = (locale: Locale): void => localStorage.setItem(REMEMBERED, locale);

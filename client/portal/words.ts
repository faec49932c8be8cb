import { accountWords } from './account-words.ts';
import { answerWords } from './answer-words.ts';
import { errorWords } from './error-words.ts';
import { formWords } from './form-words.ts';
import { homeWords } from './home-words.ts';
import { shellWords } from './shell-words.ts';
import { stageWords } from './stage-words.ts';
import type { Language } from './word-pair.ts';

export type { Language } from './word-pair.ts';

/** Every word of the portal. */
export const WORDS = {
  id: {
    ...shellWords.id,
    ...accountWords.id,
    ...homeWords.id,
    ...stageWords.id,
    ...formWords.id,
    ...answerWords.id,
    ...errorWords.id,
  },
  en: {
    ...shellWords.en,
    ...accountWords.en,
    ...homeWords.en,
    ...stageWords.en,
    ...formWords.en,
    ...answerWords.en,
    ...errorWords.en,
  },
} as const satisfies Record<Language, Record<string, string>>;
export type WordKey = keyof (typeof WORDS)['id'];
export type Places = Record<string, string | number>;

/** A word with its places filled. */
export function wordIn(language: Language, key: WordKey, places: Places = {}): string {
  return WORDS[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(places[name] ?? whole));
}

/** Whether there is a word for something the server said, a code for example. */
export const isWordKey = (key: string): key is WordKey => key in WORDS.id;

/** A field by name, in few words: what lists of fields say. A field this client does not know keeps the server's name. */
export function fieldKey(field: string): WordKey | null {
  const keys = [`brief.${field}`, `field.${field}`];
  return keys.find(isWordKey) ?? null;
}

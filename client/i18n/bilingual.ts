/** A tree of words. A leaf may hold polyglot's `%{name}` places and `||||` plurals. */
export interface Words {
  [key: string]: string | Words;
}

/** The words of one capability in both languages of the console. */
export interface Bilingual {
  id: Words;
  en: Words;
}

export const LOCALES = ['id', 'en'] as const satisfies readonly (keyof Bilingual)[];
export type Locale = (typeof LOCALES)[number];

/** Merges two trees; later words win. Capabilities share only the branches `resources` and `enums`. */
export function mergeWords(left: Words, right: Words): Words {
  const merged: Words = { ...left };
  for (const [key, value] of Object.entries(right)) {
    const before = merged[key];
    merged[key] = typeof before === 'object' && typeof value === 'object' ? mergeWords(before, value) : value;
  }
  return merged;
}

/** Every leaf's path, `app.menu.review`, for the parity test. */
export function wordPaths(words: Words, prefix = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key}`] : wordPaths(value, `${prefix}${key}.`),
  );
}

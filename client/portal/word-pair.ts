/** The portal's two languages; Indonesian is what it speaks until somebody chooses otherwise. */
export const LANGUAGES = ['id', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export type WordPair<K extends string> = Record<Language, Record<K, string>>;

/** Words in both languages side by side: a key that one of them lacks does not compile. `{name}` is a place to fill. */
export const wordPair = <K extends string>(
  id: Record<K, string>,
  en: Record<NoInfer<K>, string>,
): WordPair<K> => ({ id, en });

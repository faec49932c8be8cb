import polyglotI18nProvider from 'ra-i18n-polyglot';
import type { TranslationMessages } from 'react-admin';
import { messagesIn } from '../../client/i18n/messages.ts';

const provider = polyglotI18nProvider(() => messagesIn('id') as unknown as TranslationMessages, 'id', [], {
  allowMissing: true,
});

/** What the console says in Indonesian for a key. @throws where the console has no word for it. */
export function say(key: string, values: Record<string, unknown> = {}): string {
  const words = provider.translate(key, values);
  if (words === key) throw new Error(`the console has no words for ${key}`);
  return words;
}

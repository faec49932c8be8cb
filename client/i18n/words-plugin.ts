import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';
import type { Plugin } from 'vite';
import { LOCALES, type Locale } from './bilingual.ts';
import type * as Messages from './messages.ts';

const PREFIX = 'virtual:words/';
/** Rollup's mark for a module that is no file. */
const INSIDE = '\0';

const localeOf = (id: string): Locale | undefined =>
  LOCALES.find((locale) => id === `${INSIDE}${PREFIX}${locale}`);

/**
 * Gives the console's words one language at a time: `virtual:words/id`, `virtual:words/en`. A capability keeps both side by side
 * in one file, so that none is forgotten; but nobody reads two languages at once, and both would be a tenth of the first page.
 */
export function wordsPlugin(): Plugin {
  return {
    name: 'words',
    resolveId: (id) => (id.startsWith(PREFIX) ? `${INSIDE}${id}` : undefined),
    async load(id) {
      const locale = localeOf(id);
      if (locale === undefined) return undefined;
      const { messagesIn } = (await tsImport('./messages.ts', {
        parentURL: import.meta.url,
        // Whoever changes a word sees it at once.
        onImport: (url) => {
          if (url.startsWith('file:')) this.addWatchFile(fileURLToPath(url));
        },
      })) as typeof Messages;
      return `export default ${JSON.stringify(messagesIn(locale))}`;
    },
  };
}

import { useTranslate } from 'react-admin';
import { useFormat } from '../i18n/format.ts';
import { useCodeWords, type CodeView } from '../i18n/use-code-words.ts';

/** Says a batch's blocker in the user's language, with how many rows it is about and which papers or lists. */
export function useBatchWords(): (blocker: CodeView) => string {
  const translate = useTranslate();
  const format = useFormat();
  const words = useCodeWords();
  return (blocker) => {
    const sentence = translate(`batchBlockers.${blocker.code}`, { _: words(blocker) });
    const named = (key: string, branch: string) =>
      Array.isArray(blocker[key])
        ? (blocker[key] as string[]).map((code) => translate(`${branch}.${code}`, { _: code })).join(', ')
        : '';
    const parts = [
      typeof blocker['count'] === 'number'
        ? translate('batches.rowsOf', { count: format.number(blocker['count']) })
        : '',
      typeof blocker['quotaLeft'] === 'number'
        ? translate('batches.quotaLeft', { count: format.number(blocker['quotaLeft']) })
        : '',
      typeof blocker['stage'] === 'string' ? blocker['stage'] : '',
      Array.isArray(blocker['signers']) ? (blocker['signers'] as string[]).join(', ') : '',
      named('missing', 'enums.document'),
      // A list that gives no answer is named with whom to ask for a newer one.
      blocker.code === 'SCREENING_UNKNOWN' ? named('lists', 'lists.named') : named('lists', 'enums.list'),
    ].filter(Boolean);
    return parts.length > 0 ? `${sentence} (${parts.join('; ')})` : sentence;
  };
}

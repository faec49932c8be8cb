import { useTranslate } from 'react-admin';
import { BULK_VERBS } from '@server/submissions/submission-bulk-schema.ts';

const BULK = 'submissions.';

/** Whether the job is one act on many registrations: its rows then have pages of their own. */
export const isBulkAct = (kind: string): boolean => BULK_VERBS.some((verb) => kind === `${BULK}${verb}`);

/** What a job does, in words: `imports.read`, or `submissions.verify` for one act on many registrations. */
export function useJobWords(): (kind: string) => string {
  const translate = useTranslate();
  return (kind) => {
    if (!isBulkAct(kind)) return translate(`jobs.kinds.${kind.replace(/\W/g, '_')}`, { _: kind });
    const act = kind.slice(BULK.length);
    return translate('jobs.kinds.bulk', { action: translate(`case.actions.${act}`, { _: act }) });
  };
}

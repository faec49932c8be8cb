import { create } from './draft-store.ts';
import { useSyncExternalStore } from 'react';
import type { SubmissionAction } from '@server/submissions/submission-rules.ts';
import { useStaffIdentity } from '../../auth/use-staff.ts';
import { EMPTY_DRAFT, type Draft } from './action-rules.ts';

// Texts live outside the page, so that a claim that expires, a reload of the record or J and K lose none of them.
// In memory only: they are about a person.
const drafts = create<Draft>(EMPTY_DRAFT);

/** What was typed for one act on one case. */
export function useDraft(id: number, action: SubmissionAction) {
  // After a lost session another person may log in at this browser.
  const key = `${useStaffIdentity()?.id}/${id}/${action}`;
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.get(key));
  return {
    draft,
    change: (part: Partial<Draft>) => drafts.set(key, { ...drafts.get(key), ...part }),
    clear: () => drafts.delete(key),
  };
}

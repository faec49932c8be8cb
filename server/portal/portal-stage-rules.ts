import { dueAtOf } from '../notices/notice-rules.ts';
import type { SubmissionAction } from '../submissions/submission-rules.ts';
import type { SubmissionStatus } from '../submissions/submission-schema.ts';
import type { Stage, StageReached } from './portal-schema.ts';

/** What a status is to whoever registered: a claim, a hold or a second reader are the office's own affair. */
export const STAGE_OF_STATUS = {
  draft: 'filling',
  submitted: 'received',
  in_review: 'received',
  on_hold: 'received',
  needs_correction: 'mend',
  verified: 'verified',
  batched: 'ratifying',
  ratified: 'ratified',
  sent: 'forwarded',
  confirmed: 'confirmed',
  pmo_returned: 'looked_at_again',
  pmo_rejected: 'refused',
  rejected: 'refused',
  withdrawn: 'withdrawn',
  revoked: 'revoked',
} as const satisfies Record<SubmissionStatus, Stage>;

/** Acts that take a step back: what they undo was never told as done. */
const STEPS_BACK: ReadonlySet<string> = new Set<SubmissionAction>(['undo', 'unbatch', 'unsend']);

/** One transition of a registration. */
export interface Passage {
  action: string;
  to: SubmissionStatus;
  /** ISO instant. */
  at: string;
}

/** A rejection may be taken back for a day, and is told to nobody before (notice-rules.ts): neither by mail nor here. */
function told(passages: readonly Passage[], now: string): Passage[] {
  const untold = (one: Passage | undefined, until: string) =>
    one?.to === 'rejected' && dueAtOf('rejected', one.at) > until;
  return passages.filter((one, at) => {
    if (untold(one, passages[at + 1]?.at ?? now)) return false;
    return !(one.action === 'reopen' && untold(passages[at - 1], one.at));
  });
}

function timelineOf(passages: readonly Passage[]): StageReached[] {
  const reached: StageReached[] = [];
  for (const { action, to, at } of passages) {
    const stage = STAGE_OF_STATUS[to];
    if (STEPS_BACK.has(action) && reached.some((one) => one.stage === stage)) {
      while (reached.at(-1)?.stage !== stage) reached.pop();
    } else if (reached.at(-1)?.stage !== stage) reached.push({ stage, at });
  }
  // How long somebody filled the form is nothing they ask about once it is in.
  return reached.length > 1 && reached[0]?.stage === 'filling' ? reached.slice(1) : reached;
}

export interface Journey {
  /** The status as it may be told now. */
  status: SubmissionStatus;
  stage: Stage;
  timeline: StageReached[];
  /** The passage that led to this status, where one is known: its reasons are the ones to tell. */
  last: number | null;
}

/**
 * Where a registration is and how it came there. `status` is the row's own, which the passages (oldest first) lead to;
 * a decision that is not to be told yet has not happened.
 */
export function journeyOf(
  status: SubmissionStatus,
  passages: readonly Passage[],
  { createdAt, now }: { createdAt: string; now: string },
): Journey {
  const known = told(passages, now);
  const kept = known.at(-1);
  const hidden = kept !== passages.at(-1);
  const shown = hidden ? (kept?.to ?? 'submitted') : status;
  const stage = STAGE_OF_STATUS[shown];
  const timeline = timelineOf(known);
  if (timeline.at(-1)?.stage !== stage) timeline.push({ stage, at: kept?.at ?? createdAt });
  return {
    status: shown,
    stage,
    timeline,
    last: kept && kept.to === shown ? passages.lastIndexOf(kept) : null,
  };
}

import { lateBlockers, type Lateness } from '../lateness/lateness-rules.ts';
import type { BatchBlocker } from './batch-rules.ts';
import type { BatchRecord } from './batch-schema.ts';

/** What a registration is asked before it comes into a batch. */
export interface CandidateFacts {
  status: string;
  waveId: number;
  channel: 'online' | 'offline' | 'assisted';
  officeId: number;
  proposer: string;
  batchId: number | null;
  screeningOutcome: string;
  /** What the wave says about lateness; absent where nobody asks yet. */
  lateness?: Lateness;
}

function placeBlocker(facts: CandidateFacts, batchId: number): BatchBlocker[] {
  if (facts.status === 'verified') return [];
  if (facts.batchId === batchId) return [{ code: 'ALREADY_IN_BATCH' }];
  return facts.batchId === null
    ? [{ code: 'NOT_VERIFIED', status: facts.status }]
    : [{ code: 'IN_OTHER_BATCH', batchId: facts.batchId }];
}

/**
 * Everything that keeps a registration out of a batch; empty means it fits. One channel, one wave (domain.md
 * section 6), assisted with online; an office or a proposer where the batch is of one; and nobody known to be
 * excluded, so that sealing does not stumble over what is already written down.
 */
export function candidateBlockers(
  facts: CandidateFacts,
  batch: Pick<BatchRecord, 'id' | 'waveId' | 'channel' | 'officeId' | 'proposer'>,
  now = '',
): BatchBlocker[] {
  return [
    ...placeBlocker(facts, batch.id),
    ...(facts.waveId === batch.waveId ? [] : [{ code: 'OTHER_WAVE' }]),
    ...((facts.channel === 'offline') === (batch.channel === 'offline') ? [] : [{ code: 'OTHER_CHANNEL' }]),
    ...(batch.officeId === null || batch.officeId === facts.officeId ? [] : [{ code: 'OTHER_OFFICE' }]),
    ...(batch.proposer === null || batch.proposer === facts.proposer ? [] : [{ code: 'OTHER_PROPOSER' }]),
    ...(facts.lateness ? lateBlockers(facts.lateness, 'compose', facts.officeId, now) : []),
    ...(facts.screeningOutcome === 'hit' ? [{ code: 'SCREENING_HIT' }] : []),
  ];
}

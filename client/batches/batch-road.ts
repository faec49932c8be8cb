import { PERMISSIONS, type Role } from '@server/auth/permission-rules.ts';
import {
  BATCH_ACTIONS_BY_STATUS,
  PERMISSION_FOR_BATCH_ACTION,
  type BatchAction,
} from '@server/batches/batch-rules.ts';
import type { AvailableBatchAction, BatchRecord, BatchStatus } from '@server/batches/batch-schema.ts';

/** The main road of a batch, as its page shows it. */
export const ROAD = [
  'open',
  'sealed',
  'awaiting_ratification',
  'ratified',
  'sent',
  'acknowledged',
  'settled',
] as const satisfies readonly BatchStatus[];

type Step = (typeof ROAD)[number];

const REACHED: Record<Step, keyof BatchRecord> = {
  open: 'createdAt',
  sealed: 'sealedAt',
  awaiting_ratification: 'submittedAt',
  ratified: 'ratifiedAt',
  sent: 'sentAt',
  acknowledged: 'acknowledgedAt',
  settled: 'settledAt',
};

/** The steps with the instant each was reached; steps still ahead have none, also when a batch came back from them. */
export function roadSteps(batch: BatchRecord): { step: Step; at: string | null; isDone: boolean }[] {
  const here = ROAD.indexOf(batch.status as Step);
  return ROAD.map((step, index) => ({
    step,
    at: index <= here ? (batch[REACHED[step]] as string | null) : null,
    isDone: index < here || batch.status === 'settled',
  }));
}

/** What one status allows: each act, whose it is, and what the server says about the reader. */
export interface Duty {
  action: BatchAction;
  roles: readonly Role[];
  allowed: boolean;
  blockers: AvailableBatchAction['blockers'];
}

export function dutiesOf(status: BatchStatus, available: readonly AvailableBatchAction[]): Duty[] {
  const actions: readonly BatchAction[] = BATCH_ACTIONS_BY_STATUS[status];
  return actions.flatMap((action) => {
    const permission = PERMISSION_FOR_BATCH_ACTION[action];
    const verdict = available.find((one) => one.action === action);
    if (permission === null || !verdict) return [];
    // Waves without stages ask nobody to sign.
    if (verdict.blockers.some(({ code }) => code === 'NOTHING_TO_SIGN')) return [];
    return [{ action, roles: PERMISSIONS[permission], allowed: verdict.allowed, blockers: verdict.blockers }];
  });
}

/** True where the reader's role may do the act at all, whatever stands in the way of it now. */
export const isOwnDuty = ({ blockers }: Duty): boolean =>
  !blockers.some(({ code }) => code === 'ROLE_MAY_NOT');

/** Acts of the bar on top, in the order of the road; the others stand where their rows, papers and answers are. */
export const BAR_ACTIONS = [
  'seal',
  'submit',
  'sign',
  'ratify',
  'forward',
  'rescreen',
  'send-back',
  'unseal',
  'cancel',
] as const satisfies readonly BatchAction[];
export type BarAction = (typeof BAR_ACTIONS)[number];

/** The registrations a batch may take, as a filter of their list. */
export function candidateFilter(
  batch: Pick<BatchRecord, 'waveId' | 'channel' | 'officeId' | 'proposer'>,
  narrowed: { officeId?: number | null; proposer?: string | null },
): Record<string, unknown> {
  const officeId = batch.officeId ?? narrowed.officeId;
  const proposer = batch.proposer ?? narrowed.proposer;
  return {
    status: 'verified',
    waveId: batch.waveId,
    channel: batch.channel === 'online' ? ['online', 'assisted'] : 'offline',
    ...(officeId ? { officeId } : {}),
    ...(proposer ? { proposer } : {}),
  };
}

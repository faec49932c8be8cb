import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Knex } from 'knex';
import { insertMany } from '../../server/bulk-sql.ts';
import type { Services } from '../../server/services.ts';
import type { SubmissionStatus } from '../../server/submissions/submission-schema.ts';
import { createRandom, type Random } from '../../seeds/random.ts';
import { DAY_MS, type Base } from './population-base.ts';

const CHUNK = 1000;
const PLACES_OF_A_KK = 2;

/** A registration on its way, as far as the makers of the road need it. */
export interface Traveller {
  id: number;
  wave_id: number;
  office_id: number;
  proposer: string;
  region_code: string;
  channel: string;
  kk_bidx: string;
  identity_outcome: string;
  screening_outcome: string;
  submitted_at: string;
  registration_no: string;
  target: SubmissionStatus;
  reviewer: number;
}

/** Shares of a hundred among those that may be verified; the old wave is done, the open one under way. */
const MIX: Record<'old' | 'open', readonly (readonly [SubmissionStatus, number])[]> = {
  old: [
    ['confirmed', 88],
    ['pmo_returned', 3],
    ['pmo_rejected', 2],
    ['sent', 5],
    ['withdrawn', 2],
  ],
  open: [
    ['submitted', 38],
    ['in_review', 3],
    ['on_hold', 1],
    ['needs_correction', 3],
    ['verified', 21],
    ['batched', 7],
    ['ratified', 6],
    ['sent', 12],
    ['confirmed', 7],
    ['withdrawn', 2],
  ],
};
/** Those whose evidence speaks against them. */
const DOUBTFUL: readonly (readonly [SubmissionStatus, number])[] = [
  ['submitted', 30],
  ['in_review', 6],
  ['on_hold', 4],
  ['needs_correction', 30],
  ['rejected', 30],
];
const VERIFIED: readonly SubmissionStatus[] = [
  'verified',
  'batched',
  'ratified',
  'sent',
  'confirmed',
  'pmo_returned',
  'pmo_rejected',
];

function drawn(random: Random, mix: readonly (readonly [SubmissionStatus, number])[]): SubmissionStatus {
  let left = random.next() * mix.reduce((sum, [, share]) => sum + share, 0);
  for (const [status, share] of mix) {
    left -= share;
    if (left < 0) return status;
  }
  return 'submitted';
}

/** Says for every submitted registration how far it comes. */
export async function chooseTargets({ database }: Services, base: Base, seed: string): Promise<Traveller[]> {
  const random = createRandom(`${seed}-road`);
  const rows = (await database
    .read('submissions')
    .where({ status: 'submitted' })
    .orderBy('id')
    .select('id', 'wave_id', 'office_id', 'proposer', 'channel', 'kk_bidx', 'identity_outcome', 'screening_outcome', 'submitted_at', 'registration_no', 'region_code')) as Omit<Traveller, 'target' | 'reviewer'>[]; // prettier-ignore
  const places = new Map<string, number>();
  return rows.map((row) => {
    const sound = row.identity_outcome === 'matched' && row.screening_outcome === 'clear';
    let target = drawn(random, sound ? MIX[row.wave_id === base.waves.old ? 'old' : 'open'] : DOUBTFUL);
    const taken = places.get(row.kk_bidx) ?? 0;
    if (VERIFIED.includes(target) && taken >= PLACES_OF_A_KK) target = 'rejected';
    if (VERIFIED.includes(target)) places.set(row.kk_bidx, taken + 1);
    return { ...row, target, reviewer: random.pick(base.reviewers) };
  });
}

/** Everybody who was to come further stays verified. */
export const upToVerified = (travellers: readonly Traveller[]): Traveller[] =>
  travellers.map((one) => (VERIFIED.includes(one.target) ? { ...one, target: 'verified' } : one));

interface Move {
  action: string;
  from: SubmissionStatus;
  to: SubmissionStatus;
  role: string;
  /** Milliseconds after submission. */
  after: number;
  actorId: (one: Traveller) => number;
  /** More of the row, as SQL; `?` stand for `values`. */
  set?: string;
  values?: (at: string) => (string | number | null)[];
  reasons?: readonly string[];
}

const chunksOf = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / CHUNK) }, (_, index) =>
    list.slice(index * CHUNK, (index + 1) * CHUNK),
  );

/** The members of a list by what `keyOf` says of each, in the order of the list. */
export function groupedBy<T, K>(list: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

/** The same canonical body and digest as the system's own events have. */
function eventOf(one: Traveller, move: Move, at: string, officeId: number) {
  const head = {
    at,
    actorId: move.actorId(one),
    actorRole: move.role,
    officeId,
    requestId: 'bench',
    action: `submission.${move.action}`,
    outcome: 'done',
  };
  const body = canonicalize({
    ...head,
    subject: 'submission',
    subjectId: String(one.id),
    before: { status: move.from },
    after: { status: move.to },
    details: { reasons: move.reasons ?? [] },
  }) as string;
  const digest = createHash('sha256').update(body).digest('hex');
  return [
    at,
    head.actorId,
    head.actorRole,
    officeId,
    'bench',
    head.action,
    'done',
    'submission',
    String(one.id),
    body,
    digest,
  ];
}

const EVENT_COLUMNS = ['at', 'actor_id', 'actor_role', 'office_id', 'request_id', 'action', 'outcome', 'subject', 'subject_id', 'body', 'body_sha256']; // prettier-ignore
const TRANSITION_COLUMNS = ['submission_id', 'action', 'from_status', 'to_status', 'actor_id', 'actor_role', 'at', 'reason_codes', 'request_id']; // prettier-ignore

/** Moves registrations along one transition, in sets, with their transitions and events. */
export async function moveAll(
  trx: Knex.Transaction,
  travellers: readonly Traveller[],
  move: Move,
): Promise<void> {
  for (const chunk of chunksOf(travellers)) {
    const byActor = groupedBy(chunk, move.actorId);
    for (const [actorId, group] of byActor) {
      const at = new Date(Date.parse((group[0] as Traveller).submitted_at) + move.after).toISOString();
      const extra = move.set ? `, ${move.set.replaceAll(':actor', String(actorId))}` : '';
      await trx.raw(
        `UPDATE submissions SET status = ?, version = version + 1, updated_at = ?${extra} WHERE id IN (${group.map(() => '?').join(', ')})`,
        [move.to, at, ...(move.values?.(at) ?? []), ...group.map(({ id }) => id)],
      );
    }
    const instant = (one: Traveller) => new Date(Date.parse(one.submitted_at) + move.after).toISOString();
    const reasons = move.reasons ? JSON.stringify(move.reasons) : null;
    await insertMany(trx, {
      table: 'submission_transitions',
      columns: TRANSITION_COLUMNS,
      rows: chunk.map((one) => [
        one.id,
        move.action,
        move.from,
        move.to,
        move.actorId(one),
        move.role,
        instant(one),
        reasons,
        'bench',
      ]),
    });
    await insertMany(trx, {
      table: 'audit_events',
      columns: EVENT_COLUMNS,
      rows: chunk.map((one) => eventOf(one, move, instant(one), one.office_id)),
    });
  }
}

const PASSED: readonly SubmissionStatus[] = [
  ...VERIFIED,
  'in_review',
  'on_hold',
  'needs_correction',
  'rejected',
];
const NO_HOLDER = 'assignee_id = NULL, lease_until = NULL';

async function takePlaces(trx: Knex.Transaction, verified: readonly Traveller[]): Promise<void> {
  const slots = new Map<string, number>();
  const rows = verified.map((one) => {
    const slot = (slots.get(one.kk_bidx) ?? 0) + 1;
    slots.set(one.kk_bidx, slot);
    return [one.kk_bidx, slot, one.id, one.submitted_at];
  });
  await insertMany(trx, {
    table: 'kk_reservations',
    columns: ['kk_bidx', 'slot', 'submission_id', 'taken_at'],
    rows,
  });
}

/** Takes every registration through review as far as its target says. */
export async function reviewAll(
  { database }: Services,
  travellers: readonly Traveller[],
  now: Date,
): Promise<void> {
  const lease = new Date(now.getTime() + DAY_MS).toISOString();
  const reviewer = { actorId: (one: Traveller) => one.reviewer, role: 'reviewer' };
  const to = (...targets: SubmissionStatus[]) => travellers.filter(({ target }) => targets.includes(target));
  await database.transaction(async (trx) => {
    await moveAll(trx, travellers.filter(({ target }) => PASSED.includes(target)), {
      ...reviewer, action: 'claim', from: 'submitted', to: 'in_review', after: DAY_MS, set: 'assignee_id = :actor, lease_until = ?', values: () => [lease],
    }); // prettier-ignore
    const leave = { ...reviewer, from: 'in_review', after: DAY_MS + 600_000, set: NO_HOLDER } as const;
    await moveAll(trx, to('on_hold'), { ...leave, action: 'hold', to: 'on_hold' });
    await moveAll(trx, to('needs_correction'), {
      ...leave,
      action: 'return',
      to: 'needs_correction',
      reasons: ['KK_MISMATCH'],
    });
    const decided = `${NO_HOLDER}, decided_by_id = :actor, decided_at = ?`;
    const decision = { ...leave, set: decided, values: (at: string) => [at] };
    await moveAll(trx, to('rejected'), {
      ...decision,
      action: 'reject',
      to: 'rejected',
      reasons: ['DUPLICATE'],
    });
    await takePlaces(trx, to(...VERIFIED));
    await moveAll(trx, to(...VERIFIED), { ...decision, action: 'verify', to: 'verified' });
    await moveAll(trx, to('withdrawn'), {
      ...reviewer,
      action: 'withdraw',
      from: 'submitted',
      to: 'withdrawn',
      after: DAY_MS,
    });
  });
}

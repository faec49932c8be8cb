import type { Role } from '../auth/permission-rules.ts';
import type { ReasonCode } from '../reference/reason-schema.ts';
import type {
  IdentityBlocker,
  IdentityState,
  ReaderNo,
  Reading,
  SettlementVerdict,
} from './identity-schema.ts';

/** Where the readings of a partial match stand; a verdict where they have come to one. */
export type ReadingStand = 'unread' | 'awaits_second' | 'disagree' | SettlementVerdict;

/**
 * What the readings come to: two other people agree, or a third, who is neither, decides between them. A second word of the
 * same person counts for nothing (domain.md section 7: a reviewer and a second reader).
 */
export function readingStand(readings: readonly Reading[]): ReadingStand {
  const [first, second, third] = ([1, 2, 3] as const).map((no) =>
    readings.find((reading) => reading.readerNo === no),
  );
  if (!first) return 'unread';
  if (!second || second.readerId === first.readerId) return 'awaits_second';
  if (second.verdict === first.verdict) return first.verdict;
  const isThirdPerson = third && third.readerId !== first.readerId && third.readerId !== second.readerId;
  return isThirdPerson ? third.verdict : 'disagree';
}

/** What keeps a partial match from being verified. Until two have read it, nothing here tells what the first one found. */
export const STAND_BLOCKERS = {
  unread: [{ code: 'IDENTITY_NOT_SETTLED' }],
  awaits_second: [{ code: 'IDENTITY_SECOND_READER_MISSING' }],
  disagree: [{ code: 'IDENTITY_READERS_DISAGREE' }],
  different: [{ code: 'IDENTITY_MISMATCH', outcome: 'partial' }],
  same_person: [],
} as const satisfies Record<ReadingStand, readonly IdentityBlocker[]>;

export type ReadingBlocker = {
  code:
    | 'NOT_PARTIAL'
    | 'IDENTITY_STALE'
    | 'ALREADY_READ'
    | 'FIRST_READER_MISSING'
    | 'SECOND_READER_MISSING'
    | 'READERS_AGREE'
    | 'SAME_READER';
};

function turnBlockers(readerNo: ReaderNo, readings: readonly Reading[]): ReadingBlocker[] {
  const isRead = (no: ReaderNo) => readings.some((reading) => reading.readerNo === no);
  if (isRead(readerNo)) return [{ code: 'ALREADY_READ' }];
  if (readerNo === 1) return [];
  if (!isRead(1)) return [{ code: 'FIRST_READER_MISSING' }];
  if (readerNo === 2) return [];
  if (!isRead(2)) return [{ code: 'SECOND_READER_MISSING' }];
  return readingStand(readings) === 'disagree' ? [] : [{ code: 'READERS_AGREE' }];
}

/** Everything that keeps this person from being the reader of that number now, beside role, claim and duties. */
export function readingBlockers(
  readerNo: ReaderNo,
  { outcome, stale, readings }: IdentityState,
  actorId: number,
): ReadingBlocker[] {
  if (outcome !== 'partial') return [{ code: 'NOT_PARTIAL' }];
  if (stale) return [{ code: 'IDENTITY_STALE' }];
  const blockers = turnBlockers(readerNo, readings);
  if (blockers.length > 0) return blockers;
  return readings.some((reading) => reading.readerId === actorId) ? [{ code: 'SAME_READER' }] : [];
}

/** Whoever looks at readings. */
export interface Onlooker {
  id: number;
  role: Role;
}

/** They never are a second reader; coordinators decide between two, auditors read the log, where it stands as well. */
const SEE_EVERY_READING: readonly Role[] = ['coordinator', 'auditor'];

/**
 * Whether somebody may know what a reader found. The first reading of a check stays with its reader until a second is made, so
 * that the second reader judges the evidence and not the colleague; from then on everybody sees all. That it was made, when
 * and by whom is no secret.
 */
export function mayKnowReading(
  reading: Pick<Reading, 'readerId'>,
  ofSameCheck: readonly Pick<Reading, 'readerNo'>[],
  { id, role }: Onlooker,
): boolean {
  const isSecondMade = ofSameCheck.some(({ readerNo }) => readerNo === 2);
  return isSecondMade || reading.readerId === id || SEE_EVERY_READING.includes(role);
}

/** Each of these fields may differ between a form and a KTP of one person: a spelling, a renewed KK card, a slip in a date. */
const DIFFERENCES = ['NAME_MISMATCH', 'KK_MISMATCH', 'DOB_MISMATCH'] as const satisfies ReasonCode[];

/** The reasons a verdict may rest on. A forged paper makes nobody the same person. */
export const READING_REASONS = {
  same_person: DIFFERENCES,
  different: [...DIFFERENCES, 'DOC_SUSPECT'],
} as const satisfies Record<SettlementVerdict, readonly ReasonCode[]>;

/**
 * The reasons that fit a verdict on this check. Whoever finds the same person explains a difference that the check found
 * (`found`, its reason codes), where it named one; whoever finds another person may have seen more than the register compares.
 */
export function readingReasons(verdict: SettlementVerdict, found: readonly string[]): readonly ReasonCode[] {
  const fitting = READING_REASONS[verdict];
  const explained = fitting.filter((code) => found.includes(code));
  return verdict === 'same_person' && explained.length > 0 ? explained : fitting;
}

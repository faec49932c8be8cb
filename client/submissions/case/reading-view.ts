import type { SettlementRecord } from '@server/identity/identity-record-schema.ts';
import { READER_NOS, type ReaderNo } from '@server/identity/identity-schema.ts';
import type { SubmissionStatus } from '@server/submissions/submission-schema.ts';
import type { CaseRecord } from './case-record.ts';

type Read = Pick<CaseRecord, 'status' | 'identityOutcome' | 'identityStale' | 'evidence'>;

/** A reader's line: what was found, or that it waits. */
export interface ReaderLine {
  readerNo: ReaderNo;
  reading: SettlementRecord | null;
}

/** Whether two readings are known that go different ways. */
function disagree(readings: readonly SettlementRecord[]): boolean {
  const [first, second] = ([1, 2] as const).map((no) => readings.find(({ readerNo }) => readerNo === no));
  return Boolean(first?.verdict && second?.verdict && first.verdict !== second.verdict);
}

/** A reader is waited for while the case is under review and its check holds; else there are only the readings made. */
const isReadable = ({ status, identityStale }: Read) =>
  !identityStale && (status === 'submitted' || status === 'in_review' || status === 'on_hold');

/** The readers of a partial match: both of them while it may be read, the third only where two disagree. */
export function readerLines(record: Read): ReaderLine[] {
  const { identityOutcome, evidence } = record;
  if (identityOutcome !== 'partial' || !evidence) return [];
  const { settlements } = evidence;
  const lines = READER_NOS.filter((no) => no < 3 || disagree(settlements)).map((readerNo) => ({
    readerNo,
    reading: settlements.find((one) => one.readerNo === readerNo) ?? null,
  }));
  return isReadable(record) ? lines : lines.filter(({ reading }) => reading !== null);
}

/** Whose turn it is, as a key of `case.turn`: the status tells it, unless another reader is waited for. */
export function turnOf(record: Read): SubmissionStatus | 'awaits_second' | 'disagree' {
  const { status, identityStale } = record;
  if ((status !== 'in_review' && status !== 'on_hold') || identityStale) return status;
  const isRead = readerLines(record).map(({ reading }) => reading !== null);
  if (isRead[0] && !isRead[1]) return 'awaits_second';
  return isRead.length === 3 && !isRead[2] ? 'disagree' : status;
}

import type { Act } from '../audit/audit-service.ts';
import type { Connection } from '../database.ts';
import { blocked, notFound, staleVersion } from '../errors.ts';
import type { Mailer } from './mailer.ts';
import {
  NOTICE_STATUSES,
  type NoticeDetail,
  type NoticeRecord,
  type NoticeSummary,
} from './notice-schema.ts';
import { namedPrints, PRINT_COLUMNS, rowToPrint, type PrintRow } from './notice-printing.ts';
import { factsOf, findNotice, rowToNotice, type NamedNoticeRow } from './notice-store.ts';
import { noticeText, type NoticeFacts } from './notice-text.ts';

/** One notice with its words and attempts. */
export async function noticeDetail(
  connection: Connection,
  row: NamedNoticeRow,
  publicUrl: string,
): Promise<NoticeDetail> {
  const facts = await factsOf(connection, [row.id], publicUrl);
  const attempts = (await connection('notice_attempts')
    .where({ notice_id: row.id })
    .orderBy('attempt_no')) as {
    attempt_no: number;
    result: NoticeDetail['attemptLog'][number]['result'];
    detail: string | null;
    at: string;
  }[];
  return {
    ...rowToNotice(row),
    messageId: row.message_id,
    text: noticeText(facts.get(row.id) as NoticeFacts),
    attemptLog: attempts.map(({ attempt_no, result, detail, at }) => ({
      attemptNo: attempt_no,
      result,
      detail,
      at,
    })),
  };
}

/** How many notices stand where, and which offices have letters waiting. */
export async function noticeSummary(connection: Connection, mail: Mailer['kind']): Promise<NoticeSummary> {
  const counted = (await connection('notices').groupBy('status').select('status').count({ n: '*' })) as {
    status: NoticeRecord['status'];
    n: number;
  }[];
  const toPrint = (await connection('notices as n')
    .join('offices as o', 'o.id', 'n.office_id')
    .where('n.status', 'to_print')
    .groupBy('n.office_id', 'o.name')
    .orderBy('o.name')
    .select('n.office_id', 'o.name')
    .count({ n: '*' })) as unknown as { office_id: number; name: string; n: number }[];
  const open = (await namedPrints(connection)
    .where('p.status', 'open')
    .orderBy('p.id')
    .select(PRINT_COLUMNS)) as PrintRow[];
  const of = new Map(counted.map(({ status, n }) => [status, Number(n)]));
  return {
    counts: Object.fromEntries(
      NOTICE_STATUSES.map((status) => [status, of.get(status) ?? 0]),
    ) as NoticeSummary['counts'],
    toPrint: toPrint.map((row) => ({
      officeId: row.office_id,
      officeName: row.name,
      letters: Number(row.n),
    })),
    openPrints: open.map(rowToPrint),
    mail,
  };
}

/** What a person does about a notice that does not get through. */
export function createNoticeService() {
  async function move(
    act: Act,
    id: number,
    version: number,
    from: readonly NoticeRecord['status'][],
    values: { status: NoticeRecord['status']; next_attempt_at: string | null },
  ): Promise<NoticeRecord> {
    const row = await findNotice(act.trx, id);
    if (!row) throw notFound('notice');
    if (row.version !== version) throw staleVersion({ version: row.version });
    if (!from.includes(row.status))
      throw blocked([
        { code: 'NOTICE_NOT_FAILED', message: 'only a notice that failed or waits can be moved', status: row.status },
      ]); // prettier-ignore
    const changed = await act
      .trx('notices')
      .where({ id, version })
      .update({ ...values, version: version + 1 });
    if (changed === 0) throw staleVersion({ version: version + 1 });
    act.record({
      subject: 'notice',
      subjectId: id,
      before: { status: row.status },
      after: { status: values.status },
      details: { submissionId: row.submission_id, kind: row.kind, attempts: row.attempts },
    });
    return rowToNotice((await findNotice(act.trx, id)) as NamedNoticeRow);
  }

  return {
    /** Tries again now; before its time a notice stays held. */
    retry: (act: Act, id: number, version: number) =>
      move(act, id, version, ['failed', 'held'], { status: 'held', next_attempt_at: act.now }),
    /** Gives up on mail: a letter is printed instead. */
    toPrint: (act: Act, id: number, version: number) =>
      move(act, id, version, ['failed'], { status: 'to_print', next_attempt_at: null }),
  };
}
export type NoticeService = ReturnType<typeof createNoticeService>;

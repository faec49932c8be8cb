import type { Act } from '../audit/audit-service.ts';
import { whereAny } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import { blocked, conflict, notFound, staleVersion } from '../errors.ts';
import type { ListDefinition } from '../http/list-query.ts';
import type { PaperPress } from '../papers/paper-press.ts';
import { noticeVerdict } from './notice-rules.ts';
import { MOST_LETTERS, PRINT_STATUSES, type PrintRecord } from './notice-schema.ts';
import { factsOf, standings, type NoticeRow } from './notice-store.ts';
import { noticeText, type NoticeFacts } from './notice-text.ts';

export interface PrintRow {
  id: number;
  office_id: number;
  office_name: string;
  letters: number;
  status: PrintRecord['status'];
  made_by_id: number;
  made_at: string;
  ended_by_id: number | null;
  ended_at: string | null;
  version: number;
}

export const rowToPrint = (row: PrintRow): PrintRecord => ({
  id: row.id,
  officeId: row.office_id,
  officeName: row.office_name,
  letters: row.letters,
  status: row.status,
  madeById: row.made_by_id,
  madeAt: row.made_at,
  endedById: row.ended_by_id,
  endedAt: row.ended_at,
  version: row.version,
});

export const PRINT_LIST: ListDefinition = {
  resource: 'notice-prints',
  fields: {
    id: { column: 'p.id', type: 'int' },
    officeId: { column: 'p.office_id', type: 'int' },
    status: { column: 'p.status', type: 'text', values: PRINT_STATUSES },
    madeAt: { column: 'p.made_at', type: 'text' },
  },
  defaultSort: ['id', 'DESC'],
};

export const PRINT_COLUMNS = ['p.*', 'o.name as office_name'];
export const namedPrints = (connection: Connection) =>
  connection('notice_prints as p').join('offices as o', 'o.id', 'p.office_id');

export async function findPrint(connection: Connection, id: number): Promise<PrintRow> {
  const row = (await namedPrints(connection).where('p.id', id).first(PRINT_COLUMNS)) as PrintRow | undefined;
  if (!row) throw notFound('print');
  return row;
}

/** Letters for people without e-mail: taken into a print, downloaded as often as needed, and signed off when they lie there. */
export function createNoticePrinting({ press, publicUrl }: { press: PaperPress; publicUrl: string }) {
  async function end(
    act: Act,
    id: number,
    version: number,
    to: 'printed' | 'cancelled',
  ): Promise<PrintRecord> {
    const row = await findPrint(act.trx, id);
    if (row.version !== version) throw staleVersion({ version: row.version });
    if (row.status !== 'open')
      throw blocked([
        { code: 'PRINT_ENDED', message: 'the print was signed off or cancelled before', status: row.status },
      ]);
    const changed = await act
      .trx('notice_prints')
      .where({ id, version, status: 'open' })
      .update({ status: to, ended_by_id: act.actor.id, ended_at: act.now, version: version + 1 });
    if (changed === 0) throw staleVersion({ version: version + 1 });
    const letters =
      to === 'printed' ? { status: 'printed', ended_at: act.now } : { status: 'to_print', print_id: null };
    await act
      .trx('notices')
      .where({ print_id: id, status: 'printing' })
      .update({ ...letters, version: act.trx.raw('version + 1') });
    act.record({
      subject: 'notice-print',
      subjectId: id,
      before: { status: 'open' },
      after: { status: to },
      details: { officeId: row.office_id, letters: row.letters },
    });
    return rowToPrint(await findPrint(act.trx, id));
  }

  return {
    /** Takes the oldest letters of an office into a print; what does not hold any more is dropped on the way. */
    async make(act: Act, officeId: number): Promise<PrintRecord> {
      const rows = (await act
        .trx('notices')
        .where({ status: 'to_print', office_id: officeId })
        .orderBy('id')
        .limit(MOST_LETTERS)
        .forUpdate()
        .select()) as NoticeRow[];
      const standing = await standings(act.trx, rows);
      const holds = (row: NoticeRow) => {
        const one = standing.get(row.id);
        return (
          one !== undefined &&
          noticeVerdict({ kind: row.kind, decidedAt: row.decided_at }, one, act.now).verdict === 'release'
        );
      };
      const update = (some: readonly NoticeRow[], values: Record<string, unknown>) =>
        whereAny(
          act.trx('notices').where({ status: 'to_print' }),
          act.trx,
          'id',
          some.map(({ id }) => id),
        ).update({ ...values, version: act.trx.raw('version + 1') });
      const letters = rows.filter(holds);
      const dropped = rows.filter((row) => !holds(row));
      if (dropped.length > 0) await update(dropped, { status: 'dropped', ended_at: act.now });
      if (letters.length === 0 && dropped.length === 0)
        throw conflict('NOTHING_TO_PRINT', 'No letter of this office waits to be printed.');
      const [made] = (await act
        .trx('notice_prints')
        .insert({
          office_id: officeId,
          letters: letters.length,
          made_by_id: act.actor.id,
          made_at: act.now,
        })
        .returning('id')) as { id: number }[];
      const printId = (made as { id: number }).id;
      if (letters.length > 0)
        await update(letters, { status: 'printing', print_id: printId, released_at: act.now });
      act.record({
        subject: 'notice-print',
        subjectId: printId,
        details: { officeId, letters: letters.length, dropped: dropped.length },
      });
      return rowToPrint(await findPrint(act.trx, printId));
    },

    /** The letters of a print as one PDF, the same as often as it is asked for. */
    async pdf(connection: Connection, print: PrintRow): Promise<Buffer> {
      const ids = (await connection('notices')
        .where({ print_id: print.id })
        .orderBy('id')
        .pluck('id')) as number[];
      const facts = await factsOf(connection, ids, publicUrl);
      return press.letters({
        officeName: print.office_name,
        printNo: print.id,
        printedAt: print.made_at,
        letters: ids.map((id) => {
          const one = facts.get(id) as NoticeFacts;
          return { registrationNo: one.registrationNo, fullName: one.fullName, ...noticeText(one) };
        }),
      });
    },

    markPrinted: (act: Act, id: number, version: number) => end(act, id, version, 'printed'),
    /** The letters wait again. */
    cancel: (act: Act, id: number, version: number) => end(act, id, version, 'cancelled'),
  };
}
export type NoticePrinting = ReturnType<typeof createNoticePrinting>;

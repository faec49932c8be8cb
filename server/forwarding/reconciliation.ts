import type { Connection } from '../database.ts';
import type { Reconciliation } from './forwarding-schema.ts';
import { balance, balancesBy, type BalanceFacts } from './reconciliation-rules.ts';

interface Slice extends BalanceFacts {
  office_id: number;
  proposer: string;
  round_no: number;
}

const counted = (result: string, name: string) =>
  `count(CASE WHEN a.result = '${result}' THEN 1 END) AS ${name}`;

const deliveries = (connection: Connection, batchId: number) =>
  connection('dispatches as d').where({ 'd.batch_id': batchId }).whereNot('d.status', 'refused');

/** The facts, grouped as finely as the sheet needs them: lines as sealed against answers as recorded. */
async function slicesOf(connection: Connection, batchId: number): Promise<Slice[]> {
  const keys = ['l.office_id', 'l.proposer', 'l.round_no'];
  const rows = (await deliveries(connection, batchId)
    .join('manifest_lines as l', 'l.manifest_id', 'd.manifest_id')
    .leftJoin('pmo_answers as a', (on) => {
      void on.on('a.dispatch_id', 'd.id').andOn('a.submission_id', 'l.submission_id');
    })
    .groupBy(keys)
    .select(keys)
    .select(
      connection.raw(
        `count(*) AS sent, ${counted('CONFIRMED', 'confirmed')}, ${counted('RETURNED', 'returned')}, ${counted('REJECTED', 'refused')}, count(CASE WHEN a.id IS NULL THEN 1 END) AS pending`,
      ),
    )) as Slice[];
  return rows.map((row) => ({
    ...row,
    sent: Number(row.sent),
    confirmed: Number(row.confirmed),
    returned: Number(row.returned),
    refused: Number(row.refused),
    pending: Number(row.pending),
  }));
}

/**
 * The reconciliation of one batch, from facts alone: deliveries the PMO has not refused, the lines sealed in them and its
 * answers. `sent` is what the deliveries said when they left; the parts are counted from the lines, so a line lost on
 * the way would show as a sheet that does not balance.
 */
export async function reconcile(connection: Connection, batchId: number): Promise<Reconciliation> {
  const [left] = (await deliveries(connection, batchId).sum({ sent: 'd.row_count' })) as {
    sent: number | null;
  }[];
  const slices = await slicesOf(connection, batchId);
  const offices = (await connection('offices').select('id', 'name')) as { id: number; name: string }[];
  const nameOf = new Map(offices.map((office) => [office.id, office.name]));
  const [, total] = balancesBy(slices, () => 'all')[0] ?? [];
  const sums = total ?? balance({ sent: 0, confirmed: 0, returned: 0, refused: 0, pending: 0 });
  return {
    ...balance({ ...sums, sent: Number(left?.sent ?? 0) }),
    by: {
      office: balancesBy(slices, (slice) => slice.office_id).map(([officeId, sum]) => ({
        officeId,
        officeName: nameOf.get(officeId) ?? '',
        ...sum,
      })),
      proposer: balancesBy(slices, (slice) => slice.proposer).map(([proposer, sum]) => ({
        proposer,
        ...sum,
      })),
      round: balancesBy(slices, (slice) => slice.round_no).map(([roundNo, sum]) => ({ roundNo, ...sum })),
    },
  };
}

import type { Knex } from 'knex';
import type { Connection } from '../database.ts';
import { invalid } from '../errors.ts';
import type { Condition } from '../http/list-query.ts';
import type { Narrowing } from '../http/list-search.ts';
import {
  FIGURE_RESULTS,
  FIGURE_STATUSES,
  LATER_ROUNDS_ONLY,
  SHEET_FIGURES,
  VERIFIED_STATUSES,
  type SheetFigure,
} from './sheet-figure-schema.ts';

/** Which part of the sheet a figure belongs to: of an earlier round, as the row was sealed then. */
interface Part {
  roundNo?: number;
  batchId?: number;
  proposer?: string;
  regionCode?: string;
}

function partAsked(all: readonly Condition[]): Part {
  const valueOf = <T>(field: string) =>
    all.find((one) => one.field === field && one.operator === 'eq' && !Array.isArray(one.value))?.value as
      T | undefined;
  return {
    roundNo: valueOf<number>('figureRound'),
    batchId: valueOf<number>('figureBatchId'),
    proposer: valueOf<string>('figureProposer'),
    regionCode: valueOf<string>('figureRegionCode'),
  };
}

function narrowTo(query: Knex.QueryBuilder, columns: Record<keyof Part, string>, part: Part): void {
  for (const [name, value] of Object.entries(part) as [keyof Part, string | number | undefined][])
    if (value !== undefined) void query.where(columns[name], value);
}

const AS_NOW = {
  roundNo: 'submissions.round_no',
  batchId: 'submissions.batch_id',
  proposer: 'submissions.proposer',
  regionCode: 'submissions.region_code',
};
const AS_COMPOSED = { ...AS_NOW, batchId: 'z.id' };
const AS_SEALED = {
  roundNo: 'l.round_no',
  batchId: 'z.id',
  proposer: 'l.proposer',
  regionCode: 'l.region_code',
};

/** The sealed lines of a row, in the manifests that the digests of their batches stand for. */
function linesOf(connection: Connection, part: Part): Knex.QueryBuilder {
  const query = connection('manifest_lines as l')
    .join('manifests as m', 'm.id', 'l.manifest_id')
    .join('batches as z', (on) => void on.on('z.id', 'm.batch_id').andOn('z.digest', 'm.digest'))
    .whereRaw('l.submission_id = submissions.id')
    .whereNotIn('z.status', ['open', 'cancelled']);
  narrowTo(query, AS_SEALED, part);
  return query;
}

const decreed = (connection: Connection, part: Part): Knex.QueryBuilder =>
  linesOf(connection, part).whereIn('z.status', ['ratified', 'sent', 'acknowledged', 'settled']);

const sentLines = (connection: Connection, part: Part): Knex.QueryBuilder =>
  linesOf(connection, part).join('dispatches as d', 'd.batch_id', 'z.id').whereNot('d.status', 'refused');

function composing(connection: Connection, part: Part): Knex.QueryBuilder {
  const query = connection('batch_rows as r')
    .join('batches as z', 'z.id', 'r.batch_id')
    .whereRaw('r.submission_id = submissions.id')
    .where({ 'r.live': 1, 'z.status': 'open' });
  narrowTo(query, AS_COMPOSED, part);
  return query;
}

const answered = (connection: Connection, part: Part, result: string): Knex.QueryBuilder =>
  sentLines(connection, part)
    .join('pmo_answers as a', (on) => {
      void on.on('a.dispatch_id', 'd.id').andOn('a.submission_id', 'l.submission_id');
    })
    .where('a.result', result);

function byStatus(query: Knex.QueryBuilder, figure: keyof typeof FIGURE_STATUSES, part: Part): void {
  void query.whereIn('submissions.status', FIGURE_STATUSES[figure] as unknown as string[]);
  if (LATER_ROUNDS_ONLY.includes(figure)) void query.where('submissions.round_no', '>', 1);
  narrowTo(query, AS_NOW, part);
}

/** Rows verified in the round they are in, and in an earlier one of which their sealed line tells. */
function verified(query: Knex.QueryBuilder, connection: Connection, part: Part): void {
  void query.where((either) => {
    void either
      .where((now) => {
        void now.whereIn('submissions.status', VERIFIED_STATUSES as unknown as string[]);
        narrowTo(now, AS_NOW, part);
      })
      .orWhereExists(decreed(connection, part).whereRaw('l.round_no < submissions.round_no'));
  });
}

function narrowToRows(
  query: Knex.QueryBuilder,
  connection: Connection,
  figure: SheetFigure,
  part: Part,
): void {
  if (figure in FIGURE_STATUSES) return byStatus(query, figure as keyof typeof FIGURE_STATUSES, part);
  const result = (FIGURE_RESULTS as Partial<Record<SheetFigure, string>>)[figure];
  if (result) return void query.whereExists(answered(connection, part, result));
  if (figure === 'verified') return verified(query, connection, part);
  if (figure === 'ratified') return void query.whereExists(decreed(connection, part));
  if (figure === 'sent') return void query.whereExists(sentLines(connection, part));
  void query.where(
    (either) => void either.whereExists(linesOf(connection, part)).orWhereExists(composing(connection, part)),
  );
}

/** `figure` in the list: the rows behind a number of the reconciliation sheet, counted as the sheet counts. */
export const narrowToFigure: Narrowing = (query, { operator, value }, all, connection) => {
  const figure = SHEET_FIGURES.find((one) => one === value);
  if (operator !== 'eq' || !figure)
    throw invalid('INVALID_LIST_QUERY', 'figure takes one figure, and no comparison');
  narrowToRows(query, connection, figure, partAsked(all));
};

/** `figureRound` and the like say which part of the sheet: by themselves they say nothing. */
export const partOfFigure: Narrowing = (_query, { field, operator, value }, all) => {
  if (
    operator !== 'eq' ||
    Array.isArray(value) ||
    value === null ||
    !all.some((one) => one.field === 'figure')
  )
    throw invalid('INVALID_LIST_QUERY', `${field} takes one value, beside figure`);
};

import type { Connection, Database } from '../database.ts';
import { notFound } from '../errors.ts';
import { runList, type ListDefinition, type ListRequest, type ListResult } from '../http/list-query.ts';
import type { CompositionPlace, CompositionRecord } from './composition-schema.ts';

/** A row of `batch_compositions`, as both engines give it. */
export interface CompositionRow {
  id: number;
  wave_id: number;
  channel: CompositionRecord['channel'];
  filter: string;
  split: string;
  rule: string | null;
  seed: string | null;
  found: number;
  fits: number;
  quota_left: number;
  taken: number;
  blockers: string;
  job_id: number | null;
  created_by_id: number;
  created_at: string;
}

export async function findComposition(connection: Connection, id: number): Promise<CompositionRow> {
  const row = (await connection('batch_compositions').where({ id }).first()) as CompositionRow | undefined;
  if (!row) throw notFound('composition');
  return row;
}

/** The act of composing and what has come of it by now. */
export async function compositionRecord(connection: Connection, id: number): Promise<CompositionRecord> {
  const row = await findComposition(connection, id);
  const batches = (await connection('batches')
    .where({ composition_id: id })
    .orderBy('composition_part')
    .select('id', 'batch_no', 'office_id', 'status', 'row_count')) as {
    id: number;
    batch_no: string;
    office_id: number | null;
    status: CompositionRecord['batches'][number]['status'];
    row_count: number;
  }[];
  const [placed] = (await connection('composition_places as p')
    .join('batches as b', (on) => {
      void on.on('b.composition_id', 'p.composition_id').andOn('b.composition_part', 'p.part');
    })
    .join('batch_rows as r', (on) => {
      void on.on('r.batch_id', 'b.id').andOn('r.submission_id', 'p.submission_id');
    })
    .where('p.composition_id', id)
    .countDistinct({ n: 'p.submission_id' })) as { n: number }[];
  return {
    id: row.id,
    waveId: row.wave_id,
    channel: row.channel,
    filter: JSON.parse(row.filter) as CompositionRecord['filter'],
    split: JSON.parse(row.split) as CompositionRecord['split'],
    rule: row.rule,
    seed: row.seed,
    found: row.found,
    fits: row.fits,
    quotaLeft: row.quota_left,
    taken: row.taken,
    leftOut: row.fits - row.taken,
    blockers: JSON.parse(row.blockers) as CompositionRecord['blockers'],
    jobId: row.job_id,
    createdById: row.created_by_id,
    createdAt: row.created_at,
    placed: Number(placed?.n ?? 0),
    batches: batches.map((one) => ({
      id: one.id,
      batchNo: one.batch_no,
      officeId: one.office_id,
      status: one.status,
      rowCount: one.row_count,
    })),
  };
}

export const PLACE_LIST: ListDefinition = {
  resource: 'places',
  fields: {
    id: { column: 'p.id', type: 'int' },
    position: { column: 'p.position', type: 'int' },
    registrationNo: { column: 's.registration_no', type: 'text' },
    part: { column: 'p.part', type: 'int' },
    lowered: { column: 'p.lowered', type: 'bool' },
    verifiedOn: { column: 'p.verified_on', type: 'text' },
    batchId: { column: 'b.id', type: 'int' },
  },
  defaultSort: ['position', 'ASC'],
  search: (query, text) => void query.where('s.registration_no', text.toUpperCase().replaceAll(' ', '')),
};

interface PlaceRow {
  id: number;
  position: number;
  registration_no: string;
  part: number | null;
  lowered: number;
  verified_on: string;
  lot: string | null;
  status: string;
  batch_id: number | null;
  batch_no: string | null;
}

/** Everybody's place in a composition, in its order. */
export function listPlaces(
  { read }: Database,
  compositionId: number,
  request: ListRequest,
): Promise<ListResult<CompositionPlace>> {
  return runList<PlaceRow, CompositionPlace>(read, PLACE_LIST, request, {
    from: () =>
      read('composition_places as p')
        .join('submissions as s', 's.id', 'p.submission_id')
        .leftJoin('batches as b', (on) => {
          void on.on('b.composition_id', 'p.composition_id').andOn('b.composition_part', 'p.part');
        })
        .where('p.composition_id', compositionId),
    columns: [
      'p.id', 'p.position', 'p.part', 'p.lowered', 'p.verified_on', 'p.lot', 's.registration_no', 's.status', 'b.id as batch_id', 'b.batch_no',
    ], // prettier-ignore
    toRecord: (row) => ({
      id: row.id,
      position: row.position,
      registrationNo: row.registration_no,
      taken: row.part !== null,
      lowered: row.lowered === 1,
      verifiedOn: row.verified_on,
      lot: row.lot,
      status: row.status,
      batchId: row.batch_id,
      batchNo: row.batch_no,
    }),
    idColumn: 'p.id',
  });
}

import type { Knex } from 'knex';
import type { Actor } from '../audit/audit-service.ts';
import type { Connection } from '../database.ts';
import { runList, type ListDefinition, type ListRequest, type ListResult } from '../http/list-query.ts';
import type { DuplicateReason } from '../screening/screening-schema.ts';
import { PAIR_STATUSES, type DuplicateRecord, type PairStatus, type PairView } from './duplicate-schema.ts';
import type { SubmissionStatus } from './submission-schema.ts';
import { visibleTo } from './submission-store.ts';

export const DUPLICATE_LIST: ListDefinition = {
  resource: 'duplicates',
  fields: {
    id: { column: 'p.id', type: 'int' },
    status: { column: 'p.status', type: 'text', values: PAIR_STATUSES },
    score: { column: 'p.score', type: 'int' },
    firstId: { column: 'p.first_id', type: 'int' },
    secondId: { column: 'p.second_id', type: 'int' },
    foundAt: { column: 'p.found_at', type: 'text' },
    decidedById: { column: 'p.decided_by_id', type: 'int' },
    decidedAt: { column: 'p.decided_at', type: 'text' },
  },
  defaultSort: ['id', 'DESC'],
};

interface PairRow {
  id: number;
  first_id: number;
  second_id: number;
  score: number;
  reasons: string;
  status: PairStatus;
  decided_by_id: number | null;
  decided_at: string | null;
  note: string | null;
  found_at: string;
  version: number;
}
interface Side {
  id: number;
  registration_no: string;
  full_name: string;
  birth_date: string;
  status: SubmissionStatus;
  wave_id: number;
  office_id: number;
}
const SIDE = ['id', 'registration_no', 'full_name', 'birth_date', 'status', 'wave_id', 'office_id'].map(
  (column) => `submissions.${column}`,
);

/** Registrations of these ids the actor may know of. */
async function visibleSides(
  connection: Connection,
  actor: Pick<Actor, 'role' | 'officeId'>,
  ids: readonly number[],
): Promise<Map<number, Side>> {
  const rows = (await visibleTo(connection('submissions'), actor)
    .whereIn('submissions.id', ids as number[])
    .select(SIDE)) as Side[];
  return new Map(rows.map((row) => [row.id, row]));
}

const decided = (row: PairRow) => ({
  score: row.score,
  reasons: JSON.parse(row.reasons) as DuplicateReason[],
  status: row.status,
  decidedById: row.decided_by_id,
  decidedAt: row.decided_at,
  note: row.note,
  version: row.version,
});

function pairView(row: PairRow, submissionId: number, sides: ReadonlyMap<number, Side>): PairView {
  const otherId = row.first_id === submissionId ? row.second_id : row.first_id;
  const other = sides.get(otherId);
  return {
    id: row.id,
    otherId,
    otherRegistrationNo: other?.registration_no ?? null,
    otherName: other?.full_name ?? null,
    otherBirthDate: other?.birth_date ?? null,
    otherStatus: other?.status ?? null,
    otherWaveId: other?.wave_id ?? null,
    otherOfficeId: other?.office_id ?? null,
    ...decided(row),
  };
}

/** A crowd's phone makes at most a few dozen pairs a person; nobody reads more. */
const MOST_SHOWN = 200;

/** The pairs of one registration; nothing for a registration the actor may not know of. */
export async function listPairsOf(
  connection: Connection,
  actor: Pick<Actor, 'role' | 'officeId'>,
  submissionId: number,
): Promise<PairView[]> {
  if ((await visibleSides(connection, actor, [submissionId])).size === 0) return [];
  const rows = (await connection('duplicate_pairs')
    .where((either) => void either.where({ first_id: submissionId }).orWhere({ second_id: submissionId }))
    .orderByRaw("CASE WHEN status = 'open' THEN 0 ELSE 1 END, score DESC, id")
    .limit(MOST_SHOWN)) as PairRow[];
  const others = rows.map((row) => (row.first_id === submissionId ? row.second_id : row.first_id));
  const sides = await visibleSides(connection, actor, others);
  return rows.map((row) => pairView(row, submissionId, sides));
}

const side = (id: number, found: Side | undefined) => ({
  id,
  registrationNo: found?.registration_no ?? null,
  fullName: found?.full_name ?? null,
  status: found?.status ?? null,
  waveId: found?.wave_id ?? null,
});

/** Pairs with at least one side the actor may know of, in SQL. */
export function visiblePairs(
  connection: Connection,
  actor: Pick<Actor, 'role' | 'officeId'>,
): Knex.QueryBuilder {
  const query = connection('duplicate_pairs as p');
  if (actor.role !== 'intake' && actor.role !== 'pmo') return query;
  const seen = (column: string) =>
    visibleTo(connection('submissions').select(connection.raw('1')), actor).whereRaw('submissions.id = ??', [
      column,
    ]);
  return query.where(
    (either) => void either.whereExists(seen('p.first_id')).orWhereExists(seen('p.second_id')),
  );
}

/** One page of pairs; the particulars of a side the actor may not know of are null. */
export async function listDuplicates(
  connection: Connection,
  actor: Pick<Actor, 'role' | 'officeId'>,
  request: ListRequest,
): Promise<ListResult<DuplicateRecord>> {
  const page = await runList<PairRow, PairRow>(connection, DUPLICATE_LIST, request, {
    from: () => visiblePairs(connection, actor),
    columns: 'p.*',
    toRecord: (row) => row,
    idColumn: 'p.id',
  });
  const sides = await visibleSides(connection, actor, [
    ...new Set(page.rows.flatMap((row) => [row.first_id, row.second_id])),
  ]);
  return { ...page, rows: page.rows.map((row) => duplicateRecord(row, sides)) };
}

function duplicateRecord(row: PairRow, sides: ReadonlyMap<number, Side>): DuplicateRecord {
  return {
    id: row.id,
    firstId: row.first_id,
    secondId: row.second_id,
    first: side(row.first_id, sides.get(row.first_id)),
    second: side(row.second_id, sides.get(row.second_id)),
    ...decided(row),
    foundAt: row.found_at,
  };
}

/** One pair; null where there is none or neither side may be known. */
export async function findDuplicate(
  connection: Connection,
  actor: Pick<Actor, 'role' | 'officeId'>,
  id: number,
): Promise<DuplicateRecord | null> {
  const row = (await visiblePairs(connection, actor).where('p.id', id).first('p.*')) as PairRow | undefined;
  if (!row) return null;
  return duplicateRecord(row, await visibleSides(connection, actor, [row.first_id, row.second_id]));
}

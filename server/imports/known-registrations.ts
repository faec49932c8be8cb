import { isPostgres, rawRows } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import { ACTIONS_BY_STATUS, type SubmissionAction } from '../submissions/submission-rules.ts';
import { editableFields } from '../submissions/submission-form-rules.ts';
import type { SubmissionStatus } from '../submissions/submission-schema.ts';
import type { RowFacts, TakenWhere } from './recap-class-rules.ts';

/** Where the rows of a hand-over go. */
export interface Destination {
  officeId: number;
  waveId: number;
}

interface SameRow {
  id: number;
  row_id: string;
  fingerprint: string | null;
  full_name: string;
  status: SubmissionStatus;
  submitted_at: string | null;
  import_id: number | null;
}
interface Holder {
  id: number;
  nik_bidx: string;
  office: string;
}

/** The registrations some rows may be, or collide with. */
export interface Known {
  byRowId: ReadonlyMap<string, SameRow>;
  byNik: ReadonlyMap<string, Holder>;
}

/** A row as far as it matters to what is there already. */
export interface RowKey {
  rowId: string;
  nikBidx: string;
  fingerprint: string;
  fullName: string;
}

const SAME = 'id, row_id, fingerprint, full_name, status, submitted_at, import_id';

/**
 * One look into an index for each key. On PostgreSQL the other columns are spelt so that no index serves them: before it has
 * statistics of a growing table it would else read all rows of the office for every key.
 */
const EACH = {
  sqlite: 'SELECT value AS key FROM json_each(?)',
  postgres: 'SELECT value AS key FROM json_array_elements_text(?::json)',
};
const BY_ROW_ID = {
  sqlite: `SELECT ${SAME} FROM submissions WHERE office_id = ? AND wave_id = ? AND row_id IN (SELECT key FROM keys)`,
  postgres: `SELECT found.* FROM keys CROSS JOIN LATERAL (SELECT ${SAME} FROM submissions
    WHERE row_id = keys.key AND office_id + 0 = ? AND wave_id + 0 = ? LIMIT 1) found`,
};
const BY_NIK = {
  sqlite: `SELECT s.id, s.nik_bidx, offices.name AS office FROM submissions s JOIN offices ON offices.id = s.office_id
    WHERE s.wave_id = ? AND s.status <> 'withdrawn' AND s.nik_bidx IN (SELECT key FROM keys)`,
  postgres: `SELECT found.id, found.nik_bidx, offices.name AS office FROM keys CROSS JOIN LATERAL (
    SELECT id, nik_bidx, office_id FROM submissions
    WHERE nik_bidx = keys.key AND wave_id + 0 = ? AND status <> 'withdrawn' LIMIT 1) found
    JOIN offices ON offices.id = found.office_id`,
};

/** Looks up the registrations of many rows at once: by NIK in the wave, by row id in office and wave. */
export async function knownAmong(
  connection: Connection,
  { officeId, waveId }: Destination,
  rows: readonly Pick<RowKey, 'rowId' | 'nikBidx'>[],
): Promise<Known> {
  const engine = isPostgres(connection) ? 'postgres' : 'sqlite';
  const lookUp = <R>(query: typeof BY_NIK, keys: readonly string[], bindings: readonly number[]) =>
    rawRows<R>(connection, `WITH keys AS (${EACH[engine]}) ${query[engine]}`, [
      JSON.stringify(keys),
      ...bindings,
    ]);
  const rowIds = rows.map((row) => row.rowId);
  const niks = rows.map((row) => row.nikBidx);
  const same = await lookUp<SameRow>(BY_ROW_ID, rowIds, [officeId, waveId]);
  const holders = await lookUp<Holder>(BY_NIK, niks, [waveId]);
  return {
    byRowId: new Map(same.map((row) => [row.row_id, row])),
    byNik: new Map(holders.map((holder) => [holder.nik_bidx, holder])),
  };
}

const mayBeEdited = (status: SubmissionStatus) =>
  (ACTIONS_BY_STATUS[status] as readonly SubmissionAction[]).includes('edit');

/** What is known of one row, in the words of the class rules; `office` names who has its NIK. */
export function factsOf(
  known: Known,
  row: RowKey,
): {
  sameRowId: RowFacts['sameRowId'];
  nikTaken: TakenWhere | null;
  office?: string;
  existing: SameRow | null;
} {
  const existing = known.byRowId.get(row.rowId) ?? null;
  const holder = known.byNik.get(row.nikBidx);
  const taken = holder !== undefined && holder.id !== existing?.id;
  const nameFree = existing && editableFields(existing.status, existing.submitted_at !== null) === 'all';
  return {
    existing,
    sameRowId: existing && {
      fingerprintEqual: existing.fingerprint === row.fingerprint,
      nameEqual: nameFree === true || existing.full_name === row.fullName,
      editable: mayBeEdited(existing.status),
    },
    nikTaken: taken ? 'in_wave' : null,
    ...(taken ? { office: holder.office } : {}),
  };
}

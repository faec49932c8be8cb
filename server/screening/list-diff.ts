import { may, type Role } from '../auth/permission-rules.ts';
import { rawRows } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import { invalid } from '../errors.ts';
import { onlyReports, RESCREENED_STATUSES } from '../submissions/rescreen-rules.ts';
import type { SubmissionStatus } from '../submissions/submission-schema.ts';
import { diffCounts, readDiffQuestion } from './list-diff-rules.ts';
import type { ListDiffRecord, TouchedRegistrations } from './list-diff-schema.ts';
import type { ListCode } from './screening-schema.ts';
import type { ListVersionRow } from './screening-store.ts';

/** Registrations named on each side; the counts are always whole. */
const NAMED_ROWS = 100;

/** A finished load of a list, by the number of its version. Throws 422 for any other. */
async function readyVersion(
  connection: Connection,
  code: ListCode,
  listVersion: number,
  field: string,
): Promise<ListVersionRow> {
  const row = (await connection('screening_list_versions')
    .where({ code, list_version: listVersion, status: 'ready' })
    .first()) as ListVersionRow | undefined;
  if (row) return row;
  const message = `version ${listVersion} of this list does not exist or was never finished`;
  throw invalid('INVALID_INPUT', `There is nothing to compare: ${message}.`, { [field]: message });
}

/** People who stand on both versions, by their blind index: both are read in its order. */
async function onBoth(connection: Connection, from: number, to: number): Promise<number> {
  const [row] = await rawRows<{ n: number }>(
    connection,
    `SELECT count(*) AS n FROM screening_list_entries a
     JOIN screening_list_entries b ON b.version_id = ? AND b.nik_bidx = a.nik_bidx WHERE a.version_id = ?`,
    [to, from],
  );
  return Number(row?.n ?? 0);
}

/** Registrations of waves still open whose person stands on version `on` and not on version `off`. */
const TOUCHED = `
  FROM screening_list_entries e JOIN submissions s ON s.nik_bidx = e.nik_bidx JOIN waves w ON w.id = s.wave_id
  WHERE e.version_id = ? AND w.closes_at > ? AND s.status IN (${RESCREENED_STATUSES.map(() => '?').join(', ')})
    AND NOT EXISTS (SELECT 1 FROM screening_list_entries o WHERE o.version_id = ? AND o.nik_bidx = e.nik_bidx)`;

interface TouchedRow {
  id: number;
  registration_no: string;
  nik_masked: string;
  wave_id: number;
  status: SubmissionStatus;
}

async function touched(
  connection: Connection,
  { on, off, now, named }: { on: number; off: number; now: string; named: boolean },
): Promise<TouchedRegistrations> {
  const bindings = [on, now, ...RESCREENED_STATUSES, off];
  const [counted] = await rawRows<{ n: number }>(connection, `SELECT count(*) AS n ${TOUCHED}`, bindings);
  const count = Number(counted?.n ?? 0);
  if (!named || count === 0) return { count, rows: [] };
  const rows = await rawRows<TouchedRow>(
    connection,
    `SELECT s.id, s.registration_no, s.nik_masked, s.wave_id, s.status ${TOUCHED} ORDER BY s.registration_no LIMIT ${NAMED_ROWS}`,
    bindings,
  );
  return {
    count,
    rows: rows.map((row) => ({
      id: row.id,
      registrationNo: row.registration_no,
      nikMasked: row.nik_masked,
      waveId: row.wave_id,
      status: row.status,
      onlyReports: onlyReports(row.status),
    })),
  };
}

const side = (row: ListVersionRow): ListDiffRecord['from'] => ({
  listVersion: row.list_version,
  asOf: row.as_of,
  rowCount: row.row_count,
  fileSha256: row.file_sha256,
  loadedById: row.loaded_by_id,
  loadedAt: row.loaded_at,
});

/**
 * Compares two finished loads of a list: who was added and removed, in numbers, and which registrations of open waves that
 * is about. Whoever sees no case gets the numbers alone.
 * @throws 422 for versions that do not exist or never finished
 */
export async function compareVersions(
  connection: Connection,
  code: ListCode,
  query: Readonly<Record<string, string>>,
  { role, now }: { role: Role; now: string },
): Promise<ListDiffRecord> {
  const asked = readDiffQuestion(query);
  if (asked.errors)
    throw invalid('INVALID_INPUT', 'Name two versions of the list, from and to.', asked.errors);
  const from = await readyVersion(connection, code, asked.from, 'from');
  const to = await readyVersion(connection, code, asked.to, 'to');
  const named = may(role, 'rescreening.read-changes');
  return {
    code,
    from: side(from),
    to: side(to),
    ...diffCounts(from.row_count, to.row_count, await onBoth(connection, from.id, to.id)),
    touched: {
      added: await touched(connection, { on: to.id, off: from.id, now, named }),
      removed: await touched(connection, { on: from.id, off: to.id, now, named }),
    },
    rowsShown: named,
  };
}

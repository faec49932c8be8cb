import { insertMany, whereAny, type BulkInsert, type SqlValue } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import type { ReasonCode } from '../reference/reason-schema.ts';
import type {
  IdentityOutcome,
  ReaderNo,
  RegisterStatus,
  SettlementVerdict,
  UnavailableCause,
} from './identity-schema.ts';

/** A person of the register as a check compares them. */
export interface RegisterRow {
  uid: string;
  nik_bidx: string;
  kk_bidx: string;
  kk_enc: Buffer;
  full_name: string;
  birth_place: string;
  birth_date: string;
  sex: 'L' | 'P';
  address: string;
  status: RegisterStatus;
}

const REGISTER_COLUMNS = [
  'nik_bidx',
  'kk_bidx',
  'full_name',
  'birth_place',
  'birth_date',
  'sex',
  'address',
  'status',
];

/**
 * The newest finished load of the register; null while none has finished. Records of a first load still under way
 * do not count: whoever is not in them yet would be called unknown.
 */
export async function registerVersion(connection: Connection): Promise<{ loadId: number } | null> {
  const load = (await connection('ktp_loads').where({ status: 'ready' }).max({ id: 'id' }).first()) as {
    id: number | null;
  };
  if (load.id === null || !(await connection('ktp_records').first('id'))) return null;
  return { loadId: load.id };
}

/** The register's records of these NIKs, by blind index, in one statement. */
export async function findRegisterRows(
  connection: Connection,
  nikBidxs: readonly string[],
): Promise<Map<string, RegisterRow>> {
  const rows = (await whereAny(
    connection('ktp_records').select(REGISTER_COLUMNS),
    connection,
    'nik_bidx',
    nikBidxs,
  )) as RegisterRow[];
  return new Map(rows.map((row) => [row.nik_bidx, row]));
}

export async function findRegisterRow(connection: Connection, nikBidx: string): Promise<RegisterRow | null> {
  const row = (await connection('ktp_records').where({ nik_bidx: nikBidx }).first()) as
    RegisterRow | undefined;
  return row ?? null;
}

export interface IdentityCheckRow {
  id: number;
  submission_id: number;
  source: string;
  source_version: string | null;
  outcome: IdentityOutcome;
  name_score: number | null;
  threshold: number;
  response_code: string | null;
  fields: string;
  digests: string;
  warnings: string;
  reason_codes: string;
  inputs_digest: string;
  trigger: string;
  checked_by_id: number | null;
  checked_at: string;
  cause: UnavailableCause | null;
}

/** What differs from check to check, and what many checks of one moment have in common. */
const OWN_COLUMNS = [
  'submission_id',
  'digests',
  'inputs_digest',
] as const satisfies readonly (keyof IdentityCheckRow)[];
const SHARED_COLUMNS = [
  'source', 'source_version', 'outcome', 'name_score', 'threshold', 'response_code', 'fields', 'warnings', 'reason_codes', 'trigger',
  'checked_by_id', 'checked_at', 'cause',
] as const satisfies readonly (keyof IdentityCheckRow)[]; // prettier-ignore

type NewCheck = Omit<IdentityCheckRow, 'id'>;

/** From so many on, what they share is handed over once for all of them, and not in a list of its own for each. */
const MANY_ALIKE = 10;

const pick = (check: NewCheck, columns: readonly (keyof NewCheck)[]): SqlValue[] =>
  columns.map((column) => check[column]);

function byWhatTheyShare(checks: readonly NewCheck[]): NewCheck[][] {
  const groups = new Map<string, NewCheck[]>();
  for (const check of checks) {
    const key = pick(check, SHARED_COLUMNS).join('\n');
    const group = groups.get(key);
    if (group) group.push(check);
    else groups.set(key, [check]);
  }
  return [...groups.values()];
}

/** Appends checks; gives the id of each by its submission. */
export async function insertChecks(
  connection: Connection,
  checks: readonly NewCheck[],
): Promise<Map<number, number>> {
  const ids = new Map<number, number>();
  const insert = async (insertion: Pick<BulkInsert, 'columns' | 'rows' | 'same'>) => {
    const returning = ['id', 'submission_id'];
    const table = 'identity_checks';
    for (const row of await insertMany<{ id: number; submission_id: number }>(connection, {
      table,
      ...insertion,
      returning,
    }))
      ids.set(row.submission_id, row.id);
  };
  const groups = byWhatTheyShare(checks);
  for (const group of groups.filter(({ length }) => length >= MANY_ALIKE)) {
    const first = group[0] as NewCheck;
    const same = Object.fromEntries(SHARED_COLUMNS.map((column) => [column, first[column]]));
    await insert({ columns: OWN_COLUMNS, rows: group.map((check) => pick(check, OWN_COLUMNS)), same });
  }
  const columns = [...OWN_COLUMNS, ...SHARED_COLUMNS];
  const unlike = groups.filter(({ length }) => length < MANY_ALIKE).flat();
  await insert({ columns, rows: unlike.map((check) => pick(check, columns)) });
  return ids;
}

export async function findCheck(connection: Connection, id: number): Promise<IdentityCheckRow | null> {
  const row = (await connection('identity_checks').where({ id }).first()) as IdentityCheckRow | undefined;
  return row ?? null;
}

/** What one reader found of a partial match. */
export interface Settlement {
  readerNo: ReaderNo;
  readerId: number;
  verdict: SettlementVerdict;
  reasonCode: ReasonCode;
  note: string | null;
  at: string;
}

/** Readings of one check, or of every check of a registration: by check, first reader first. */
export async function settlementsOf(
  connection: Connection,
  of: { check_id: number } | { submission_id: number },
): Promise<(Settlement & { checkId: number })[]> {
  const rows = (await connection('identity_settlements').where(of).orderBy(['check_id', 'reader_no'])) as {
    check_id: number;
    reader_no: ReaderNo;
    reader_id: number;
    verdict: SettlementVerdict;
    reason_code: ReasonCode;
    note: string | null;
    at: string;
  }[];
  return rows.map((row) => ({
    checkId: row.check_id,
    readerNo: row.reader_no,
    readerId: row.reader_id,
    verdict: row.verdict,
    reasonCode: row.reason_code,
    note: row.note,
    at: row.at,
  }));
}

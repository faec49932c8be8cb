import type { Connection } from '../database.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import { maskNumber } from '../privacy/privacy-rules.ts';
import type { IdentityDigest } from './identity-digest.ts';
import type { Evidence, SettlementRecord } from './identity-record-schema.ts';
import type { IdentityFields } from './identity-schema.ts';
import {
  findCheck,
  findRegisterRow,
  settlementsOf,
  type IdentityCheckRow,
  type RegisterRow,
  type Settlement,
} from './identity-store.ts';
import { mayKnowReading, type Onlooker } from './reading-rules.ts';
import type { RegisterSource } from './register.ts';
import { OF_ONE_QUESTION, readRegisterState } from './register-state.ts';

export type { Evidence } from './identity-record-schema.ts';

type Digests = Record<string, [form: string, register?: string]>;

/** Where a register record's KK number is sealed to. */
export const kkPlace = (uid: string) => ({ table: 'ktp_records', column: 'kk_enc', rowUid: uid });

/** True when the register says something else now than when it was asked. */
function registerChanged(row: RegisterRow, digests: Digests, digest: IdentityDigest): boolean {
  const now: Record<string, string> = {
    kkNumber: row.kk_bidx,
    fullName: digest.value('fullName', row.full_name),
    birthPlace: digest.value('birthPlace', row.birth_place),
    birthDate: digest.value('birthDate', row.birth_date),
    sex: digest.value('sex', row.sex),
    ktpAddress: digest.value('ktpAddress', row.address),
  };
  return Object.entries(now).some(([field, value]) => digests[field]?.[1] !== value);
}

function registerView(row: RegisterRow, encryption: FieldEncryption): Evidence['register'] {
  return {
    fullName: row.full_name,
    birthPlace: row.birth_place,
    birthDate: row.birth_date,
    sex: row.sex,
    address: row.address,
    kkNumberMasked: maskNumber(encryption.decrypt(row.kk_enc, kkPlace(row.uid))),
    status: row.status,
  };
}

function checkView(check: IdentityCheckRow): Omit<Evidence, 'settlements' | 'register' | 'registerChanged'> {
  return {
    checkId: check.id,
    outcome: check.outcome,
    nameScore: check.name_score,
    threshold: check.threshold,
    source: check.source,
    sourceVersion: check.source_version,
    checkedAt: check.checked_at,
    checkedById: check.checked_by_id,
    trigger: check.trigger,
    responseCode: check.response_code,
    cause: check.cause,
    fields: JSON.parse(check.fields) as IdentityFields,
    warnings: JSON.parse(check.warnings) as Evidence['warnings'],
    reasonCodes: JSON.parse(check.reason_codes) as Evidence['reasonCodes'],
  };
}

/** Why there is no answer, as the register stands now: tries in vain leave the check as it was. */
async function causeNow(
  connection: Connection,
  { cause, source }: IdentityCheckRow,
): Promise<IdentityCheckRow['cause']> {
  if (cause === null || OF_ONE_QUESTION.includes(cause)) return cause;
  return (await readRegisterState(connection, source as RegisterSource))?.cause ?? cause;
}

/** Readings as this person may see them. */
function readingsFor(readings: readonly Settlement[], onlooker: Onlooker): SettlementRecord[] {
  return readings.map(({ readerNo, readerId, at, verdict, reasonCode, note }) =>
    mayKnowReading({ readerId }, readings, onlooker)
      ? { readerNo, readerId, at, verdict, reasonCode, note, withheld: false }
      : { readerNo, readerId, at, verdict: null, reasonCode: null, note: null, withheld: true },
  );
}

/** Readings of a registration, over all its checks, whose content this person may see. */
export async function knownReadingsOf(
  connection: Connection,
  submissionId: number,
  onlooker: Onlooker,
): Promise<Settlement[]> {
  const all = await settlementsOf(connection, { submission_id: submissionId });
  return all.filter((reading) =>
    mayKnowReading(
      reading,
      all.filter(({ checkId }) => checkId === reading.checkId),
      onlooker,
    ),
  );
}

/**
 * A check as the case page shows it to `onlooker`. The register's record is looked up by the NIK that was checked, as it stands
 * today; `registerChanged` says when that is no longer what was compared.
 */
export async function readEvidence(
  connection: Connection,
  checkId: number | null,
  onlooker: Onlooker,
  { encryption, digest }: { encryption: FieldEncryption; digest: IdentityDigest },
): Promise<Evidence | null> {
  const check = checkId === null ? null : await findCheck(connection, checkId);
  if (!check) return null;
  const digests = JSON.parse(check.digests) as Digests;
  const nikBidx = digests['nik']?.[0];
  // Another register shows no record, and ours must not stand in for it.
  const isOurs = check.source === 'ktp_records';
  const row =
    isOurs && nikBidx && check.outcome !== 'unavailable' ? await findRegisterRow(connection, nikBidx) : null;
  const found = row !== null;
  return {
    ...checkView(check),
    cause: await causeNow(connection, check),
    settlements: readingsFor(await settlementsOf(connection, { check_id: check.id }), onlooker),
    register: row && registerView(row, encryption),
    registerChanged: found
      ? registerChanged(row, digests, digest)
      : isOurs && digests['nik']?.[1] !== undefined,
  };
}

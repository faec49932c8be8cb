import { insertMany, type SqlValue } from '../../server/bulk-sql.ts';
import type { Connection } from '../../server/database.ts';
import { nameKey } from '../../server/identity/name-rules.ts';
import { maskNumber } from '../../server/privacy/privacy-rules.ts';
import type { RunningSystem } from './running-system.ts';

export const NOW = '2026-11-22T08:00:00.000Z';

/** An invented person: serials 9000–9999 are never given out by the registry. */
export interface TestPerson {
  nik: string;
  kkNumber: string;
  fullName: string;
  birthPlace: string;
  birthDate: string;
  sex: 'L' | 'P';
  ktpAddress: string;
  phone: string | null;
  email: string | null;
  status: string;
  office: 'dinas-3374' | 'dinas-3372';
  /** The wave of the tests unless given. */
  waveId?: number;
  /** Sealed for another row's place, as only a wrong restore leaves it behind: such numbers do not open. */
  sealedFor?: string;
}

/** The n-th invented person; every field follows from n unless given. */
export function person(n: number, changes: Partial<TestPerson> = {}): TestPerson {
  const group = String(10 + (Math.floor(n / 1000) % 80)).padStart(2, '0');
  const serial = String(9000 + (n % 1000));
  const district = String(1 + (Math.floor(n / 80_000) % 90)).padStart(2, '0');
  return {
    nik: `3374${district}1203${group}${serial}`,
    kkNumber: `3374${district}0101${group}${serial}`,
    fullName: `SAMBUDI ${letters(n)}`,
    birthPlace: 'SEMARANG',
    birthDate: `19${group}-03-12`,
    sex: 'L',
    ktpAddress: `JL. MELATI NO. ${n}`,
    phone: null,
    email: null,
    status: 'submitted',
    office: 'dinas-3374',
    ...changes,
  };
}

/** A name of its own for every number, with no two alike. */
export function letters(n: number): string {
  const syllables = ['BA', 'CO', 'DE', 'FI', 'GU', 'HO', 'JA', 'KE', 'LI', 'MO', 'NU', 'PA', 'RE', 'SI', 'TO', 'WU'];
  let text = '';
  for (let rest = n * 2_654_435_761 % 2 ** 32, i = 0; i < 6; i += 1) {
    text += syllables[rest % 16];
    rest = Math.floor(rest / 16);
  }
  return text;
} // prettier-ignore

const COLUMNS = [
  'uid', 'registration_no', 'channel', 'status', 'wave_id', 'office_id', 'proposer', 'full_name', 'name_key', 'nik_enc',
  'nik_bidx', 'nik_masked', 'kk_enc', 'kk_bidx', 'kk_masked', 'birth_place', 'birth_date', 'sex', 'email', 'phone',
  'ktp_address', 'region_code', 'education_level', 'employment_status', 'keyed_by_id', 'submitted_at', 'created_at', 'updated_at',
]; // prettier-ignore

let next = 0;

function submissionRow(system: RunningSystem, one: TestPerson): SqlValue[] {
  const { blindIndex, encryption } = system.services;
  next += 1;
  const submittedAt = one.status === 'draft' ? null : NOW;
  const rowUid = `uid-${next}`;
  const sealed = (column: string, value: string) =>
    encryption.encrypt(value, { table: 'submissions', column, rowUid: one.sealedFor ?? rowUid });
  return [
    rowUid, `PK-T${next}`, 'offline', one.status, one.waveId ?? system.waveId, system.offices[one.office], 'DINAS', one.fullName,
    nameKey(one.fullName).slice(0, 80), sealed('nik_enc', one.nik), blindIndex.nik(one.nik), maskNumber(one.nik),
    sealed('kk_enc', one.kkNumber), blindIndex.kk(one.kkNumber),
    maskNumber(one.kkNumber), one.birthPlace, one.birthDate, one.sex, one.email, one.phone, one.ktpAddress, '33.74', 'SMA', 'PHK',
    system.accounts.intake.id, submittedAt, NOW, NOW,
  ]; // prettier-ignore
}

/** Puts registrations into the database as they stand after submission; gives their ids in the same order. */
export async function register(
  system: RunningSystem,
  people: readonly TestPerson[],
  connection: Connection = system.services.database.write,
): Promise<number[]> {
  const rows = await insertMany<{ id: number; nik_bidx: string }>(connection, {
    table: 'submissions',
    columns: COLUMNS,
    rows: people.map((one) => submissionRow(system, one)),
    returning: ['id', 'nik_bidx'],
  });
  const byNik = new Map(rows.map((row) => [row.nik_bidx, row.id]));
  return people.map((one) => byNik.get(system.services.blindIndex.nik(one.nik)) as number);
}

const dmy = (date: string) => date.split('-').reverse().join('-');

export const KTP_HEADER =
  'NIK,NO_KK,NAMA_LGKP,TMPT_LHR,TGL_LHR,JENIS_KLMIN,ALAMAT,NO_RT,NO_RW,KEL_NAME,KEC_NAME,KAB_NAME,PROP_NAME,STATUS';

/** One line of the register's file. */
export function ktpLine(one: TestPerson, status = 'AKTIF'): string {
  const sex = one.sex === 'L' ? 'Laki-laki' : 'Perempuan';
  return `${one.nik},${one.kkNumber},${one.fullName},${one.birthPlace},${dmy(one.birthDate)},${sex},${one.ktpAddress},001,002,KALIPANCUR,NGALIYAN,KOTA SEMARANG,JAWA TENGAH,${status}`;
}

export const csv = (...lines: string[]): Uint8Array => Buffer.from(`${lines.join('\n')}\n`);

/** What an identity check sends of a person. */
export function identityInput(system: RunningSystem, submissionId: number, one: TestPerson) {
  const { blindIndex } = system.services;
  return {
    submissionId,
    nik: one.nik,
    kkNumber: one.kkNumber,
    nikBidx: blindIndex.nik(one.nik),
    kkBidx: blindIndex.kk(one.kkNumber),
    fullName: one.fullName,
    birthPlace: one.birthPlace,
    birthDate: one.birthDate,
    sex: one.sex,
    ktpAddress: one.ktpAddress,
    warnings: [],
  };
}

/** Puts people into the register directly, as a finished load leaves them. */
export async function fillRegister(
  system: RunningSystem,
  people: readonly TestPerson[],
  status: string = 'ready',
): Promise<void> {
  const { database, blindIndex, encryption } = system.services;
  await database.transaction(async (trx) => {
    const [load] = (await trx('ktp_loads')
      .insert({
        file_name: 'ktp.csv', file_sha256: 'a'.repeat(64), loaded_by_id: system.accounts.admin.id, loaded_at: NOW, status,
      })
      .returning('id')) as { id: number }[]; // prettier-ignore
    await insertMany(trx, {
      table: 'ktp_records',
      columns: ['uid', 'nik_bidx', 'nik_masked', 'kk_bidx', 'kk_enc', 'full_name', 'birth_place', 'birth_date', 'sex', 'address', 'status', 'load_id'],
      rows: people.map((one, index) => {
        const uid = `ktp-${load?.id}-${index}`;
        const place = { table: 'ktp_records', column: 'kk_enc', rowUid: uid };
        return [
          uid, blindIndex.nik(one.nik), maskNumber(one.nik), blindIndex.kk(one.kkNumber), encryption.encrypt(one.kkNumber, place),
          one.fullName, one.birthPlace, one.birthDate, one.sex, one.ktpAddress, 'AKTIF', load?.id as number,
        ];
      }),
    }); // prettier-ignore
  });
}

/** Puts a list's version into the database directly, as a finished load leaves it. */
export async function fillList(
  system: RunningSystem,
  code: string,
  listed: readonly string[],
  { asOf = '2026-11-20', status = 'ready' }: { asOf?: string; status?: string } = {},
): Promise<number> {
  const { database, blindIndex } = system.services;
  return database.transaction(async (trx) => {
    const newest = (await trx('screening_list_versions')
      .where({ code })
      .max({ v: 'list_version' })
      .first()) as {
      v: number | null;
    };
    const [version] = (await trx('screening_list_versions')
      .insert({
        code, list_version: (newest.v ?? 0) + 1, as_of: asOf, file_name: `${code}.csv`, file_sha256: 'b'.repeat(64),
        row_count: listed.length, loaded_by_id: system.accounts.admin.id, loaded_at: NOW, status,
      })
      .returning('id')) as { id: number }[]; // prettier-ignore
    await insertMany(trx, {
      table: 'screening_list_entries',
      columns: ['version_id', 'nik_bidx', 'note'],
      rows: listed.map((nik) => [version?.id as number, blindIndex.nik(nik), null]),
    });
    return version?.id as number;
  });
}

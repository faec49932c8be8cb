import { insertMany, type SqlValue } from '../../server/bulk-sql.ts';
import { maskNumber } from '../../server/privacy/privacy-rules.ts';
import type { Services } from '../../server/services.ts';
import { LIST_CODES } from '../../server/screening/screening-schema.ts';
import { loadPlaces } from '../../seeds/places.ts';
import { DAY_MS, openListVersions } from './population-base.ts';

/** Written in one transaction. */
const CHUNK = 50_000;
/** Each list begins this far behind the one before: some people stand on several. */
const LIST_SHIFT = 200_000;
/** Of the people a list named before, one in so many is no longer on it. */
const LEFT_ONE_IN = 10;
/** Of the newcomers, one in so many is named by each list for the first time. */
const JOINED_ONE_IN = 500;
const BIRTHDAYS = 46 * 365;
const FIRST_BIRTHDAY = Date.UTC(1960, 0, 1);

/** Invented NIKs (serials 9000–9999) of all regencies and birth dates: the same number is the same NIK. */
async function createNiks(): Promise<(index: number) => string> {
  const regencies = [...(await loadPlaces()).values()];
  const days = Array.from({ length: BIRTHDAYS }, (_, day) => {
    const [year = '', month = '', date = ''] = new Date(FIRST_BIRTHDAY + day * DAY_MS)
      .toISOString()
      .slice(0, 10)
      .split('-');
    return { year: year.slice(2), month, date };
  });
  return (index) => {
    const { districts } = regencies[index % regencies.length] as (typeof regencies)[number];
    const round = Math.floor(index / regencies.length);
    const { year, month, date } = days[(round * 7919) % BIRTHDAYS] as (typeof days)[number];
    const woman = index % 2 === 1;
    const digits = districts[round % districts.length]?.digits ?? '';
    return `${digits}${woman ? Number(date) + 40 : date}${month}${year}${9000 + ((index * 37) % 1000)}`;
  };
}

export interface Strangers {
  niks: (index: number) => string;
  /** Blind indexes of the first so many NIKs. */
  indexes: string[];
}

/** People who never registered; they fill the register and the lists. */
export async function inventStrangers({ blindIndex }: Services, count: number): Promise<Strangers> {
  const niks = await createNiks();
  return { niks, indexes: Array.from({ length: count }, (_, index) => blindIndex.nik(niks(index))) };
}

export const strangersNeeded = (registerRows: number, listRows: number) =>
  Math.max(registerRows, listRows + LIST_SHIFT * (LIST_CODES.length - 1));

async function inSortedChunks<T>(
  { database }: Services,
  rows: readonly T[],
  write: (trx: Parameters<typeof insertMany>[0], some: readonly T[]) => Promise<unknown>,
): Promise<void> {
  for (let at = 0; at < rows.length; at += CHUNK)
    await database.transaction((trx) => write(trx, rows.slice(at, at + CHUNK)));
}

const BLANK_CARD = '3174010101909000';
const GIVEN = ['SITI', 'BUDI', 'AGUS', 'DEWI', 'RINA', 'JOKO', 'YOHANES', 'MARIA', 'ANDI', 'PUTU'];
const FAMILY = ['SANTOSO', 'LESTARI', 'SIREGAR', 'WENDA', 'PRATAMA', 'HIDAYAT', 'MAHARANI', 'TUMANGGOR'];

/** Adds strangers to the finished load of the register, in the order of its index. */
export async function fillRegister(
  services: Services,
  { niks, indexes }: Strangers,
  { count, loadId, onStep }: { count: number; loadId: number; onStep: (text: string) => void },
): Promise<void> {
  const { blindIndex, encryption } = services;
  // Sealing is dear, and nobody opens a stranger's card here: one of the right length serves all.
  const sealed = encryption.encrypt(BLANK_CARD, { table: 'ktp_records', column: 'kk_enc', rowUid: 'bench' });
  const record = (index: number): Record<string, SqlValue> => {
    const nik = niks(index);
    const uid = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    const born = new Date(FIRST_BIRTHDAY + ((index * 31) % BIRTHDAYS) * DAY_MS).toISOString().slice(0, 10);
    const name = `${GIVEN[index % GIVEN.length]} ${FAMILY[(index >> 3) % FAMILY.length]}`;
    const kk = `${nik.slice(0, 12)}9${String(index % 1000).padStart(3, '0')}`;
    return {
      uid, nik_bidx: indexes[index] as string, nik_masked: maskNumber(nik), kk_bidx: blindIndex.kk(kk),
      kk_enc: sealed,
      full_name: name, birth_place: 'KOTA SUKA', birth_date: born, sex: index % 2 === 1 ? 'P' : 'L', address: `JL. MELATI NO. ${index % 200}`,
      rt: '001', rw: '002', village: 'SUKAMAJU', district: 'SUKARAJA', regency: 'SUKA', province: 'SUKA', status: 'AKTIF', load_id: loadId,
    }; // prettier-ignore
  };
  const order = [...Array(count).keys()].sort((a, b) =>
    (indexes[a] as string) < (indexes[b] as string) ? -1 : 1,
  );
  const columns = Object.keys(record(0));
  await inSortedChunks(services, order, (trx, some) =>
    insertMany(trx, {
      table: 'ktp_records',
      columns,
      rows: some.map((index) => Object.values(record(index))),
      onConflict: 'ON CONFLICT DO NOTHING',
    }),
  );
  onStep(`${count} strangers in the register`);
}

/**
 * A second, long version of each list: of those it named nine in ten, some of the registrations for the first time, and
 * strangers up to `rows`.
 */
export async function renewLists(
  services: Services,
  { indexes }: Strangers,
  o: {
    rows: number;
    adminId: number;
    now: Date;
    newcomers: readonly string[];
    onStep: (text: string) => void;
  },
): Promise<void> {
  const versions = await openListVersions(services, o.adminId, o.now, 2);
  for (const [nth, code] of LIST_CODES.entries()) {
    const named = (await services.database
      .read('screening_list_entries as e')
      .join('screening_list_versions as v', 'v.id', 'e.version_id')
      .where({ 'v.code': code, 'v.list_version': 1 })
      .orderBy('e.nik_bidx')
      .pluck('e.nik_bidx')) as string[];
    const entries = new Set(named.filter((_, index) => index % LEFT_ONE_IN !== 0));
    for (let index = nth; index < o.newcomers.length; index += JOINED_ONE_IN)
      entries.add(o.newcomers[index] as string);
    for (let index = nth * LIST_SHIFT; entries.size < o.rows; index += 1)
      entries.add(indexes[index] as string);
    const versionId = versions.get(code) as number;
    await inSortedChunks(services, [...entries].sort(), (trx, some) =>
      insertMany(trx, {
        table: 'screening_list_entries',
        columns: ['version_id', 'nik_bidx', 'note'],
        rows: some.map((nik) => [versionId, nik, 'bench']),
      }),
    );
    o.onStep(`${entries.size} people on ${code}`);
  }
}

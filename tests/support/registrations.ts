import type { RunningSystem } from './running-system.ts';
import type { ApiClient } from './api-client.ts';

/** An invented person: serials 9000–9999, which the registry does not reach. */
export function person(no: number, values: Record<string, unknown> = {}) {
  const serial = String(9000 + (no % 1000)).padStart(4, '0');
  const day = String(1 + (no % 28)).padStart(2, '0');
  const kk = `33740112011${String(no % 10)}${serial}`;
  return {
    fullName: `BUDI UJI ${NAMES[no % NAMES.length]} ${NAMES[(no * 7 + 3) % NAMES.length]}`,
    nik: `337401${day}0690${serial}`,
    kkNumber: kk,
    birthPlace: 'SEMARANG',
    birthDate: `1990-06-${day}`,
    sex: 'L' as 'L' | 'P',
    ktpAddress: `JL. UJI NO. ${no}`,
    regionCode: '33.74',
    educationLevel: 'SMA',
    employmentStatus: 'PENCARI_KERJA',
    proposer: 'DINAS',
    luringReason: 'INFRASTRUKTUR',
    cameInPerson: true,
    originalKtpSeen: true,
    ...values,
  };
}
export type Person = ReturnType<typeof person>;

const NAMES = [
  'WIJAYA',
  'KUSUMA',
  'LESTARI',
  'NASUTION',
  'SIREGAR',
  'HANDAYANI',
  'PRATAMA',
  'TABUNI',
  'LATUCONSINA',
  'RAHMAWATI',
  'UTAMI',
];
const LISTS = ['excluded_posts', 'education', 'aid', 'prior_recipients', 'blacklist'];

/** Puts people into the KTP register as they are on their forms. */
export async function registerPeople(
  { services, accounts }: RunningSystem,
  people: readonly (Person & { status?: string })[],
): Promise<void> {
  const { database, blindIndex, encryption } = services;
  const now = new Date().toISOString();
  await database.transaction(async (trx) => {
    const [load] = (await trx('ktp_loads')
      .insert({
        file_name: 'uji.csv',
        file_sha256: 'a'.repeat(64),
        row_count: people.length,
        loaded_by_id: accounts.admin.id,
        loaded_at: now,
        status: 'ready',
      })
      .returning('id')) as { id: number }[];
    for (const one of people) {
      const uid = `uji-${one.nik.slice(6)}`;
      await trx('ktp_records').insert({
        uid,
        nik_bidx: blindIndex.nik(one.nik),
        nik_masked: `${one.nik.slice(0, 6)}**********`,
        kk_bidx: blindIndex.kk(one.kkNumber),
        kk_enc: encryption.encrypt(one.kkNumber, { table: 'ktp_records', column: 'kk_enc', rowUid: uid }),
        full_name: one.fullName,
        birth_place: one.birthPlace,
        birth_date: one.birthDate,
        sex: one.sex,
        address: one.ktpAddress,
        status: one.status ?? 'AKTIF',
        load_id: load?.id,
      });
    }
  });
}

/** Loads the five screening lists as of today; `listed` names who stands on which. */
export async function loadLists(
  { services, accounts }: RunningSystem,
  listed: Partial<Record<string, string[]>> = {},
  listVersion = 1,
): Promise<void> {
  const { database, blindIndex } = services;
  const now = new Date().toISOString();
  await database.transaction(async (trx) => {
    for (const code of LISTS) {
      const niks = listed[code] ?? [];
      const [version] = (await trx('screening_list_versions')
        .insert({
          code,
          list_version: listVersion,
          as_of: now.slice(0, 10),
          file_name: `${code}.csv`,
          file_sha256: 'b'.repeat(64),
          row_count: niks.length,
          loaded_by_id: accounts.admin.id,
          loaded_at: now,
          status: 'ready',
        })
        .returning('id')) as { id: number }[];
      for (const nik of niks)
        await trx('screening_list_entries').insert({
          version_id: version?.id,
          nik_bidx: blindIndex.nik(nik),
          note: 'uji',
        });
    }
  });
}

type Submission = { id: number; version: number; status: string; [field: string]: unknown };

/** Keys and submits a form; gives the submitted registration. */
export async function submitted(
  intake: ApiClient,
  waveId: number,
  form: Record<string, unknown>,
): Promise<Submission> {
  const draft = await intake.post<Submission>('/api/submissions', { waveId, ...form });
  if (draft.status !== 201) throw new Error(`not keyed: ${JSON.stringify(draft.body)}`);
  const answer = await intake.post<Submission>(`/api/submissions/${draft.body.id}/submit`, {
    version: draft.body.version,
  });
  if (answer.status !== 200) throw new Error(`not submitted: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Claims and verifies a registration in the reviewer's name. */
export async function verified(reviewer: ApiClient, one: Submission): Promise<Submission> {
  const claimed = await reviewer.post<Submission>(`/api/submissions/${one.id}/claim`, {
    version: one.version,
  });
  if (claimed.status !== 200) throw new Error(`not claimed: ${JSON.stringify(claimed.body)}`);
  const answer = await reviewer.post<Submission>(`/api/submissions/${one.id}/verify`, {
    version: claimed.body.version,
  });
  if (answer.status !== 200) throw new Error(`not verified: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

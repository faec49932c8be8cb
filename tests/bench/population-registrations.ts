import type { Services } from '../../server/services.ts';
import { insertMany, type SqlValue } from '../../server/bulk-sql.ts';
import { maskNumber } from '../../server/privacy/privacy-rules.ts';
import { createRegistrationNo } from '../../server/submissions/registration-number.ts';
import type { SubmissionForm } from '../../server/submissions/submission-schema.ts';
import { loadPlaces } from '../../seeds/places.ts';
import { generatePopulation, type PopulationRow } from '../../seeds/population.ts';
import { createRandom, type Random } from '../../seeds/random.ts';
import type { KtpRecord, RecapRow } from '../../seeds/recap-template.ts';
import { DAY_MS, officeRegions, openLoads, type Base, type Office } from './population-base.ts';

const CHUNK = 5000;
const OLD_WAVE_SHARE = 0.3;
const SUBMITTED_OVER_DAYS = 36;
const OLD_WAVE_DAYS = 70;

const text = (cell: string) => (cell === '' ? null : cell);

function formOf(recap: RecapRow): SubmissionForm {
  return {
    fullName: recap.nama_lengkap, nik: recap.nik, kkNumber: recap.no_kk, birthPlace: recap.tempat_lahir, birthDate: recap.tanggal_lahir,
    sex: recap.jenis_kelamin as 'L' | 'P', email: text(recap.email), phone: text(recap.no_hp), ktpAddress: recap.alamat_ktp,
    domicileAddress: text(recap.alamat_domisili), regionCode: recap.kode_wilayah,
    educationLevel: recap.pendidikan_terakhir as SubmissionForm['educationLevel'],
    employmentStatus: recap.status_kerja as SubmissionForm['employmentStatus'], desiredTraining: text(recap.pelatihan_diinginkan),
    proposer: recap.pengusul as SubmissionForm['proposer'], luringReason: recap.alasan_luring as SubmissionForm['luringReason'],
    cameInPerson: true, originalKtpSeen: true, presenceNote: null, declarations: null,
  }; // prettier-ignore
}

/** Rows the register and the wave take: neither badly typed nor keyed twice. */
function* usableRows(options: Parameters<typeof generatePopulation>[0]): Generator<PopulationRow> {
  for (const row of generatePopulation(options))
    if (row.expected.importClass === 'new' || row.expected.importClass === 'new|conflict') yield row;
}

function uidFrom(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.below(16).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const BIRTH = /^(\d\d)-(\d\d)-(\d{4})$/;

/** The last `count` registrations arrive in a wave of their own. */
interface Newcomers {
  count: number;
  waveId: number;
  /** The one they all came in by; drawn as for the others where absent. */
  channel?: 'online';
}

interface Chunk {
  submissions: Record<string, SqlValue>[];
  register: Record<string, SqlValue>[];
  listed: { code: string; nikBidx: string; versionId: number }[];
}

function createRowMaker(
  { submissions, encryption, blindIndex }: Services,
  base: Base,
  now: Date,
  { total, seed, newcomers }: { total: number; seed: string; newcomers: Newcomers },
) {
  const random = createRandom(`${seed}-papers`);
  const byRegion = new Map(base.offices.map((office) => [office.region, office]));
  const submissionRow = (recap: RecapRow, index: number): Record<string, SqlValue> => {
    const uid = uidFrom(random);
    const isNew = index >= total - newcomers.count;
    const old = index < (total - newcomers.count) * OLD_WAVE_SHARE;
    const share = old
      ? index / (total * OLD_WAVE_SHARE)
      : (index - total * OLD_WAVE_SHARE) / (total * (1 - OLD_WAVE_SHARE));
    const daysAgo = old ? 115 - share * OLD_WAVE_DAYS : SUBMITTED_OVER_DAYS - share * SUBMITTED_OVER_DAYS;
    const at = now.getTime() - daysAgo * DAY_MS;
    const iso = (time: number) => new Date(time).toISOString();
    const office = byRegion.get(recap.kode_wilayah) as Office;
    const chance = random.next();
    const drawn = chance < 0.7 ? 'offline' : chance < 0.95 ? 'online' : 'assisted';
    const channel = (isNew && newcomers.channel) || drawn;
    const isDraft = !old && !isNew && random.chance(0.01);
    return {
      uid,
      registration_no: createRegistrationNo((size) =>
        Uint8Array.from({ length: size }, () => random.below(256)),
      ),
      ...(submissions.sealer.columns(formOf(recap), uid) as unknown as Record<string, SqlValue>),
      channel,
      status: isDraft ? 'draft' : 'submitted',
      wave_id: isNew ? newcomers.waveId : old ? base.waves.old : base.waves.open,
      office_id: office.id,
      keyed_by_id: office.intakeId,
      row_id: channel === 'offline' ? recap.row_id : null,
      submitted_at: isDraft ? null : iso(at),
      due_at: isDraft ? null : iso(at + (3 + random.below(5)) * DAY_MS),
      created_at: iso(at - 600_000),
      updated_at: iso(at),
    };
  };
  const registerRow = (record: KtpRecord, loadId: number): Record<string, SqlValue> => {
    const uid = uidFrom(random);
    const [, day, month, year] = BIRTH.exec(record.TGL_LHR) ?? [];
    return {
      uid, nik_bidx: blindIndex.nik(record.NIK), nik_masked: maskNumber(record.NIK), kk_bidx: blindIndex.kk(record.NO_KK),
      kk_enc: encryption.encrypt(record.NO_KK, { table: 'ktp_records', column: 'kk_enc', rowUid: uid }),
      full_name: record.NAMA_LGKP, birth_place: record.TMPT_LHR, birth_date: `${year}-${month}-${day}`,
      sex: record.JENIS_KLMIN === 'Laki-laki' ? 'L' : 'P', address: record.ALAMAT, rt: record.NO_RT, rw: record.NO_RW,
      village: record.KEL_NAME, district: record.KEC_NAME, regency: record.KAB_NAME, province: record.PROP_NAME,
      status: record.STATUS, load_id: loadId,
    }; // prettier-ignore
  };
  return { submissionRow, registerRow };
}

async function write({ database }: Services, chunk: Chunk): Promise<void> {
  const insert = (
    trx: Parameters<typeof insertMany>[0],
    table: string,
    rows: Record<string, SqlValue>[],
    onConflict?: string,
  ) => {
    const columns = Object.keys(rows[0] ?? {});
    return insertMany(trx, {
      table,
      columns,
      rows: rows.map((row) => columns.map((column) => row[column] ?? null)),
      ...(onConflict ? { onConflict } : {}),
    });
  };
  await database.transaction(async (trx) => {
    await insert(trx, 'submissions', chunk.submissions);
    if (chunk.register.length > 0) await insert(trx, 'ktp_records', chunk.register, 'ON CONFLICT DO NOTHING');
    const listed = chunk.listed.map(({ versionId, nikBidx }) => ({
      version_id: versionId,
      nik_bidx: nikBidx,
      note: 'bench',
    }));
    if (listed.length > 0) await insert(trx, 'screening_list_entries', listed, 'ON CONFLICT DO NOTHING');
  });
}

/** Keys and submits `total` registrations with the register and the lists that belong to them, and gives those loads. */
export async function keyRegistrations(
  services: Services,
  base: Base,
  {
    total,
    seed,
    now,
    newcomers = { count: 0, waveId: base.waves.open },
    onStep,
  }: { total: number; seed: string; now: Date; newcomers?: Newcomers; onStep: (text: string) => void },
): Promise<Awaited<ReturnType<typeof openLoads>>> {
  const places = await loadPlaces();
  const loads = await openLoads(services, base.adminId, now);
  const maker = createRowMaker(services, base, now, { total, seed, newcomers });
  const today = now.toISOString().slice(0, 10);
  // A few rows are not usable: some more are made than wanted.
  const source = usableRows({
    places,
    rows: Math.ceil(total * 1.15) + 500,
    seed,
    today,
    regions: officeRegions(places),
  });
  let chunk: Chunk = { submissions: [], register: [], listed: [] };
  for (let index = 0; index < total; index += 1) {
    const { value } = source.next() as { value: PopulationRow };
    const row = maker.submissionRow(value.recap, index);
    chunk.submissions.push(row);
    for (const record of [...(value.register ? [value.register] : []), ...value.relatives])
      chunk.register.push(maker.registerRow(record, loads.registerId));
    for (const code of value.lists)
      chunk.listed.push({
        code,
        nikBidx: row['nik_bidx'] as string,
        versionId: loads.lists.get(code) as number,
      });
    if (chunk.submissions.length < CHUNK && index < total - 1) continue;
    await write(services, chunk);
    onStep(`${index + 1} registrations keyed`);
    chunk = { submissions: [], register: [], listed: [] };
  }
  return loads;
}

/** Gathers the evidence of every submitted registration by the system's own checks. */
export async function gatherEvidence(
  services: Services,
  base: Base,
  now: Date,
  onStep: (text: string) => void,
): Promise<void> {
  const rows = (await services.database
    .read('submissions')
    .where({ status: 'submitted' })
    .orderBy('id')
    .select('id')) as { id: number }[];
  for (let at = 0; at < rows.length; at += CHUNK) {
    const ids = rows.slice(at, at + CHUNK).map(({ id }) => id);
    const request = {
      action: 'submission.bulk-identity-check',
      actor: base.coordinator,
      requestId: 'bench',
      now: now.toISOString(),
    };
    await services.audit.act(request, async (act) => {
      await services.submissions.evidence.check(act, ids, 'bulk');
      await services.submissions.evidence.screen(act, ids, 'submit');
      await services.duplicates.findPairs(act.trx, ids, act.now);
      act.record({ subject: 'submissions', details: { count: ids.length } });
    });
    onStep(`${Math.min(at + CHUNK, rows.length)} registrations checked`);
  }
}

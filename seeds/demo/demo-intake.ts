import { drawFormScan } from '../form-scan.ts';
import { drawKtpCard } from '../ktp-card.ts';
import type { PopulationRow } from '../population.ts';
import { KTP_COLUMNS, LIST_CODES, RECAP_COLUMNS, type RecapRow } from '../recap-template.ts';
import { csvLine } from '../text-file.ts';
import type { DemoVisitor, Versioned } from './demo-visitor.ts';

const csv = (columns: readonly string[], rows: readonly Record<string, string>[]) =>
  [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
    .map((cells) => csvLine(cells))
    .join('');

/** The register knows everybody who should be known, the lists those the population put on them. */
export async function loadRegisterAndLists(
  admin: DemoVisitor,
  people: readonly PopulationRow[],
  now: number,
): Promise<void> {
  const records = people.flatMap((one) => [...(one.register ? [one.register] : []), ...one.relatives]);
  const register = csv(KTP_COLUMNS, records as unknown as Record<string, string>[]);
  const loaded = await admin.upload<{ jobId: number }>('/api/ktp-records/import', {
    name: 'ktp-demo.csv',
    bytes: register,
  });
  await admin.job(loaded.jobId);
  const asOf = new Date(now).toISOString().slice(0, 10);
  for (const code of LIST_CODES) {
    const rows = people
      .filter((one) => one.lists.includes(code))
      .map((one) => ({ nik: one.recap.nik, note: 'daftar demo' }));
    const list = await admin.upload<{ jobId: number }>(
      `/api/screening-lists/${code}/versions`,
      { name: `${code}.csv`, bytes: csv(['nik', 'note'], rows) },
      { asOf },
    );
    await admin.job(list.jobId);
  }
}

const totalsOf = (rows: readonly PopulationRow[]) => {
  const of = (sex: string) => rows.filter((row) => row.recap.jenis_kelamin === sex).length;
  return JSON.stringify({ rows: rows.length, male: of('L'), female: of('P') });
};

async function upload(
  intake: DemoVisitor,
  waveId: number,
  name: string,
  rows: readonly PopulationRow[],
): Promise<{ id: number; version: number }> {
  const bytes = csv(RECAP_COLUMNS, rows.map((row) => row.recap) as unknown as Record<string, string>[]);
  const accepted = await intake.upload<{ id: number; jobId: number }>(
    '/api/imports',
    { name, bytes },
    { waveId: String(waveId), totals: totalsOf(rows) },
  );
  await intake.job(accepted.jobId);
  return intake.get<{ id: number; version: number }>(`/api/imports/${accepted.id}`);
}

/** One hand-over taken in, another dry-run and waiting, so that both stages of the page have something to show. */
export async function importHandover(
  intake: DemoVisitor,
  waveId: number,
  rows: readonly PopulationRow[],
): Promise<void> {
  const WAITING = 30;
  const taken = await upload(
    intake,
    waveId,
    'rekap-semarang-tahap-1.csv',
    rows.slice(0, rows.length - WAITING),
  );
  await intake.post(`/api/imports/${taken.id}/commit`, { version: taken.version });
  await settleJobs(intake);
  await upload(intake, waveId, 'rekap-semarang-tahap-2.csv', rows.slice(rows.length - WAITING));
}

/** Waits until nothing of the visitor's is under way: a commit queues the checks after it. */
async function settleJobs(visitor: DemoVisitor): Promise<void> {
  const filter = encodeURIComponent(JSON.stringify({ status: ['queued', 'running'] }));
  for (;;) {
    const open = await visitor.get<{ id: number }[]>(`/api/jobs?filter=${filter}`);
    if (open.length === 0) return;
    await visitor.job(open[0]?.id as number);
  }
}

function formOf(row: RecapRow): Record<string, unknown> {
  return {
    fullName: row.nama_lengkap,
    nik: row.nik,
    kkNumber: row.no_kk,
    birthPlace: row.tempat_lahir,
    birthDate: row.tanggal_lahir,
    sex: row.jenis_kelamin,
    phone: row.no_hp,
    ktpAddress: row.alamat_ktp,
    domicileAddress: row.alamat_domisili,
    regionCode: row.kode_wilayah,
    educationLevel: row.pendidikan_terakhir,
    employmentStatus: row.status_kerja,
    desiredTraining: row.pelatihan_diinginkan,
    proposer: row.pengusul,
  };
}

const DECLARED = { dataTrue: true, notInEducation: true, notExcludedPost: true, consent: true };

async function attachPictures(
  intake: DemoVisitor,
  id: number,
  { recap }: PopulationRow,
  withScan: boolean,
): Promise<void> {
  const card = await drawKtpCard({
    nik: recap.nik,
    fullName: recap.nama_lengkap,
    birthPlace: recap.tempat_lahir,
    birthDate: recap.tanggal_lahir,
    sex: recap.jenis_kelamin as 'L' | 'P',
    address: recap.alamat_ktp,
  });
  await intake.upload(
    '/api/documents',
    { name: 'ktp.jpg', bytes: card },
    { submissionId: String(id), kind: 'ktp_photo' },
  );
  if (!withScan) return;
  const scan = await drawFormScan({
    fullName: recap.nama_lengkap,
    nik: recap.nik,
    kkNumber: recap.no_kk,
    birthPlace: recap.tempat_lahir,
    birthDate: recap.tanggal_lahir,
    sex: recap.jenis_kelamin as 'L' | 'P',
    ktpAddress: recap.alamat_ktp,
    phone: recap.no_hp,
    email: recap.email,
    education: recap.pendidikan_terakhir,
    employment: recap.status_kerja,
    officeName: 'Dinas Tenaga Kerja Kota Semarang',
    signedOn: new Date().toISOString().slice(0, 10),
  });
  await intake.upload(
    '/api/documents',
    { name: 'formulir.jpg', bytes: scan },
    { submissionId: String(id), kind: 'form_scan' },
  );
}

/** Forms keyed one by one: a third offline with scans, the rest online or assisted with a KTP photo; two stay drafts. */
export async function enterCounterForms(
  intake: DemoVisitor,
  waveId: number,
  rows: readonly PopulationRow[],
): Promise<void> {
  const DRAFTS = 2;
  const good = rows.filter(
    (row) => row.expected.importClass === 'new' && !row.plant.startsWith('bad') && row.plant !== 'twice',
  );
  for (const [at, row] of good.entries()) {
    const channel = at % 3 === 0 ? 'offline' : at % 3 === 1 ? 'online' : 'assisted';
    const rest =
      channel === 'offline'
        ? { luringReason: 'INFRASTRUKTUR', cameInPerson: true, originalKtpSeen: true }
        : { declarations: DECLARED };
    const draft = await intake.post('/api/submissions', { waveId, channel, ...formOf(row.recap), ...rest });
    await attachPictures(intake, draft.id, row, channel === 'offline');
    if (at >= good.length - DRAFTS) continue;
    await intake.post<Versioned>(`/api/submissions/${draft.id}/submit`, { version: draft.version });
  }
}

import { drawFormScan } from '../form-scan.ts';
import { DEMO_PASSWORD } from './demo-accounts.ts';
import type { DemoVisitor } from './demo-visitor.ts';

interface Batch {
  id: number;
  version: number;
  status: string;
  batchNo: string;
  digest: string | null;
  rowCount: number;
}
interface People {
  coordinator: DemoVisitor;
  approver: DemoVisitor;
  pmo: DemoVisitor;
}
interface Row {
  id: number;
  registrationNo: string;
}

/** How far each demo batch goes on its road; one in every stage. */
const STAGES = [
  'open',
  'sealed',
  'awaiting_ratification',
  'ratified',
  'sent',
  'acknowledged',
  'settled',
] as const;
type Stage = (typeof STAGES)[number];
const ROWS_EACH = 12;

const listOf = (resource: string, filter: Record<string, unknown>) =>
  `/api/${resource}?filter=${encodeURIComponent(JSON.stringify(filter))}&range=${encodeURIComponent('[0,999]')}&sort=${encodeURIComponent('["id","ASC"]')}`;

const reached = (stage: Stage, wanted: Stage) => STAGES.indexOf(stage) >= STAGES.indexOf(wanted);

/** A scan that stands for the signed paper; the demo has no ink. */
async function signedScan(title: string): Promise<Buffer> {
  return drawFormScan({
    fullName: title,
    nik: '',
    kkNumber: '',
    birthPlace: '',
    birthDate: '',
    sex: 'P',
    ktpAddress: '',
    phone: '',
    email: '',
    education: '',
    employment: '',
    officeName: 'Dinas Tenaga Kerja Kota Semarang',
    signedOn: new Date().toISOString().slice(0, 10),
  });
}

async function attachPapers(coordinator: DemoVisitor, batch: Batch): Promise<void> {
  for (const kind of ['attestation', 'handover']) {
    const scan = await signedScan(`${kind === 'attestation' ? 'SURAT PERNYATAAN' : 'BAST'} ${batch.batchNo}`);
    await coordinator.upload(
      `/api/batches/${batch.id}/papers`,
      { name: `${kind}.jpg`, bytes: scan },
      { kind, digest: batch.digest as string },
    );
  }
}

async function answer(pmo: DemoVisitor, batch: Batch, rows: readonly Row[], stage: Stage): Promise<void> {
  const all = rows.map((row, at) => {
    if (at === 1)
      return {
        registrationNo: row.registrationNo,
        result: 'RETURNED',
        pmoCode: 'KK_MISMATCH',
        note: 'KK berbeda dengan data kami.',
      };
    if (at === 4)
      return {
        registrationNo: row.registrationNo,
        result: 'REJECTED',
        pmoCode: 'PRIOR_RECIPIENT',
        note: 'Penerima gelombang lalu.',
      };
    return { registrationNo: row.registrationNo, result: 'CONFIRMED' };
  });
  const answers = stage === 'settled' ? all : all.slice(0, 6);
  await pmo.post(`/api/batches/${batch.id}/answer`, { version: batch.version, answers });
}

/** One act on a batch, at the version it has now. */
async function step(
  who: DemoVisitor,
  coordinator: DemoVisitor,
  id: number,
  verb: string,
  body: Record<string, unknown> = {},
): Promise<Batch> {
  const { version } = await coordinator.get<Batch>(`/api/batches/${id}`);
  await who.post(`/api/batches/${id}/${verb}`, { version, ...body });
  return coordinator.get<Batch>(`/api/batches/${id}`);
}

async function walk(
  { coordinator, approver, pmo }: People,
  waveId: number,
  channel: 'offline' | 'online',
  rows: readonly Row[],
  stage: Stage,
  no: number,
): Promise<void> {
  const { id } = await coordinator.post<Batch>('/api/batches', { waveId, channel });
  await coordinator.post(`/api/batches/${id}/rows`, { ids: rows.map((row) => row.id) });
  if (!reached(stage, 'sealed')) return;
  const sealed = await step(coordinator, coordinator, id, 'seal');
  if (!reached(stage, 'awaiting_ratification')) return;
  if (channel === 'offline') await attachPapers(coordinator, sealed);
  await step(coordinator, coordinator, id, 'submit');
  if (!reached(stage, 'ratified')) return;
  const today = new Date().toISOString().slice(0, 10);
  await step(approver, coordinator, id, 'ratify', {
    password: DEMO_PASSWORD,
    decreeNo: `KEP.${100 + no}/MEN/XI/${today.slice(0, 4)}`,
    decreeDate: today,
  });
  if (!reached(stage, 'sent')) return;
  await step(coordinator, coordinator, id, 'forward');
  await delivered(coordinator, id);
  if (!reached(stage, 'acknowledged')) return;
  const acknowledged = await step(pmo, coordinator, id, 'acknowledge', {
    count: sealed.rowCount,
    digest: sealed.digest,
  });
  await answer(pmo, acknowledged, rows, stage);
}

/** The worker delivers on its own: waits until it has. */
async function delivered(coordinator: DemoVisitor, batchId: number): Promise<void> {
  for (;;) {
    const [dispatch] = await coordinator.get<{ status: string }[]>(listOf('dispatches', { batchId }));
    if (dispatch?.status === 'delivered') return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** One batch in each stage, the settled one with a confirmed, a returned and a refused name. */
export async function composeDemoBatches(people: People, waveId: number): Promise<void> {
  const { coordinator } = people;
  const offline = await coordinator.get<Row[]>(
    listOf('submissions', { waveId, status: 'verified', channel: 'offline' }),
  );
  const online = await coordinator.get<Row[]>(
    listOf('submissions', { waveId, status: 'verified', channel: ['online', 'assisted'] }),
  );
  let no = 0;
  for (const stage of [...STAGES].reverse()) {
    const rows = offline.splice(0, Math.min(ROWS_EACH, Math.max(3, Math.floor(offline.length / 3))));
    no += 1;
    if (rows.length > 0) await walk(people, waveId, 'offline', rows, stage, no);
  }
  const onlineRows = online.slice(0, Math.max(1, online.length - 3));
  if (onlineRows.length > 0)
    await walk(people, waveId, 'online', onlineRows, 'awaiting_ratification', no + 1);
  const returned = await coordinator.get<{ id: number; version: number }[]>(
    listOf('submissions', { waveId, status: 'pmo_returned' }),
  );
  const first = returned.at(0);
  if (first)
    await coordinator.post(`/api/submissions/${first.id}/return`, {
      version: first.version,
      reasons: ['KK_MISMATCH'],
      note: 'Dikembalikan PMO: KK berbeda.',
    });
}

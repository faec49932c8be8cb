import type { BatchDetail, BatchRecord } from '../../server/batches/batch-schema.ts';
import type { Answer, ApiClient } from './api-client.ts';
import { TEST_PASSWORD, type RunningSystem, type Username } from './running-system.ts';
import { validJpeg } from './signed-scan.ts';

export type Clients = Record<Exclude<Username, 'intake2' | 'reviewer2'>, ApiClient>;

/** A session of every role. */
export async function logInAll(system: RunningSystem): Promise<Clients> {
  const names = ['intake', 'reviewer', 'coordinator', 'approver', 'pmo', 'auditor', 'admin'] as const;
  const clients = await Promise.all(names.map((name) => system.login(name)));
  return Object.fromEntries(names.map((name, index) => [name, clients[index]])) as Clients;
}

function taken<B>(what: string, answer: Answer<B>): B {
  if (answer.status >= 300) throw new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

let decree = 0;
export const nextDecree = () => ({
  decreeNo: `KEP.${(decree += 1)}/MEN/XI/2026`,
  decreeDate: new Date().toISOString().slice(0, 10),
});

/** The steps of a batch through the API, each in the name of whoever takes it. */
export function batchRoad(clients: Clients) {
  const { coordinator, approver, pmo } = clients;
  const path = (batch: { id: number }, verb: string) => `/api/batches/${batch.id}/${verb}`;
  const reload = async (id: number, as: ApiClient = coordinator) =>
    taken('read', await as.get<BatchDetail>(`/api/batches/${id}`));

  async function open(waveId: number, ids: number[], values: Record<string, unknown> = {}) {
    const batch = taken(
      'create',
      await coordinator.post<BatchRecord>('/api/batches', { waveId, channel: 'offline', ...values }),
    );
    taken('rows', await coordinator.post(path(batch, 'rows'), { ids }));
    return reload(batch.id);
  }
  const seal = async (batch: BatchRecord) =>
    taken('seal', await coordinator.post<BatchRecord>(path(batch, 'seal'), { version: batch.version }));
  async function attach(batch: BatchRecord) {
    const bytes = await validJpeg();
    for (const kind of ['attestation', 'handover']) {
      const fields = { kind, digest: batch.digest ?? '' };
      taken('paper', await coordinator.upload(path(batch, 'papers'), { bytes, name: 'scan.jpg' }, fields));
    }
    return reload(batch.id);
  }
  const submit = async (batch: BatchRecord) =>
    taken('submit', await coordinator.post<BatchRecord>(path(batch, 'submit'), { version: batch.version }));
  const ratify = (batch: BatchRecord, values: Record<string, unknown> = {}, as = approver) =>
    as.post<BatchRecord>(path(batch, 'ratify'), {
      version: batch.version,
      password: TEST_PASSWORD,
      ...nextDecree(),
      ...values,
    });
  const forward = async (batch: BatchRecord) =>
    taken('forward', await coordinator.post<BatchRecord>(path(batch, 'forward'), { version: batch.version }));
  const acknowledge = async (batch: BatchRecord) =>
    taken(
      'acknowledge',
      await pmo.post<BatchRecord>(path(batch, 'acknowledge'), {
        version: batch.version,
        count: batch.rowCount,
        digest: batch.digest,
      }),
    );

  async function awaiting(waveId: number, ids: number[], values: Record<string, unknown> = {}) {
    return submit(await attach(await seal(await open(waveId, ids, values))));
  }
  async function ratified(waveId: number, ids: number[]) {
    return taken('ratify', await ratify(await awaiting(waveId, ids)));
  }
  async function acknowledged(waveId: number, ids: number[]) {
    return acknowledge(await forward(await ratified(waveId, ids)));
  }
  return {
    path,
    reload,
    open,
    seal,
    attach,
    submit,
    ratify,
    forward,
    acknowledge,
    awaiting,
    ratified,
    acknowledged,
  };
}

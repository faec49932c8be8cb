import { expect } from 'vitest';
import type { ImportAccepted, ImportCase, ImportTotals } from '../../server/imports/import-schema.ts';
import type { JobRecord } from '../../server/jobs/job-schema.ts';
import type { ApiClient } from './api-client.ts';
import type { RunningSystem, Username } from './running-system.ts';

export type TotalsGiven = ImportTotals | string;

/** An officer's desk for hand-overs: uploads and waits as the console does. */
export async function openImportDesk(system: RunningSystem, username: Username = 'intake') {
  const client: ApiClient = await system.login(username);

  const read = async (id: number) => (await client.get<ImportCase>(`/api/imports/${id}`)).body;

  const upload = (bytes: Uint8Array | string, totals: TotalsGiven, fields: Record<string, number> = {}) =>
    client.upload<ImportAccepted>(
      '/api/imports',
      { bytes: Buffer.from(bytes), name: 'rekap.csv' },
      {
        waveId: system.waveId,
        totals: typeof totals === 'string' ? totals : JSON.stringify(totals),
        ...fields,
      },
    );

  /** Waits until the job has ended, however it did. */
  async function ended(jobId: number): Promise<JobRecord> {
    for (;;) {
      const { body } = await client.get<JobRecord>(`/api/jobs/${jobId}`);
      if (body.status !== 'queued' && body.status !== 'running') return body;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** Uploads a file that was not there before, and gives its import once it is read. */
  async function readIn(bytes: Uint8Array | string, totals: TotalsGiven): Promise<ImportCase> {
    const answer = await upload(bytes, totals);
    expect(answer).toMatchObject({ status: 202, body: { status: 'queued', repeated: false } });
    await ended(answer.body.jobId);
    return read(answer.body.id);
  }

  const order = (one: Pick<ImportCase, 'id' | 'version'>) =>
    client.post<ImportCase>(`/api/imports/${one.id}/commit`, { version: one.version });

  /** Commits and waits for the registrations and for their evidence. */
  async function commit(one: ImportCase): Promise<ImportCase> {
    const ordered = await order(one);
    expect(ordered).toMatchObject({ status: 202, body: { status: 'committing' } });
    expect((await ended(ordered.body.jobId as number)).error).toBeNull();
    const committed = await read(one.id);
    expect((await ended(committed.checkJobId as number)).error).toBeNull();
    return committed;
  }

  return { client, read, upload, ended, readIn, order, commit };
}
export type ImportDesk = Awaited<ReturnType<typeof openImportDesk>>;

/** How many rows of a table fit. */
export async function countRows(system: RunningSystem, table: string, where: object = {}): Promise<number> {
  const [row] = (await system.services.database.read(table).where(where).count({ n: '*' })) as {
    n: number;
  }[];
  return Number(row?.n);
}

/** The events of an action, oldest first. */
export const eventsOf = (system: RunningSystem, action: string, subjectId: number) =>
  system.services.database
    .read('audit_events')
    .where({ action, outcome: 'done', subject_id: String(subjectId) })
    .orderBy('id') as unknown as Promise<{ actor_id: number; body: string }[]>;

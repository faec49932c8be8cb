import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import readXlsx from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reconcileVault } from '../../server/documents/vault-reconcile.ts';
import { sweepExports } from '../../server/submissions/submission-export.ts';
import { person, submitted } from '../support/registrations.ts';
import {
  DAY_MS,
  ENGINES,
  startSystem,
  type ApiClient,
  type RunningSystem,
} from '../support/running-system.ts';

interface Job {
  status: string;
  receipt: { file: { name: string; rows: number; size: number; sha256: string; expiresAt: string } } | null;
}

describe.each(ENGINES)('an export of the list on %s', (engine) => {
  let system: RunningSystem;
  let intake: ApiClient;
  let coordinator: ApiClient;
  let auditor: ApiClient;
  const first = engine === 'sqlite' ? 8100 : 8200;
  const people = [
    person(first, { fullName: '=HYPERLINK("http://jahat.example")' }),
    person(first + 1),
    person(first + 2),
  ];

  beforeAll(async () => {
    system = await startSystem({ engine });
    [intake, coordinator, auditor] = (await Promise.all(
      (['intake', 'coordinator', 'auditor'] as const).map((name) => system.login(name)),
    )) as [ApiClient, ApiClient, ApiClient];
    for (const one of people) await submitted(intake, system.waveId, one);
  });
  afterAll(() => system.stop());

  const ask = (client: ApiClient, body: object) =>
    client.post<{ jobId: number; code?: string }>('/api/submissions/bulk/export', body);
  async function ended(client: ApiClient, jobId: number): Promise<Job> {
    for (;;) {
      const { body } = await client.get<Job>(`/api/jobs/${jobId}`);
      if (!['queued', 'running'].includes(body.status)) return body;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }
  const download = async (client: ApiClient, jobId: number) => {
    const response = await client.raw(`/api/jobs/${jobId}/file`);
    return { response, bytes: Buffer.from(await response.arrayBuffer()) };
  };

  it('holds the whole result of a filter, masked, marked with who and when, and no formula', async () => {
    const { status, body } = await ask(coordinator, {
      filter: { status: 'submitted' },
      expectedCount: people.length,
    });
    expect(status).toBe(202);
    const job = await ended(coordinator, body.jobId);
    expect(job).toMatchObject({ status: 'succeeded', receipt: { file: { rows: people.length } } });
    const { response, bytes } = await download(coordinator, body.jobId);
    expect(response.headers.get('content-disposition')).toContain(job.receipt?.file.name);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(job.receipt?.file.sha256);
    const rows = parse(bytes, { columns: true, bom: true });
    expect(rows).toHaveLength(people.length);
    for (const one of people) {
      expect(bytes.includes(one.nik)).toBe(false);
      expect(bytes.includes(one.kkNumber)).toBe(false);
    }
    expect(rows[0]).toMatchObject({
      nik_tersamar: `${people[0]?.nik.slice(0, 6)}**********`,
      nama_lengkap: `'=HYPERLINK("http://jahat.example")`,
      status: 'submitted',
      diekspor_oleh: `${system.accounts.coordinator.fullName} (coordinator)`,
    });
  });

  it('comes as a workbook of text cells as well', async () => {
    const { body } = await ask(coordinator, { filter: { status: 'submitted' }, format: 'xlsx' });
    await ended(coordinator, body.jobId);
    const { bytes } = await download(coordinator, body.jobId);
    const [sheet] = await readXlsx(bytes);
    const [titles, ...rows] = sheet?.data ?? [];
    expect(titles?.[0]).toBe('nomor_pendaftaran');
    expect(rows).toHaveLength(people.length);
  });

  it('is told no when the filter finds another number than the page showed, or nobody at all', async () => {
    expect(await ask(coordinator, { filter: { status: 'submitted' }, expectedCount: 99 })).toMatchObject({
      status: 409,
      body: { code: 'COUNT_CHANGED' },
    });
    expect(await ask(coordinator, { filter: { status: 'confirmed' } })).toMatchObject({
      status: 422,
      body: { code: 'NOTHING_SELECTED' },
    });
    expect((await ask(intake, { filter: {} })).status).toBe(403);
  });

  it('is downloaded by nobody but whoever asked for it, and each download is an event', async () => {
    const { body } = await ask(coordinator, { ids: [1] });
    await ended(coordinator, body.jobId);
    expect((await download(auditor, body.jobId)).response.status).toBe(404);
    expect((await download(coordinator, body.jobId)).response.status).toBe(200);
    const { body: events } = await auditor.get<{ action: string; outcome: string }[]>(
      `/api/audit-events?filter=${encodeURIComponent(JSON.stringify({ subject: 'job', subjectId: String(body.jobId) }))}`,
    );
    const done = events.filter(({ outcome }) => outcome === 'done').map(({ action }) => action);
    expect(done.sort()).toEqual([
      'submission.bulk-export',
      'submission.export-downloaded',
      'submission.exported',
    ]);
  });

  it('survives the vault’s housekeeping for a week and leaves nothing behind afterwards', async () => {
    const { database, vault } = system.services;
    const { body } = await ask(coordinator, { ids: [1] });
    const job = await ended(coordinator, body.jobId);
    const [row] = (await database.read('exports').where({ job_id: body.jobId })) as { parts: string }[];
    const [part] = JSON.parse(row?.parts as string) as [string];
    const soon = new Date(Date.parse(job.receipt?.file.expiresAt as string) - 1000);
    await reconcileVault(database.read, vault, soon);
    await sweepExports(database, vault, soon.toISOString());
    expect(await vault.names()).toContain(part);
    const over = new Date(Date.now() + 8 * DAY_MS).toISOString();
    expect(await sweepExports(database, vault, over)).toBeGreaterThan(0);
    expect(await vault.names()).not.toContain(part);
    expect((await download(coordinator, body.jobId)).response.status).toBe(404);
  });
});

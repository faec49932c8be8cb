import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportErrors, ImportRecord, ImportRowRecord } from '../../server/imports/import-schema.ts';
import { countRows, eventsOf, openImportDesk, type ImportDesk } from '../support/import-desk.ts';
import { ENGINES, startSystem, type RunningSystem } from '../support/running-system.ts';
import { cellsWith, HEADER, lineOf } from '../unit/imports/recap-samples.ts';

const HANDOVER = join(import.meta.dirname, '../fixtures/recap-500');
const recap = readFileSync(join(HANDOVER, 'recap.csv'));
const totals = { rows: 500, male: 241, female: 259 };
const { items } = JSON.parse(readFileSync(join(HANDOVER, 'expected.json'), 'utf8')) as {
  items: { rowId: string; nik: string; importClass: string }[];
};
/** A small hand-over of its own: good rows under fresh NIKs and row ids, women all of them. */
const smallFile = (name: string, niks: readonly string[]) =>
  [HEADER, ...niks.map((nik, index) => lineOf({ row_id: `${name}-${index + 1}`, nik }))].join('\n');
const women = (rows: number) => ({ rows, male: 0, female: rows });
const codes = (blockers: readonly { code: string }[]) => blockers.map(({ code }) => code);

describe.each(ENGINES)('a hand-over on its road on %s', (engine) => {
  let system: RunningSystem;
  let desk: ImportDesk;
  beforeAll(async () => {
    system = await startSystem({ engine });
    desk = await openImportDesk(system);
  });
  afterAll(() => system?.stop());

  it('is read as planted, row by row, and registers nobody before it is committed', async () => {
    const one = await desk.readIn(recap, totals);
    expect(one).toMatchObject({
      status: 'ready',
      counts: { new: 478, same: 0, changed: 0, conflict: 6, bad: 16 },
      controlTotals: totals,
      fileTotals: totals,
      totalsAgree: true,
      fileDigest: createHash('sha256').update(recap).digest('hex'),
      commitBlockers: [],
      discardBlockers: [],
    });
    expect(one.progress.done).toBe(one.progress.total);
    const rows = await desk.client.list<ImportRowRecord>(`/api/imports/${one.id}/rows`, { range: [0, 499] });
    expect(rows.total).toBe(500);
    for (const item of items) {
      const row = rows.rows.find(({ rowId }) => rowId === item.rowId);
      expect(item.importClass.split('|')).toContain(row?.class);
      expect(row?.nikMasked).toMatch(/^.{0,6}\*{10}$/);
    }
    expect(await countRows(system, 'submissions')).toBe(0);
  });

  it('tells every problem once by kind and once by row, without a whole NIK anywhere', async () => {
    const { body } = await desk.client.get<ImportErrors>('/api/imports/1/errors?range=[0,999]');
    expect(body.total).toBe(22);
    expect(body.rows).toHaveLength(22);
    const inRows = body.rows.flatMap(({ errors }) => errors).length;
    expect(body.groups.reduce((sum, group) => sum + group.count, 0)).toBe(inRows);
    expect(body.groups.find(({ code }) => code === 'DUPLICATE')).toMatchObject({ column: 'nik', count: 6 });
    expect(body.groups.find(({ code }) => code === 'SCIENTIFIC')?.examples.length).toBe(4);
    for (const { message, remedy } of body.groups)
      expect([message.id, message.en, remedy.id, remedy.en].every((words) => words.length > 10)).toBe(true);
    const twice = body.rows.find(({ rowId }) => rowId === 'R000009');
    expect(twice?.errors[0]?.message.en).toContain('line 9.');
    expect(JSON.stringify(body)).not.toMatch(/\d{16}/);
    const page = await desk.client.get<ImportErrors>('/api/imports/1/errors?range=[20,40]');
    expect(page.body.rows).toEqual(body.rows.slice(20));
    expect((await desk.client.get('/api/imports/1/errors?range=[40,20]')).status).toBe(422);
  });

  it('gives the refused rows back in the template with reasons, and leaves that in the log', async () => {
    const csv = await desk.client.get<string>('/api/imports/1/bad-rows?format=csv');
    expect(csv.headers.get('content-type')).toContain('text/csv');
    const lines = csv.body.trim().split('\r\n');
    expect(lines).toHaveLength(1 + 22);
    expect(lines[0]).toMatch(/^\ufeff?template_version,.*,kolom_salah,keterangan$/);
    expect(csv.body).toContain('NIK ini sama dengan baris');
    const xlsx = await desk.client.raw('/api/imports/1/bad-rows?format=xlsx');
    expect(xlsx.headers.get('content-disposition')).toMatch(
      /^attachment; filename="rekap-1-perbaikan\.xlsx"$/,
    );
    expect(
      Buffer.from(await xlsx.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    const exported = await eventsOf(system, 'import.bad-rows-exported', 1);
    expect(exported.map(({ body }) => (JSON.parse(body) as { details: unknown }).details)).toMatchObject([
      { format: 'csv', count: 22 },
      { format: 'xlsx', count: 22 },
    ]);
    expect((await desk.client.get('/api/imports/1/bad-rows?format=pdf')).status).toBe(422);
  });

  it('becomes registrations of the office, submitted and checked, each in the log and in its history', async () => {
    const one = await desk.commit(await desk.read(1));
    expect(one).toMatchObject({ status: 'committed', committedById: system.accounts.intake.id });
    expect(one.counts).toEqual({ new: 478, same: 0, changed: 0, conflict: 6, bad: 16 });
    expect(codes(one.commitBlockers)).toEqual(['ALREADY_COMMITTED']);
    const { read } = system.services.database;
    const made = (await read('submissions')) as Record<string, unknown>[];
    expect(made).toHaveLength(478);
    for (const row of made)
      expect(row).toMatchObject({
        status: 'submitted',
        channel: 'offline',
        office_id: system.offices['dinas-3374'],
        keyed_by_id: system.accounts.intake.id,
        import_id: 1,
        declarations: null,
        submitted_at: row['created_at'],
        version: 1,
      });
    // Nobody loaded a register or a list: nobody passes, and nobody is held.
    expect(new Set(made.map((row) => row['identity_outcome']))).toEqual(new Set(['unavailable']));
    expect(new Set(made.map((row) => row['screening_outcome'])).has('unchecked')).toBe(false);
    const moves = await read('submission_transitions').select(
      'submission_id',
      'action',
      'from_status',
      'to_status',
    );
    expect(moves).toHaveLength(478);
    expect(new Set(moves.map((move: { submission_id: number }) => move.submission_id)).size).toBe(478);
    expect(moves[0]).toMatchObject({ action: 'import', from_status: null, to_status: 'submitted' });
    const rows = await desk.client.list<ImportRowRecord>('/api/imports/1/rows', {
      filter: { class: 'new' },
      range: [0, 999],
    });
    expect(new Set(rows.rows.map(({ submissionId }) => submissionId)).size).toBe(478);
    const [event] = await eventsOf(system, 'import.committed', 1);
    expect(JSON.parse(event?.body ?? '')).toMatchObject({
      details: { counts: { new: 478 }, fileDigest: one.fileDigest },
    });
    const logged = (await read('audit_events').select('body')) as { body: string }[];
    expect(
      logged.filter(({ body }) => items.some(({ nik }) => nik.length === 16 && body.includes(nik))),
    ).toEqual([]);
  });

  it('tells a receipt of its commit: what was done, and nothing skipped', async () => {
    const { jobId } = await desk.read(1);
    const job = await desk.ended(jobId as number);
    expect(job.receipt).toMatchObject({ counts: { done: 478 }, reasons: [], rows: [], importId: 1 });
  });

  it('changes nothing when the same file or the same commit comes again', async () => {
    const before = await desk.read(1);
    const again = await desk.upload(recap, totals);
    expect(again).toMatchObject({ status: 202, body: { id: 1, status: 'committed', repeated: true } });
    const twice = await desk.order(before);
    expect(twice).toMatchObject({ status: 409, body: { code: 'BLOCKED' } });
    expect(await desk.read(1)).toEqual(before);
    expect(await countRows(system, 'submissions')).toBe(478);
    expect(await countRows(system, 'imports')).toBe(1);
  });

  it('finds every row the same when its rows come in another file', async () => {
    const reordered = recap.toString('utf8').replace(/\r?\n$/, '\n\n');
    const one = await desk.readIn(reordered, totals);
    expect(one.counts).toEqual({ new: 0, same: 478, changed: 0, conflict: 6, bad: 16 });
    expect(codes(one.commitBlockers)).toEqual(['NOTHING_TO_COMMIT']);
    expect((await desk.order(one)).status).toBe(409);
  });

  it('is ordered once for one Idempotency-Key, however often it is sent', async () => {
    const file = smallFile('KEY', ['3374014107909101', '3374014107909102']);
    const one = await desk.readIn(file, women(2));
    const order = () =>
      desk.client.post<{ jobId: number }>(
        `/api/imports/${one.id}/commit`,
        { version: one.version },
        { headers: { 'idempotency-key': 'commit-once-1' } },
      );
    const answers = [await order(), await order()];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    await desk.ended(answers[0]?.body.jobId as number);
    expect(await countRows(system, 'submissions', { import_id: one.id })).toBe(2);
  });

  it('is not committed while its control totals differ, and shows both; typed right it is the same import', async () => {
    const file = smallFile('TOT', ['3374014107909111', '3374014107909112', '3374014107909113']);
    const one = await desk.readIn(file, { rows: 3, male: 1, female: 2 });
    expect(one).toMatchObject({
      status: 'ready',
      totalsAgree: false,
      controlTotals: { rows: 3, male: 1, female: 2 },
      fileTotals: women(3),
    });
    expect(codes(one.commitBlockers)).toEqual(['TOTALS_DIFFER']);
    expect(one.commitBlockers[0]?.message).toContain('men: typed 1, counted 0');
    const refused = await desk.order(one);
    expect(refused).toMatchObject({ status: 409 });
    expect(await countRows(system, 'submissions', { import_id: one.id })).toBe(0);
    const corrected = await desk.upload(file, women(3));
    expect(corrected).toMatchObject({ status: 202, body: { id: one.id, repeated: true } });
    expect(await desk.read(one.id)).toMatchObject({
      totalsAgree: true,
      commitBlockers: [],
      version: one.version + 1,
    });
    expect(await eventsOf(system, 'import.totals-restated', one.id)).toHaveLength(1);
    const stale = await desk.order(one);
    expect(stale).toMatchObject({ status: 409, body: { code: 'STALE_VERSION' } });
  });

  it('can be discarded until it is committed: rows and file go, and the file may come again', async () => {
    const file = smallFile('DIS', ['3374014107909121']);
    const one = await desk.readIn(file, women(1));
    const { vault_name: vaultName } = await system.services.database
      .read('imports')
      .where({ id: one.id })
      .first();
    const discarded = await desk.client.post(`/api/imports/${one.id}/discard`, { version: one.version });
    expect(discarded).toMatchObject({ status: 200, body: { status: 'discarded' } });
    const [clearing] = await desk.client
      .list<{ id: number }>('/api/jobs', { filter: { kind: 'imports.clear' } })
      .then(({ rows }) => rows);
    await desk.ended(clearing?.id as number);
    expect(await countRows(system, 'import_rows', { import_id: one.id })).toBe(0);
    expect(await system.services.vault.names()).not.toContain(vaultName);
    expect(codes((await desk.read(one.id)).commitBlockers)).toEqual(['NOT_READY']);
    const again = await desk.readIn(file, women(1));
    expect(again.id).toBeGreaterThan(one.id);
    const committed = await desk.commit(again);
    const late = await desk.client.post(`/api/imports/${again.id}/discard`, { version: committed.version });
    expect(late).toMatchObject({ status: 409 });
  });

  it('hands out the empty template in both forms, with the columns a recap must have', async () => {
    const csv = await desk.client.get<string>('/api/imports/template.csv');
    expect(csv.body.trim().replace(/^\ufeff/, '')).toBe(Object.keys(cellsWith()).join(','));
    const xlsx = await desk.client.raw('/api/imports/template.xlsx');
    expect(xlsx.headers.get('content-type')).toContain('spreadsheetml');
    const readBack = await desk.upload(Buffer.from(await xlsx.arrayBuffer()), women(0));
    await desk.ended(readBack.body.jobId);
    expect(await desk.read(readBack.body.id)).toMatchObject({
      status: 'refused',
      refusal: { code: 'EMPTY_FILE' },
    });
  });

  it('is the own office’s affair: another office neither sees nor commits it, a coordinator does, others may not ask', async () => {
    const file = smallFile('OFF', ['3374014107909131']);
    const one = await desk.readIn(file, women(1));
    const other = await openImportDesk(system, 'intake2');
    expect((await other.client.list<ImportRecord>('/api/imports')).rows).toEqual([]);
    for (const path of ['', '/errors', '/rows', '/bad-rows?format=csv'])
      expect((await other.client.get(`/api/imports/${one.id}${path}`)).status).toBe(404);
    expect((await other.order(one)).status).toBe(404);
    expect((await other.client.post(`/api/imports/${one.id}/discard`, { version: one.version })).status).toBe(
      404,
    );
    const foreign = await other.upload(file, women(1), { officeId: system.offices['dinas-3374'] });
    expect(foreign).toMatchObject({ status: 403, body: { code: 'OTHER_OFFICE' } });
    const coordinator = await openImportDesk(system, 'coordinator');
    const named = await coordinator.upload(file, women(1), { officeId: system.offices['dinas-3374'] });
    expect(named).toMatchObject({ status: 202, body: { id: one.id, repeated: true } });
    expect((await coordinator.read(one.id)).officeId).toBe(system.offices['dinas-3374']);
    const listed = await coordinator.client.list<ImportRecord>('/api/imports', {
      filter: { officeId: system.offices['dinas-3374'], status: 'ready' },
    });
    expect(listed.rows.map(({ id }) => id)).toContain(one.id);
    const reviewer = await system.login('reviewer');
    expect((await reviewer.get(`/api/imports/${one.id}`)).status).toBe(403);
    const auditor = await system.login('auditor');
    expect((await auditor.get(`/api/imports/${one.id}`)).status).toBe(200);
    expect((await auditor.post(`/api/imports/${one.id}/commit`, { version: one.version })).status).toBe(403);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportErrors } from '../../server/imports/import-schema.ts';
import type { RecapCells } from '../../server/imports/recap-schema.ts';
import type { SubmissionRow } from '../../server/submissions/submission-store.ts';
import { countRows, openImportDesk, type ImportDesk } from '../support/import-desk.ts';
import {
  DAY_MS,
  ENGINES,
  startSystem,
  type ApiClient,
  type RunningSystem,
} from '../support/running-system.ts';
import { HEADER, lineOf } from '../unit/imports/recap-samples.ts';

const file = (...rows: Partial<RecapCells>[]) => [HEADER, ...rows.map((row) => lineOf(row))].join('\n');
const women = (rows: number) => ({ rows, male: 0, female: rows });
const person = (serial: number) => ({ row_id: `R${serial}`, nik: `337401410790${serial}` });

interface Case {
  id: number;
  version: number;
  status: string;
  kkNumberMasked: string;
  email: string | null;
  fullName: string;
}

describe.each(ENGINES)('what a hand-over meets on %s', (engine) => {
  let system: RunningSystem;
  let desk: ImportDesk;
  let other: ImportDesk;
  let reviewer: ApiClient;
  beforeAll(async () => {
    system = await startSystem({ engine });
    desk = await openImportDesk(system);
    other = await openImportDesk(system, 'intake2');
    reviewer = await system.login('reviewer');
  });
  afterAll(() => system?.stop());

  const bring = async (from: ImportDesk, text: string, rows: number) =>
    from.commit(await from.readIn(text, women(rows)));
  const classesOf = async (from: ImportDesk, id: number) => {
    const { rows } = await from.client.list<{ rowId: string; class: string }>(`/api/imports/${id}/rows`);
    return Object.fromEntries(rows.map((row) => [row.rowId, row.class]));
  };
  const problemsOf = async (from: ImportDesk, id: number) =>
    (await from.client.get<ImportErrors>(`/api/imports/${id}/errors`)).body.rows.map(({ rowId, errors }) => [
      rowId,
      errors.map(({ code }) => code),
    ]);
  const registered = async (rowId: string) => {
    const row = (await system.services.database.read('submissions').where({ row_id: rowId }).first('id')) as {
      id: number;
    };
    return (await reviewer.get<Case>(`/api/submissions/${row.id}`)).body;
  };
  async function sendBack(rowId: string): Promise<Case> {
    const one = await registered(rowId);
    const claimed = await reviewer.post<Case>(`/api/submissions/${one.id}/claim`, { version: one.version });
    const returned = await reviewer.post<Case>(`/api/submissions/${one.id}/return`, {
      version: claimed.body.version,
      reasons: ['KK_MISMATCH'],
    });
    expect(returned).toMatchObject({ status: 200, body: { status: 'needs_correction' } });
    return returned.body;
  }

  it('is a conflict where the NIK is registered in the wave by another office, which is named', async () => {
    await bring(other, file(person(9001)), 1);
    const one = await desk.readIn(file({ ...person(9001), row_id: 'OWN-1' }, person(9002)), women(2));
    expect(one.counts).toMatchObject({ new: 1, conflict: 1 });
    const { body } = await desk.client.get<ImportErrors>(`/api/imports/${one.id}/errors`);
    expect(body.rows[0]).toMatchObject({ line: 2, rowId: 'OWN-1', class: 'conflict' });
    expect(body.rows[0]?.errors[0]).toMatchObject({ code: 'DUPLICATE', column: 'nik' });
    expect(body.rows[0]?.errors[0]?.message.id).toContain('Dinas Tenaga Kerja Kota Surakarta');
    await desk.commit(one);
    expect(await countRows(system, 'submissions', { import_id: one.id })).toBe(1);
  });

  it('is a conflict where the form was keyed at the counter, but not where that was withdrawn', async () => {
    const keyed = await desk.client.post<Case>('/api/submissions', {
      waveId: system.waveId,
      fullName: 'SITI LOKET',
      nik: '3374014107909011',
      kkNumber: '3374010101159001',
      birthPlace: 'SEMARANG',
      birthDate: '1990-07-01',
      sex: 'P',
      ktpAddress: 'JL. MERDEKA NO. 1',
      regionCode: '33.74',
      educationLevel: 'SMA',
      employmentStatus: 'PENCARI_KERJA',
      proposer: 'DINAS',
      luringReason: 'INFRASTRUKTUR',
      cameInPerson: true,
      originalKtpSeen: true,
    });
    expect(keyed.status).toBe(201);
    const text = file(person(9011));
    const one = await desk.readIn(text, women(1));
    expect(await problemsOf(desk, one.id)).toEqual([['R9011', ['DUPLICATE']]]);
    await desk.client.post(`/api/imports/${one.id}/discard`, { version: one.version });
    const withdrawn = await desk.client.post(`/api/submissions/${keyed.body.id}/withdraw`, {
      version: keyed.body.version,
      note: 'Pendaftar berubah pikiran',
    });
    expect(withdrawn.status).toBe(200);
    expect((await bring(desk, text, 1)).counts.new).toBe(1);
  });

  it('keeps the first of two rows with one NIK or one row id, whichever of them is bad', async () => {
    const text = file(
      person(9021),
      { ...person(9021), row_id: 'R9021-B' },
      { ...person(9022), nama_lengkap: '' },
      { ...person(9022), row_id: 'R9022-B' },
      { ...person(9023), row_id: 'R9021' },
    );
    const one = await desk.readIn(text, women(5));
    const lines = await desk.client.list<{ line: number; class: string }>(`/api/imports/${one.id}/rows`);
    expect(lines.rows.map((row) => row.class)).toEqual(['new', 'conflict', 'bad', 'new', 'conflict']);
    expect(await problemsOf(desk, one.id)).toEqual([
      ['R9021-B', ['DUPLICATE']],
      ['R9022', ['REQUIRED']],
      ['R9021', ['ROW_ID_REPEATED']],
    ]);
  });

  it('corrects what was sent back, keeps the former form, and submits it again', async () => {
    await bring(desk, file(person(9031), person(9032)), 2);
    const before = await sendBack('R9031');
    const corrected = { ...person(9031), no_kk: '3374010101159777', email: 'baru@contoh.id' };
    const one = await desk.readIn(file(corrected, person(9032)), women(2));
    expect(one.counts).toMatchObject({ new: 0, same: 1, changed: 1, conflict: 0 });
    const committed = await desk.commit(one);
    expect(committed.counts).toMatchObject({ same: 1, changed: 1 });
    const after = await registered('R9031');
    expect(after).toMatchObject({ id: before.id, status: 'submitted', email: 'baru@contoh.id' });
    const { read } = system.services.database;
    const revisions = (await read('submission_revisions').where({ submission_id: before.id })) as {
      changed_fields: string;
    }[];
    expect(revisions.map((revision) => JSON.parse(revision.changed_fields) as string[])).toEqual([
      ['kkNumber', 'email'],
    ]);
    const moves = (await read('submission_transitions')
      .where({ submission_id: before.id })
      .orderBy('id')
      .select('action')) as { action: string }[];
    expect(moves.map(({ action }) => action)).toEqual(['import', 'claim', 'return', 'resubmit']);
    const again = await desk.upload(file(corrected, person(9032)), women(2));
    expect(again.body).toMatchObject({ id: one.id, repeated: true });
    expect((await registered('R9031')).version).toBe(after.version);
  });

  it('corrects many in one go, each by its own row, and seals anew only a number that changed', async () => {
    await bring(desk, file(person(9033), person(9034), person(9035)), 3);
    for (const rowId of ['R9033', 'R9034', 'R9035']) await sendBack(rowId);
    const { read } = system.services.database;
    const stored = async () =>
      (await read('submissions')
        .whereIn('row_id', ['R9033', 'R9034', 'R9035'])
        .orderBy('row_id')
        .select('id', 'status', 'email', 'identity_stale', 'nik_masked', 'nik_enc', 'version')) as {
        id: number;
        status: string;
        email: string | null;
        identity_stale: number;
        nik_masked: string;
        nik_enc: Buffer;
        version: number;
      }[];
    const before = await stored();
    const text = file(
      { ...person(9033), email: 'satu@contoh.id' },
      { ...person(9034), nik: '3374014107909036' },
      { ...person(9035), no_kk: '3374010101159778', email: 'tiga@contoh.id' },
    );
    const committed = await desk.commit(await desk.readIn(text, women(3)));
    expect(committed.counts).toMatchObject({ new: 0, changed: 3 });
    const after = await stored();
    expect(after.map(({ status, email }) => [status, email])).toEqual([
      ['submitted', 'satu@contoh.id'],
      ['submitted', 'siti@contoh.id'],
      ['submitted', 'tiga@contoh.id'],
    ]);
    expect(after.map((row, index) => row.nik_enc.equals(before[index]?.nik_enc as Buffer))).toEqual([
      true,
      false,
      true,
    ]);
    const { sealer } = system.services.submissions;
    const opened = await Promise.all(
      after.map(async ({ id }) =>
        sealer.formOf((await read('submissions').where({ id }).first()) as SubmissionRow),
      ),
    );
    expect(opened.map(({ nik }) => nik.slice(-4))).toEqual(['9033', '9036', '9035']);
    const revisions = (await read('submission_revisions')
      .whereIn(
        'submission_id',
        before.map(({ id }) => id),
      )
      .orderBy('submission_id')
      .select('revision_no', 'changed_fields')) as { revision_no: number; changed_fields: string }[];
    expect(revisions.map((one) => [one.revision_no, JSON.parse(one.changed_fields) as string[]])).toEqual([
      [1, ['email']],
      [1, ['nik']],
      [1, ['kkNumber', 'email']],
    ]);
    const again = await sendBack('R9033');
    await bring(desk, file({ ...person(9033), email: 'empat@contoh.id' }), 1);
    const numbers = read('submission_revisions').where({ submission_id: again.id }).orderBy('revision_no');
    expect(await numbers.pluck('revision_no')).toEqual([1, 2]);
  });

  it('never changes a registered name, nor anything that is being processed', async () => {
    await bring(desk, file(person(9041), person(9042)), 2);
    await sendBack('R9041');
    const one = await desk.readIn(
      file({ ...person(9041), nama_lengkap: 'ORANG LAIN' }, { ...person(9042), email: 'lain@contoh.id' }),
      women(2),
    );
    expect(await problemsOf(desk, one.id)).toEqual([
      ['R9041', ['NAME_LOCKED']],
      ['R9042', ['NOT_EDITABLE']],
    ]);
    expect((await desk.order(one)).status).toBe(409);
    expect(await registered('R9041')).toMatchObject({ status: 'needs_correction', fullName: 'SITI CONTOH' });
  });

  it('tells in the receipt which rows somebody else registered between dry run and commit', async () => {
    const one = await desk.readIn(file(person(9051), person(9052), person(9053)), women(3));
    expect(one.counts.new).toBe(3);
    await bring(other, file({ ...person(9052), row_id: 'OTHER-1' }), 1);
    const ordered = await desk.order(one);
    const job = await desk.ended(ordered.body.jobId as number);
    expect(job.receipt).toMatchObject({
      counts: { done: 2, skipped: 1 },
      reasons: [{ code: 'DUPLICATE', count: 1 }],
      rows: [{ id: 3, outcome: 'skipped', reasons: ['DUPLICATE'] }],
    });
    const committed = await desk.read(one.id);
    expect(committed).toMatchObject({ status: 'committed', counts: { new: 2, conflict: 1 } });
    expect(await classesOf(desk, one.id)).toEqual({ R9051: 'new', R9052: 'conflict', R9053: 'new' });
    expect(await countRows(system, 'submissions', { import_id: one.id })).toBe(2);
  });

  it('registers a row once although two dry runs called it new', async () => {
    const first = await desk.readIn(file(person(9061)), women(1));
    const second = await desk.readIn(file(person(9061), person(9062)), women(2));
    expect([first.counts.new, second.counts.new]).toEqual([1, 2]);
    const orders = [await desk.order(first), await desk.order(second)];
    for (const { body } of orders) expect((await desk.ended(body.jobId as number)).error).toBeNull();
    expect(await countRows(system, 'submissions', { row_id: 'R9061' })).toBe(1);
    expect(await countRows(system, 'submissions', { row_id: 'R9062' })).toBe(1);
    expect((await desk.read(second.id)).counts).toMatchObject({ new: 1, same: 1 });
  });

  it('is one import although it is uploaded many times in the same moment', async () => {
    const text = file(person(9071));
    const answers = await Promise.all(Array.from({ length: 6 }, () => desk.upload(text, women(1))));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(202));
    const { read } = system.services.database;
    expect(await read('imports').where({ id: answers[0]?.body.id })).toHaveLength(1);
    const uploaded = { action: 'import.uploaded', subject_id: String(answers[0]?.body.id) };
    expect(await read('audit_events').where(uploaded)).toHaveLength(1);
  });

  it('is not taken for a wave that is closed or not there', async () => {
    const { read, write } = system.services.database;
    const { id: _id, ...wave } = (await read('waves').where({ id: system.waveId }).first()) as { id: number };
    const [closed] = (await write('waves')
      .insert({
        ...wave,
        code: 'G-TUTUP',
        opens_at: '2026-01-01T00:00:00.000Z',
        closes_at: '2026-02-01T00:00:00.000Z',
      })
      .returning('id')) as { id: number }[];
    const late = await desk.upload(file(person(9081)), women(1), { waveId: closed?.id as number });
    expect(late).toMatchObject({ status: 409, body: { code: 'BLOCKED' } });
    const nowhere = await desk.upload(file(person(9081)), women(1), { waveId: 999 });
    expect(nowhere).toMatchObject({ status: 422, body: { code: 'UNKNOWN_WAVE' } });
    const one = await desk.readIn(file(person(9081)), women(1));
    const yesterday = new Date(Date.now() - DAY_MS).toISOString();
    await write('waves').where({ id: system.waveId }).update({ closes_at: yesterday });
    const order = await desk.order(one);
    expect(order.status).toBe(409);
    expect((await desk.read(one.id)).commitBlockers.map(({ code }) => code)).toEqual(['WAVE_CLOSED']);
  });
});

import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reconcileVault, VAULT_COLUMNS } from '../../server/documents/vault-reconcile.ts';
import { phoneJpeg, plainPng, smallPdf } from '../support/document-samples.ts';
import { pdfPages } from '../support/pdf-text.ts';
import { person } from '../support/registrations.ts';
import {
  DAY_MS,
  ENGINES,
  startSystem,
  type ApiClient,
  type RunningSystem,
} from '../support/running-system.ts';

type Record_ = {
  id: number;
  sha256: string;
  kind: string;
  code: string;
  details: { blockers: { code: string }[] };
};

describe.each(ENGINES)('documents on %s', (engine) => {
  let system: RunningSystem;
  let intake: ApiClient;
  let serial = 0;

  beforeAll(async () => {
    system = await startSystem({ engine });
    intake = await system.login('intake');
  });
  afterAll(() => system?.stop());

  async function draft(): Promise<{ id: number; version: number; registrationNo: string }> {
    serial += 1;
    const answer = await intake.post<{ id: number; version: number; registrationNo: string }>(
      '/api/submissions',
      {
        waveId: system.waveId,
        ...person(serial),
      },
    );
    expect(answer.status).toBe(201);
    return answer.body;
  }
  const attach = (
    client: ApiClient,
    submissionId: number,
    bytes: Uint8Array,
    kind = 'ktp_photo',
    name = 'ktp.jpg',
  ) => client.upload<Record_>('/api/documents', { bytes, name }, { submissionId, kind });
  const events = (action: string) =>
    system.services.database
      .read('audit_events')
      .where({ action, outcome: 'done' })
      .select('subject_id') as Promise<{ subject_id: string }[]>;

  it('keeps a telephone photo sealed and serves it upright, re-encoded and without its place', async () => {
    const { id } = await draft();
    const photo = await phoneJpeg(320, 200);
    const { status, body } = await attach(intake, id, photo);
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { submissionId: id, kind: 'ktp_photo', mime: 'image/jpeg', width: 200, height: 320 },
    });
    const served = await intake.raw(`/api/documents/${body.id}/content`);
    expect(served.status).toBe(200);
    expect(Object.fromEntries(served.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': `inline; filename="document-${body.id}.jpg"`,
    });
    const picture = Buffer.from(await served.arrayBuffer());
    expect((await sharp(picture).metadata()).exif).toBeUndefined();
    const row = (await system.services.database.read('documents').where({ id: body.id }).first()) as {
      original_name: string;
    };
    expect((await system.services.vault.get(row.original_name)).equals(photo)).toBe(true);
  });

  it('logs each reading of a picture before it is sent', async () => {
    const { id } = await draft();
    const { body } = await attach(intake, id, await plainPng());
    const before = (await events('document.read')).length;
    const reviewer = await system.login('reviewer');
    await reviewer.get(`/api/documents/${body.id}/content`);
    const after = await events('document.read');
    expect(after.length - before).toBe(1);
    expect(after.at(-1)?.subject_id).toBe(String(body.id));
  });

  it('answers the same file on the same registration with the record it has', async () => {
    const { id } = await draft();
    const scan = await plainPng(300, 210);
    const files = async () => (await system.services.vault.names()).length;
    const first = await attach(intake, id, scan, 'form_scan');
    const stored = await files();
    const again = await attach(intake, id, scan, 'form_scan');
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body.id).toBe(first.body.id);
    expect(await files()).toBe(stored);
    const other = await attach(intake, id, scan, 'ktp_photo');
    expect(other.status).toBe(201);
  });

  it('makes one record of many identical uploads at once', async () => {
    const { id } = await draft();
    const scan = await plainPng(64, 64);
    const answers = await Promise.all(Array.from({ length: 8 }, () => attach(intake, id, scan)));
    const taken = answers.filter(({ status }) => status < 300);
    expect(new Set(taken.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ status }) => ![200, 201, 503].includes(status))).toEqual([]);
    const listed = await intake.get<unknown[]>(`/api/submissions/${id}/documents`);
    expect(listed.body).toHaveLength(1);
  });

  it.each([
    [
      'a text named as a photo',
      () => Promise.resolve(Buffer.from('<svg onload=alert(1)>')),
      415,
      'UNSUPPORTED_TYPE',
    ],
    ['a PDF', () => Promise.resolve(smallPdf()), 415, 'UNSUPPORTED_TYPE'],
    [
      'a photo cut in the middle',
      async () => (await phoneJpeg(640, 480)).subarray(0, 9000),
      422,
      'TRUNCATED',
    ],
    ['an empty file', () => Promise.resolve(Buffer.alloc(0)), 415, 'UNSUPPORTED_TYPE'],
  ] as const)('refuses %s and keeps nothing of it', async (_name, bytes, status, code) => {
    const { id } = await draft();
    const stored = (await system.services.vault.names()).length;
    const answer = await attach(intake, id, await bytes());
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    expect((await system.services.vault.names()).length).toBe(stored);
  });

  it('refuses a request without a file, with another field or with another kind', async () => {
    const { id } = await draft();
    const png = await plainPng(32, 32);
    const none = await intake.upload<Record_>('/api/documents', null, {
      submissionId: id,
      kind: 'ktp_photo',
    });
    expect([none.status, none.body.code]).toEqual([422, 'FILE_MISSING']);
    expect((await attach(intake, id, png, 'attestation')).status).toBe(422);
    const extra = await intake.upload(
      '/api/documents',
      { bytes: png },
      { submissionId: id, kind: 'ktp_photo', role: 'admin' },
    );
    expect(extra.status).toBe(422);
    const twelve = Buffer.concat([png, Buffer.alloc(12 * 1024 * 1024)]);
    expect((await attach(intake, id, twelve)).status).toBe(413);
  });

  it('keeps another office from attaching, listing, reading and printing', async () => {
    const { id } = await draft();
    const { body } = await attach(intake, id, await plainPng(48, 48));
    const other = await system.login('intake2');
    expect((await attach(other, id, await plainPng(50, 50))).status).toBe(404);
    for (const path of [
      `/api/documents/${body.id}`,
      `/api/documents/${body.id}/content`,
      `/api/submissions/${id}/documents`,
      `/api/submissions/${id}/receipt.pdf`,
    ])
      expect([path, (await other.get(path)).status]).toEqual([path, 404]);
    expect((await other.list('/api/documents', { filter: { submissionId: id } })).total).toBe(0);
    expect((await intake.list('/api/documents', { filter: { submissionId: id } })).total).toBe(1);
    const pmo = await system.login('pmo');
    expect((await pmo.get(`/api/documents/${body.id}/content`)).status).toBe(404);
    const admin = await system.login('admin');
    expect((await admin.get(`/api/documents/${body.id}/content`)).status).toBe(403);
  });

  it('takes no more papers once the registration is out of the office’s and reviewer’s hands', async () => {
    const { id, version } = await draft();
    const gone = await intake.post(`/api/submissions/${id}/withdraw`, {
      version,
      note: 'atas permintaan pendaftar',
    });
    expect(gone.status).toBe(200);
    const answer = await attach(intake, id, await plainPng(40, 40));
    expect(answer.status).toBe(409);
    expect(answer.body.details.blockers.map(({ code }) => code)).toEqual(['STATUS_FORBIDS']);
  });

  it('prints the receipt with the registration number and no whole NIK, and logs it', async () => {
    const { id, version, registrationNo } = await draft();
    expect((await intake.get(`/api/submissions/${id}/receipt.pdf`)).status).toBe(409);
    expect((await intake.post(`/api/submissions/${id}/submit`, { version })).status).toBe(200);
    const printed = await intake.raw(`/api/submissions/${id}/receipt.pdf`);
    expect(printed.headers.get('content-type')).toBe('application/pdf');
    const text = pdfPages(Buffer.from(await printed.arrayBuffer())).join('\n');
    expect(text).toContain(registrationNo);
    expect(text).toContain('Dinas Tenaga Kerja Kota Semarang');
    expect(text).not.toContain(person(serial).nik);
    expect((await events('receipt.printed')).map((event) => event.subject_id)).toContain(String(id));
  });

  it('removes files no record names after a day, and none in use or young', async () => {
    const { vault, database, config } = system.services;
    const { id } = await draft();
    const { body } = await attach(intake, id, await plainPng(70, 70));
    const orphan = await vault.put(Buffer.from('left by a crash'));
    const young = await vault.put(Buffer.from('an upload under way'));
    const piece = await vault.put(Buffer.from('a piece of a hand-over'));
    const handover = await vault.put(Buffer.from(JSON.stringify({ pieces: [piece.name] })));
    const at = new Date().toISOString();
    await database.write('imports').insert({
      ...{ office_id: system.offices['dinas-3374'], wave_id: system.waveId, file_name: 'rekap.csv' },
      ...{
        file_sha256: 'a'.repeat(64),
        file_size: 1,
        vault_name: handover.name,
        control_totals: '{}',
        counts: '{}',
      },
      ...{ uploaded_by_id: system.accounts.intake.id, created_at: at, updated_at: at },
    });
    const old = new Date(Date.now() - 2 * DAY_MS);
    for (const name of await vault.names())
      if (name !== young.name) await utimes(join(config.documentsDir, name.slice(0, 2), name), old, old);
    const result = await reconcileVault(database.read, vault, new Date());
    expect(result).toMatchObject({ orphans: 1, suspicious: 0 });
    const left = await vault.names();
    expect(left).not.toContain(orphan.name);
    expect(left).toEqual(expect.arrayContaining([young.name, piece.name, handover.name]));
    expect((await intake.get(`/api/documents/${body.id}/content`)).status).toBe(200);
    await vault.remove(young.name);
  });

  it('leaves a vault alone that the database mostly does not know', async () => {
    const { vault, database } = system.services;
    const names: string[] = [];
    for (let i = 0; i < 40; i += 1)
      names.push((await vault.put(Buffer.from(`of another database ${i}`))).name);
    const result = await reconcileVault(database.read, vault, new Date(Date.now() + 2 * DAY_MS));
    expect(result).toMatchObject({ orphans: 0, suspicious: 40 });
    for (const name of names) await vault.remove(name);
  });

  it('knows every column that names a file of the vault', async () => {
    const { database } = system.services;
    const sql =
      engine === 'sqlite'
        ? "SELECT m.name AS t, c.name AS c FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
        : "SELECT table_name AS t, column_name AS c FROM information_schema.columns WHERE table_schema = 'public'";
    const answer: unknown = await database.read.raw(sql);
    const columns = (Array.isArray(answer) ? answer : (answer as { rows: unknown[] }).rows) as {
      t: string;
      c: string;
    }[];
    const naming = columns
      .filter(({ c }) => /vault|^(original|served)_name$/.test(c))
      .map(({ t, c }) => `${t}.${c}`);
    expect(naming.sort()).toEqual(VAULT_COLUMNS.map(({ table, column }) => `${table}.${column}`).sort());
  });
});

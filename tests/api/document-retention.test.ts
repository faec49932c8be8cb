import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SETTLED } from '../../migrations/20261201000300_create_document_deletions.ts';
import type { DocumentDeletionRecord } from '../../server/documents/document-schema.ts';
import { reconcileVault } from '../../server/documents/vault-reconcile.ts';
import { SETTLED_STATUSES } from '../../server/submissions/document-retention-rules.ts';
import { phoneJpeg } from '../support/document-samples.ts';
import { person } from '../support/registrations.ts';
import {
  DAY_MS,
  ENGINES,
  startSystem,
  type ApiClient,
  type RunningSystem,
} from '../support/running-system.ts';

interface Case {
  id: number;
  version: number;
}
interface DocumentRow {
  original_name: string;
  served_name: string;
  deleted_at: string | null;
}

describe.each(ENGINES)('copies of cards whose time is over, on %s', (engine) => {
  let system: RunningSystem;
  let intake: ApiClient;
  let auditor: ApiClient;
  let serial = 40;
  beforeAll(async () => {
    system = await startSystem({
      engine,
      env: { LOKET_KTP_PHOTO_DAYS: '10', LOKET_KTP_PHOTO_OWNER: 'Pusdatin' },
    });
    intake = await system.login('intake');
    auditor = await system.login('auditor');
  });
  afterAll(() => system?.stop());

  const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
  const deleteDue = (days: number) => system.services.retention.deleteDue(inDays(days));
  const documentRow = async (id: number) =>
    (await system.services.database.read('documents').where({ id }).first()) as DocumentRow;

  /** A draft with a photo of the card and a scan of the form; withdrawn where it says so. */
  async function registration(ended: boolean) {
    serial += 1;
    const { body } = await intake.post<Case>('/api/submissions', {
      waveId: system.waveId,
      ...person(serial),
    });
    const attach = async (kind: string) => {
      const bytes = await phoneJpeg(200 + serial, 120);
      const answer = await intake.upload<{ id: number }>('/api/documents', { bytes, name: 'x.jpg' }, { submissionId: body.id, kind });
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
      return answer.body.id;
    }; // prettier-ignore
    const photo = await attach('ktp_photo');
    const scan = await attach('form_scan');
    if (ended) {
      const { version } = (await intake.get<Case>(`/api/submissions/${body.id}`)).body;
      const answer = await intake.post(`/api/submissions/${body.id}/withdraw`, {
        version,
        note: 'Pindah kerja',
      });
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    }
    return { id: body.id, photo, scan };
  }

  it('go once the registration has ended long enough ago, files and all; the signed form stays', async () => {
    const { id, photo, scan } = await registration(true);
    expect(await deleteDue(9.9)).toBe(0);
    expect(await deleteDue(10.1)).toBe(1);
    const row = await documentRow(photo);
    const names = await system.services.vault.names();
    expect(names).not.toContain(row.original_name);
    expect(names).not.toContain(row.served_name);
    expect((await intake.get(`/api/documents/${photo}/content`)).status).toBe(404);
    const kept = await intake.get<{ id: number }[]>(`/api/submissions/${id}/documents`);
    expect(kept.body.map((one) => one.id)).toEqual([scan]);
    const filter = { submissionId: id };
    const { rows } = await auditor.list<DocumentDeletionRecord>('/api/document-deletions', { filter });
    expect(rows).toMatchObject([{ documentId: photo, kind: 'ktp_photo', keptDays: 10, ruleOwner: 'Pusdatin' }]);
    const events = await system.services.database.read('audit_events').where({ action: 'document.deleted', subject_id: String(photo) });
    expect(events).toMatchObject([{ actor_id: null, outcome: 'done' }]);
    expect(await deleteDue(400)).toBe(0);
  }); // prettier-ignore

  it('stay as long as the registration goes on', async () => {
    const { photo } = await registration(false);
    expect(await deleteDue(4000)).toBe(0);
    expect((await documentRow(photo)).deleted_at).toBeNull();
  });

  it('are told to no other office', async () => {
    const { id } = await registration(true);
    await deleteDue(11);
    const filter = { submissionId: id };
    const other = await system.login('intake2');
    expect((await intake.list('/api/document-deletions', { filter })).rows).toHaveLength(1);
    expect((await other.list('/api/document-deletions', { filter })).rows).toHaveLength(0);
  });

  it('lose their files at the next turn where the server died right after the record', async () => {
    const { photo } = await registration(true);
    const { vault, database } = system.services;
    const row = await documentRow(photo);
    const remove = vault.remove;
    vault.remove = () => Promise.reject(new Error('killed'));
    await expect(deleteDue(11)).rejects.toThrow('killed');
    vault.remove = remove;
    expect((await documentRow(photo)).deleted_at).not.toBeNull();
    expect(await vault.names()).toContain(row.original_name);
    expect(await deleteDue(11)).toBe(0);
    expect(await vault.names()).not.toContain(row.original_name);
    expect(await database.read('document_deletions').whereNull('files_gone_at')).toEqual([]);
    expect((await reconcileVault(database.read, vault, inDays(2))).suspicious).toBe(0);
  });

  it('cannot be marked as deleted by raw SQL without a record, nor a record made of one that goes on', async () => {
    const { id, photo } = await registration(false);
    const { write } = system.services.database;
    const now = new Date().toISOString();
    await expect(async () =>
      write('documents').where({ id: photo }).update({ deleted_at: now }),
    ).rejects.toThrow(/GUARD_DOCUMENT_DELETED_RECORDED/);
    const record = deletion({ document_id: photo, submission_id: id, settled_status: 'draft' });
    await expect(async () => write('document_deletions').insert(record)).rejects.toThrow(
      /GUARD_DOCUMENT_DELETION_SETTLED/,
    );
  });

  it('are recorded by raw SQL neither before their time nor with another end than the registration’s own', async () => {
    const { id, photo } = await registration(true);
    const { read, write } = system.services.database;
    const [last] = (await read('submission_transitions').where({ submission_id: id }).max({ at: 'at' })) as {
      at: string;
    }[];
    const own = deletion({ document_id: photo, submission_id: id, settled_at: last?.at });
    const early = { ...own, deleted_at: '2026-01-01T00:00:00.000Z' };
    await expect(async () => write('document_deletions').insert(early)).rejects.toThrow(/check|constraint/i);
    const other = { ...own, settled_at: '2026-01-01T00:00:00.000Z' };
    await expect(async () => write('document_deletions').insert(other)).rejects.toThrow(
      /GUARD_DOCUMENT_DELETION_SETTLED/,
    );
  });

  it('may go in exactly the statuses in which the rules call a registration ended', () => {
    expect([...SETTLED_STATUSES].sort()).toEqual([...SETTLED].sort());
  });
});

const deletion = (values: object) => ({
  ...{
    settled_status: 'withdrawn',
    settled_at: '2026-11-01T00:00:00.000Z',
    kept_days: 1,
    kept_until: '2027-01-01T00:00:00.000Z',
  },
  ...{ rule_owner: 'Pusdatin', deleted_at: '2027-01-02T00:00:00.000Z', ...values },
});

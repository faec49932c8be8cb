import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchRecord, RowsAdded } from '../../server/batches/batch-schema.ts';
import { batchRoad, logInAll, type Clients } from '../support/batch-road.ts';
import { ENGINES, startSystem, type RunningSystem } from '../support/running-system.ts';
import { validJpeg } from '../support/signed-scan.ts';
import { loadEmptyLists, verifyPeople } from '../support/verified-people.ts';

describe.each(ENGINES)('a batch on its road, on %s', (engine) => {
  let system: RunningSystem;
  let clients: Clients;
  let road: ReturnType<typeof batchRoad>;
  let next = 1;
  beforeAll(async () => {
    system = await startSystem({ engine });
    await loadEmptyLists(system);
    clients = await logInAll(system);
    road = batchRoad(clients);
  });
  afterAll(() => system.stop());

  const people = async (count: number, options: Parameters<typeof verifyPeople>[2] = {}) => {
    const made = await verifyPeople(system, count, { from: next, ...options });
    next += count;
    return made;
  };
  const statuses = async (ids: number[]) =>
    (
      (await system.services.database
        .read('submissions')
        .whereIn('id', ids)
        .orderBy('id')
        .select('status')) as {
        status: string;
      }[]
    ).map(({ status }) => status);

  it('takes verified rows of its wave and channel, and names every other with its reason', async () => {
    const { ids } = await people(3);
    const online = await people(1, { channel: 'online' });
    const elsewhere = await people(1, { office: 'dinas-3372' });
    const batch = (
      await clients.coordinator.post<BatchRecord>('/api/batches', {
        waveId: system.waveId, channel: 'offline', officeId: system.offices['dinas-3374'],
      })
    ).body; // prettier-ignore
    const wanted = [...ids, ...online.ids, ...elsewhere.ids, 999_999];
    const answer = await clients.coordinator.post<RowsAdded>(road.path(batch, 'rows'), { ids: wanted });
    expect(answer.body).toMatchObject({ added: 3, skippedCount: 3, batch: { rowCount: 3, version: 2 } });
    expect(answer.body.skipped.map(({ id, reasons }) => [id, reasons])).toEqual([
      [online.ids[0], ['OTHER_CHANNEL']],
      [elsewhere.ids[0], ['OTHER_OFFICE']],
      [999_999, ['NOT_FOUND']],
    ]);
    expect(answer.body.batch.counts).toMatchObject({ rows: 3, byProposer: [{ proposer: 'DINAS', rows: 3 }] });
    const again = await clients.coordinator.post<RowsAdded>(road.path(batch, 'rows'), { ids: [ids[0]] });
    expect(again.body).toMatchObject({ added: 0, reasons: [{ code: 'ALREADY_IN_BATCH', count: 1 }] });
    const other = await road.open(system.waveId, []).catch(() => null);
    expect(other).toBeNull();
    expect(await statuses(ids)).toEqual(['batched', 'batched', 'batched']);
  });

  it('takes rows by filter only while they are as many as the person saw', async () => {
    const { ids } = await people(2, { proposer: 'ORMAS' });
    const batch = (
      await clients.coordinator.post<BatchRecord>('/api/batches', {
        waveId: system.waveId,
        channel: 'offline',
      })
    ).body;
    const filter = { status: 'verified', proposer: 'ORMAS' };
    const wrong = await clients.coordinator.post(road.path(batch, 'rows'), { filter, expectedCount: 3 });
    expect(wrong.status).toBe(409);
    expect(wrong.body).toMatchObject({
      details: { blockers: [{ code: 'COUNT_CHANGED', expected: 3, found: 2 }] },
    });
    const right = await clients.coordinator.post<RowsAdded>(road.path(batch, 'rows'), {
      filter,
      expectedCount: 2,
    });
    expect(right.body).toMatchObject({ added: 2, skippedCount: 0 });
    expect(await statuses(ids)).toEqual(['batched', 'batched']);
  });

  it('puts assisted registrations among the online ones', async () => {
    const online = await people(1, { channel: 'online' });
    const assisted = await people(1, { channel: 'assisted' });
    const ids = [...online.ids, ...assisted.ids];
    const batch = await road.open(system.waveId, ids, { channel: 'online' });
    expect(batch).toMatchObject({ rowCount: 2, channel: 'online' });
    const sealed = await road.seal(batch);
    const submitted = await road.submit(sealed);
    expect(submitted.status).toBe('awaiting_ratification');
  });

  it('lets rows leave an open batch with a reason, and all of them when it is given up', async () => {
    const { ids } = await people(3);
    const batch = await road.open(system.waveId, ids);
    const left = await clients.coordinator.post<BatchRecord>(road.path(batch, 'rows/remove'), {
      ids: [ids[0]], reason: 'formulir asli belum ada', version: batch.version,
    }); // prettier-ignore
    expect(left.body).toMatchObject({ rowCount: 2, version: batch.version + 1 });
    expect(await statuses(ids)).toEqual(['verified', 'batched', 'batched']);
    const strange = await clients.coordinator.post(road.path(batch, 'rows/remove'), {
      ids: [ids[0]],
      reason: 'lagi',
    });
    expect(strange.status).toBe(409);
    const given = await clients.coordinator.post<BatchRecord>(road.path(batch, 'cancel'), {
      version: left.body.version,
    });
    expect(given.body).toMatchObject({ status: 'cancelled', rowCount: 0 });
    expect(await statuses(ids)).toEqual(['verified', 'verified', 'verified']);
  });

  it('seals the rows into a manifest whose bytes give the digest', async () => {
    const { ids, people: persons } = await people(5, { rowPrefix: 'S-' });
    const open = await road.open(system.waveId, ids);
    const sealed = await road.seal(open);
    expect(sealed).toMatchObject({
      status: 'sealed',
      rowCount: 5,
      sealedById: system.accounts.coordinator.id,
    });
    const answer = await clients.auditor.raw(road.path(sealed, 'manifest'));
    const text = await answer.text();
    expect(createHash('sha256').update(text).digest('hex')).toBe(sealed.digest);
    const lines = text.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>); // prettier-ignore
    const numbers = lines.map((line) => String(line['registration_no']));
    expect(numbers).toEqual([...numbers].sort());
    expect(lines.map((line) => line['nik']).sort()).toEqual(persons.map((one) => one.nik).sort());
    expect(Object.keys(lines[0] as object)).toEqual([...Object.keys(lines[0] as object)].sort());
    expect(lines[0]).toMatchObject({
      template_version: 'PK-1', pengusul: 'DINAS', hadir_sendiri: 'YA', office: 'dinas-3374', identity_outcome: 'matched',
      rule_set: 'normal-2023@1', round_no: 1, screening_as_of: sealed.sealedAt,
    }); // prettier-ignore
    expect(Object.keys(lines[0] as object)).toHaveLength(27);
    expect((await clients.approver.get(road.path(sealed, 'manifest'))).status).toBe(403);
    expect((await clients.intake.get(road.path(sealed, 'manifest'))).status).toBe(403);
    const stored = (await system.services.database
      .read('manifest_lines')
      .whereIn('submission_id', ids)
      .select('line')) as { line: Buffer }[];
    expect(stored.every(({ line }) => persons.every((one) => !line.includes(one.nik)))).toBe(true);
  });

  it('makes a new manifest after unsealing, and takes no row out of a sealed batch', async () => {
    const { ids } = await people(2);
    const sealed = await road.seal(await road.open(system.waveId, ids));
    const out = await clients.coordinator.post(road.path(sealed, 'rows/remove'), {
      ids: [ids[0]],
      reason: 'keliru',
    });
    expect(out.body).toMatchObject({ code: 'BLOCKED', details: { blockers: [{ code: 'STATUS_FORBIDS' }] } });
    const opened = await clients.coordinator.post<BatchRecord>(road.path(sealed, 'unseal'), {
      version: sealed.version, reason: 'satu baris keliru',
    }); // prettier-ignore
    expect(opened.body).toMatchObject({ status: 'open', digest: null, rowCount: 2 });
    const again = await road.seal(opened.body);
    expect(again.digest).not.toBe(sealed.digest);
  });

  it('wants both signed papers of this very digest before it submits an offline batch', async () => {
    const { ids } = await people(2);
    const sealed = await road.seal(await road.open(system.waveId, ids));
    const early = await clients.coordinator.post(road.path(sealed, 'submit'), { version: sealed.version });
    expect(early.body).toMatchObject({
      details: { blockers: [{ code: 'PAPERS_MISSING', missing: ['attestation', 'handover'] }] },
    });
    const file = { bytes: Buffer.from('GIF89a not a scan'), name: 'scan.jpg' };
    const fields = { kind: 'attestation', digest: sealed.digest as string };
    expect((await clients.coordinator.upload(road.path(sealed, 'papers'), file, fields)).status).toBe(415);
    const ready = await road.attach(sealed);
    expect(ready.papers.map(({ kind, current }) => [kind, current])).toEqual([
      ['attestation', true],
      ['handover', true],
    ]);
    const wrong = await clients.coordinator.upload(
      road.path(sealed, 'papers'),
      { bytes: await validJpeg() },
      { kind: 'handover', digest: 'a'.repeat(64) },
    );
    expect([wrong.status, wrong.body['code']]).toEqual([422, 'DIGEST_DIFFERS']);
    expect(await road.submit(ready)).toMatchObject({ status: 'awaiting_ratification' });
  });

  it('prints attestation and minutes of a sealed batch, and the annex once it is ratified', async () => {
    const { ids } = await people(2);
    const batch = await road.open(system.waveId, ids);
    expect((await clients.coordinator.get(road.path(batch, 'attestation.pdf'))).status).toBe(409);
    const sealed = await road.seal(batch);
    for (const paper of ['attestation.pdf', 'handover.pdf']) {
      const answer = await clients.coordinator.raw(road.path(sealed, paper));
      expect(answer.headers.get('content-type')).toBe('application/pdf');
      expect(
        Buffer.from(await answer.arrayBuffer())
          .subarray(0, 5)
          .toString(),
      ).toBe('%PDF-');
    }
    expect((await clients.coordinator.get(road.path(sealed, 'decree.pdf'))).status).toBe(409);
    const ratified = await road.ratify(await road.submit(await road.attach(sealed)));
    expect(ratified.status).toBe(200);
    const annex = await clients.auditor.raw(road.path(sealed, 'decree.pdf'));
    expect(
      Buffer.from(await annex.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });

  it('goes from the first row to settled, and every step stands in its history and in the log', async () => {
    const { ids } = await people(3);
    const acknowledged = await road.acknowledged(system.waveId, ids);
    expect(acknowledged).toMatchObject({ status: 'acknowledged', ratifiedById: system.accounts.approver.id });
    expect(await statuses(ids)).toEqual(['sent', 'sent', 'sent']);
    const settled = await clients.pmo.post<BatchRecord>(road.path(acknowledged, 'confirm-all'), {
      version: acknowledged.version,
    });
    expect(settled.body).toMatchObject({ status: 'settled' });
    expect(await statuses(ids)).toEqual(['confirmed', 'confirmed', 'confirmed']);
    const history = await clients.auditor.get<{ action: string }[]>(road.path(settled.body, 'history'));
    expect(history.body.map(({ action }) => action)).toEqual([
      'create', 'add-rows', 'seal', 'attach-paper', 'attach-paper', 'submit', 'ratify', 'forward', 'acknowledge', 'confirm-all', 'settle',
    ]); // prettier-ignore
    const events = (await system.services.database
      .read('audit_events')
      .where({ subject: 'batch', subject_id: String(settled.body.id) })
      .distinct('action')) as { action: string }[];
    expect(events.map(({ action }) => action).sort()).toEqual(
      [
        'batch.created', 'batch.rows-added', 'batch.screened', 'batch.sealed', 'batch.paper-attached', 'batch.submitted',
        'batch.ratified', 'batch.forwarded', 'batch.acknowledged', 'batch.confirmed-all', 'batch.settled',
      ].sort(),
    ); // prettier-ignore
  });

  it('leaves one event of each paper attached, and one of the scan behind it', async () => {
    const { ids } = await people(1);
    const attached = await road.attach(await road.seal(await road.open(system.waveId, ids)));
    const scans = attached.papers.map(({ documentId }) => String(documentId));
    const events = (await system.services.database
      .read('audit_events')
      .where({ subject: 'batch', subject_id: String(attached.id), action: 'batch.paper-attached' })
      .orWhere((either) => void either.where({ subject: 'document' }).whereIn('subject_id', scans))
      .orderBy('id')) as { action: string }[];
    expect(events.map(({ action }) => action)).toEqual([
      'document.attached',
      'batch.paper-attached',
      'document.attached',
      'batch.paper-attached',
    ]);
  });

  it('shows the PMO nothing before it is sent, and each role what it may do next and why not', async () => {
    const { ids } = await people(1);
    const awaiting = await road.awaiting(system.waveId, ids);
    expect((await clients.pmo.get(`/api/batches/${awaiting.id}`)).status).toBe(404);
    const listed = await clients.pmo.list<BatchRecord>('/api/batches', { filter: { waveId: system.waveId } });
    expect(listed.rows.every(({ status }) => ['sent', 'acknowledged', 'settled'].includes(status))).toBe(
      true,
    );
    const actions = async (as: keyof Clients) => {
      const { body } = await clients[as].get<
        { action: string; allowed: boolean; blockers: { code: string }[] }[]
      >(road.path(awaiting, 'available-actions'));
      return new Map(body.map((one) => [one.action, one]));
    };
    expect((await actions('approver')).get('ratify')).toMatchObject({ allowed: true, blockers: [] });
    expect((await actions('coordinator')).get('ratify')?.blockers[0]).toMatchObject({
      code: 'ROLE_MAY_NOT',
      message: 'your role may not do this',
    });
    expect((await actions('approver')).get('seal')?.blockers.map(({ code }) => code)).toEqual([
      'ROLE_MAY_NOT',
      'STATUS_FORBIDS',
    ]);
  });

  it('answers a stale version with who changed the batch', async () => {
    const { ids } = await people(1);
    const batch = await road.open(system.waveId, ids);
    await road.seal(batch);
    const late = await clients.coordinator.post(road.path(batch, 'cancel'), { version: batch.version });
    expect(late.body).toMatchObject({
      code: 'STALE_VERSION',
      details: { version: batch.version + 1, changedBy: 'Petugas coordinator', change: 'seal' },
    });
  });
});

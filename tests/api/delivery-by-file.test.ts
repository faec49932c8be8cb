import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchRecord } from '../../server/batches/batch-schema.ts';
import { batchWorld, codesOf, type BatchWorld } from '../support/batch-world.ts';
import { outboxOf } from '../support/pmo-desk.ts';
import { ENGINES } from '../support/running-system.ts';

/** The files of a tar archive. */
function untar(archive: Buffer): Record<string, Buffer> {
  const files: Record<string, Buffer> = {};
  for (let at = 0; archive[at] !== 0;) {
    const text = (from: number, to: number) =>
      archive.toString('ascii', at + from, at + to).replace(/\0.*$/, '');
    const size = Number.parseInt(text(124, 136), 8);
    files[text(0, 100)] = archive.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

describe.each(ENGINES)('delivery by file, on %s', (engine) => {
  let world: BatchWorld;
  let outbox: ReturnType<typeof outboxOf>;
  beforeAll(async () => {
    world = await batchWorld(engine);
    outbox = outboxOf(world);
  });
  afterAll(() => world.stop());

  const byFile = async (count: number) => {
    const { ids } = await world.people(count);
    const ratified = await world.road.ratified(world.system.waveId, ids);
    const path = world.road.path(ratified, 'forward');
    const answer = await world.clients.coordinator.post<BatchRecord>(path, {
      version: ratified.version,
      way: 'file',
    });
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const pathOf = async (batch: BatchRecord, rest: string) =>
    `/api/dispatches/${(await outbox.last(batch)).id}/${rest}`;
  const bringReceipt = async (batch: BatchRecord, content: unknown, version?: number) => {
    const bytes = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
    const dispatch = await outbox.last(batch);
    return world.clients.coordinator.upload(
      await pathOf(batch, 'receipt'),
      { bytes, name: 'tanda-terima.json' },
      { version: String(version ?? dispatch.version) },
    );
  };
  const receiptOf = (batch: BatchRecord) => ({
    dispatchNo: batch.dispatchNo,
    count: batch.rowCount,
    digest: batch.digest,
  });

  it('hands out a package that standard tools can check, and keeps who took it', async () => {
    const batch = await byFile(3);
    await world.system.services.dispatchWorker.wake();
    expect(await outbox.last(batch)).toMatchObject({ status: 'by_file', attempts: 0, delivery: null });
    const path = await pathOf(batch, 'package.tar');
    for (const name of ['pmo', 'auditor', 'approver'] as const)
      expect((await world.clients[name].raw(path)).status, name).toBe(403);
    const response = await world.clients.coordinator.raw(path);
    expect(response.headers.get('content-disposition')).toContain(`${batch.dispatchNo}.tar`);
    const files = untar(Buffer.from(await response.arrayBuffer()));
    expect(Object.keys(files)).toEqual([
      'BACA-SAYA.txt',
      'kiriman.json',
      'manifes.ndjson',
      'pernyataan.json',
      'pernyataan.jws',
      'kunci-publik.pem',
    ]);
    const manifest = files['manifes.ndjson'] as Buffer;
    expect(createHash('sha256').update(manifest).digest('hex')).toBe(batch.digest);
    expect(manifest.toString().trimEnd().split('\n')).toHaveLength(3);
    expect(JSON.parse(String(files['kiriman.json']))).toMatchObject(receiptOf(batch));
    expect(String(files['BACA-SAYA.txt'])).toContain('JWS terpisah Ed25519');
    const { accounts } = world.system;
    expect((await outbox.last(batch)).downloads).toMatchObject([
      { byId: accounts.coordinator.id, digest: batch.digest },
    ]);
    const event = await world.write('audit_events').where({ action: 'dispatch.package-downloaded', outcome: 'done' }).first('actor_id'); // prettier-ignore
    expect(event).toEqual({ actor_id: accounts.coordinator.id });
  });

  it('is delivered only by a receipt that agrees, and the PMO answers as ever', async () => {
    const batch = await byFile(2);
    const wrong = await bringReceipt(batch, { ...receiptOf(batch), count: 1, digest: 'f'.repeat(64) });
    expect(wrong.status).toBe(409);
    expect(codesOf(wrong)).toEqual(['COUNT_DIFFERS', 'DIGEST_DIFFERS']);
    const other = await bringReceipt(batch, { ...receiptOf(batch), dispatchNo: 'DSP-2020-00001-1' });
    expect(other.body).toMatchObject({ code: 'RECEIPT_OF_ANOTHER' });
    for (const broken of ['{"dispatchNo":', '[]', { count: 2 }, { ...receiptOf(batch), count: '2' }])
      expect((await bringReceipt(batch, broken)).body).toMatchObject({ code: 'RECEIPT_MALFORMED' });
    expect((await bringReceipt(batch, receiptOf(batch), 99)).status).toBe(409);
    expect(await outbox.last(batch)).toMatchObject({ status: 'by_file', delivery: null });

    expect((await bringReceipt(batch, receiptOf(batch))).status).toBe(200);
    expect(await outbox.last(batch)).toMatchObject({
      status: 'acknowledged',
      delivery: { source: 'file', receivedCount: 2, receivedDigest: batch.digest },
    });
    expect(codesOf(await bringReceipt(batch, receiptOf(batch)))).toEqual(['DISPATCH_NOT_BY_FILE']);
    const acknowledged = await world.road.reload(batch.id);
    expect(acknowledged.status).toBe('acknowledged');
    const confirmed = await world.clients.pmo.post(world.road.path(batch, 'confirm-all'), {
      version: acknowledged.version,
    });
    expect(confirmed.body).toMatchObject({ status: 'settled' });
  });

  it('may take the wire after all; what is at the PMO already cannot go by file', async () => {
    const batch = await byFile(1);
    expect((await outbox.retry(batch)).body).toMatchObject({ status: 'unknown' });
    await world.system.services.dispatchWorker.wake();
    const dispatch = await outbox.last(batch);
    expect(dispatch).toMatchObject({ status: 'delivered', delivery: { source: 'inbox' } });
    const late = await world.clients.coordinator.post(await pathOf(batch, 'by-file'), {
      version: dispatch.version,
    });
    expect(codesOf(late)).toEqual(['DISPATCH_UNDER_WAY']);
  });

  it('takes over what waits because sending is stopped', async () => {
    const { coordinator } = world.clients;
    await coordinator.post('/api/sending/stop', { reason: 'jaringan PMO putus' });
    const { ids } = await world.people(1);
    const batch = await world.road.forward(await world.road.ratified(world.system.waveId, ids));
    const { version, status } = await outbox.last(batch);
    expect(status).toBe('queued');
    expect((await coordinator.post(await pathOf(batch, 'by-file'), { version })).status).toBe(200);
    expect((await bringReceipt(batch, receiptOf(batch))).status).toBe(200);
    await coordinator.post('/api/sending/resume', { reason: 'jaringan pulih' });
    expect((await outbox.last(batch)).status).toBe('acknowledged');
  });
});

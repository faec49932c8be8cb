import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isClockWrong } from '../../server/counter/counter-rules.ts';
import { sealForMinistry } from '../../client/counter/device-crypto.ts';
import { openDevice, type Device, type Refused } from '../support/counter-device.ts';
import { plainPng } from '../support/document-samples.ts';
import { loadLists, person } from '../support/registrations.ts';
import {
  DAY_MS,
  ENGINES,
  startSystem,
  type ApiClient,
  type RunningSystem,
} from '../support/running-system.ts';

describe.each(ENGINES)('forms keyed without a network, handed in one by one, on %s', (engine) => {
  let system: RunningSystem;
  let intake: ApiClient;
  let device: Device;
  let next = 0;
  const form = (values: Record<string, unknown> = {}) => {
    next += 1;
    return { waveId: system.waveId, ...person(next), ...values };
  };
  const read = () => system.services.database.read;
  const count = async (table: string, where: Record<string, unknown> = {}) =>
    Number(((await read()(table).where(where).count({ n: '*' })) as { n: number }[])[0]?.n);
  const nikCount = (nik: string) => count('submissions', { nik_bidx: system.services.blindIndex.nik(nik) });

  beforeAll(async () => {
    system = await startSystem({ engine });
    intake = await system.login('intake');
    device = await openDevice(intake);
    await loadLists(system);
  });
  afterAll(() => system?.stop());

  it('arrive with their photos and are submitted, once', async () => {
    const photos = { ktp_photo: await plainPng(), form_scan: await plainPng() };
    const one = await device.keyed(form(), photos);
    const first = await device.hand(one);
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ outcome: 'received', status: 'draft', photos: [] });
    for (const at of [0, 1]) expect((await device.photo(one, at)).status).toBe(200);
    const done = await device.finish(one);
    expect(done.body).toMatchObject({ status: 'submitted', submissionId: first.body.submissionId });
    expect(done.body.photos.map(({ sha256 }) => sha256)).toEqual(one.photos.map(({ sha256 }) => sha256));
  });

  it('change nothing when every step comes again, also after the keys of repeats have expired', async () => {
    const one = await device.keyed(form(), { ktp_photo: await plainPng() });
    const first = await device.hand(one);
    await device.photo(one, 0);
    await device.finish(one);
    await system.services.database.write('idempotency_keys').delete();
    const again = [await device.hand(one), await device.photo(one, 0), await device.finish(one)];
    expect(again.map(({ status }) => status)).toEqual([200, 200, 200]);
    for (const { body } of again) expect(body.submissionId).toBe(first.body.submissionId);
    expect(await nikCount(String(one.form['nik']))).toBe(1);
    expect(await count('documents', { submission_id: first.body.submissionId })).toBe(1);
  });

  it('make one registration when the same form is sent eight times at once', async () => {
    const one = await device.keyed(form());
    const answers = await Promise.all(Array.from({ length: 8 }, () => device.hand(one)));
    expect(answers.map(({ status }) => status).filter((status) => status > 201)).toEqual([]);
    expect(new Set(answers.map(({ body }) => body.submissionId)).size).toBe(1);
    expect(await nikCount(String(one.form['nik']))).toBe(1);
  });

  it('are not submitted before the last photo has arrived', async () => {
    const one = await device.keyed(form(), { ktp_photo: await plainPng(), form_scan: await plainPng() });
    await device.hand(one);
    await device.photo(one, 0);
    const early = await device.finish(one);
    expect([early.status, early.body.code]).toEqual([409, 'PHOTOS_MISSING']);
    expect(early.body.details?.['missing']).toEqual([{ kind: 'form_scan', sha256: one.photos[1]?.sha256 }]);
  });

  it('are refused under an id that another form came by, and leave the first as it is', async () => {
    const one = await device.keyed(form());
    const first = await device.hand(one);
    const other = await device.hand({ ...one, form: { ...one.form, birthPlace: 'KENDAL' } });
    expect([other.status, other.body.code]).toEqual([409, 'ITEM_CHANGED']);
    const row = (await read()('submissions').where({ id: first.body.submissionId }).first('birth_place')) as {
      birth_place: string;
    };
    expect(row.birth_place).toBe('SEMARANG');
  });

  it('are told that the NIK is registered already, and where', async () => {
    const one = await device.keyed(form());
    await device.hand(one);
    const twin = await device.hand(await device.keyed({ ...one.form }));
    expect([twin.status, twin.body.code]).toEqual([409, 'DUPLICATE']);
    expect(twin.body.details?.['blockers']).toMatchObject([
      { code: 'DUPLICATE', where: { status: 'draft' } },
    ]);
  });

  it('are told that the wave has closed meanwhile, by the server’s clock and not by theirs', async () => {
    const [wave] = (await system.services.database
      .write('waves')
      .insert({
        ...{ code: `G-TUTUP-${engine}`, name: 'Sudah tutup', rule_set_id: 1, quota: 10 },
        opens_at: new Date(Date.now() - 30 * DAY_MS).toISOString(),
        closes_at: new Date(Date.now() - DAY_MS).toISOString(),
        required_documents: JSON.stringify({ online: [], offline: [] }),
      })
      .returning('id')) as { id: number }[];
    const late = await device.keyed(form({ waveId: wave?.id }));
    const lastWeek = new Date(Date.now() - 7 * DAY_MS).toISOString();
    const answer = await device.hand({ ...late, keyedAt: lastWeek }, { deviceTime: lastWeek });
    expect(answer.status).toBe(409);
    expect(answer.body.details?.['blockers']).toMatchObject([{ code: 'WAVE_CLOSED' }]);
  });

  it('are taken from a device whose clock is a year ahead, dated by the server, and the clock is told', async () => {
    const nextYear = new Date(Date.now() + 365 * DAY_MS).toISOString();
    const one = await device.keyed(form());
    const answer = await device.hand({ ...one, keyedAt: nextYear }, { deviceTime: nextYear });
    expect(answer.status).toBe(201);
    expect(isClockWrong(answer.body.clockOffSeconds)).toBe(true);
    expect(Math.abs(Date.parse(answer.body.receivedAt) - Date.now())).toBeLessThan(DAY_MS);
    const row = (await read()('submissions').where({ id: answer.body.submissionId }).first('created_at')) as {
      created_at: string;
    };
    expect(row.created_at).toBe(answer.body.receivedAt);
  });

  it('leave events that name the device, never a NIK', async () => {
    const one = await device.keyed(form());
    const { body } = await device.hand(one);
    const events = (await read()('audit_events').where({
      ...{ subject: 'submission', subject_id: String(body.submissionId), outcome: 'done' },
    })) as { action: string; body: string }[];
    expect(events.map(({ action }) => action)).toEqual(['submission.created']);
    expect(events[0]?.body).toContain(one.clientId);
    expect(events[0]?.body).toContain(device.device);
    expect(events[0]?.body).not.toContain(String(one.form['nik']));
  });

  it('are not for another office to see, finish or send again', async () => {
    const one = await device.keyed(form());
    await device.hand(one);
    const stranger = await system.login('intake2');
    const theirs = await openDevice(stranger);
    const again = await theirs.hand(one);
    const finish = await theirs.finish(one);
    expect([again.status, finish.status]).toEqual([404, 404]);
  });

  it('come only from a device that is the person’s own', async () => {
    const colleague = await system.login('intake2');
    const theirs = await openDevice(colleague);
    const answer = await device.hand(await device.keyed(form()), { device: theirs.device });
    expect([answer.status, answer.body.code]).toEqual([409, 'UNKNOWN_DEVICE']);
    const taken = await intake.post<Refused>('/api/counter/devices', { publicKey: theirs.publicKey });
    expect([taken.status, taken.body.code]).toEqual([409, 'DEVICE_OF_OTHER']);
  });

  it('leave a reason behind where they are never sent, and are then no longer taken', async () => {
    const one = await device.keyed(form());
    const body = {
      ...{ clientId: one.clientId, seq: one.seq, keyedAt: one.keyedAt, device: device.device },
      reason: 'diketik dua kali',
    };
    const gone = await intake.post('/api/counter/discards', body);
    expect(gone.body).toMatchObject({ outcome: 'discarded', submissionId: null });
    expect((await intake.post('/api/counter/discards', body)).body).toMatchObject({ outcome: 'discarded' });
    expect((await device.hand(one)).body).toMatchObject({ outcome: 'discarded' });
    expect(await nikCount(String(one.form['nik']))).toBe(0);
    expect(await count('audit_events', { action: 'counter.item-discarded', subject_id: one.clientId })).toBe(
      1,
    );
  });

  it('cannot be discarded any more once they have arrived', async () => {
    const one = await device.keyed(form());
    const arrived = await device.hand(one);
    const answer = await intake.post('/api/counter/discards', {
      ...{ clientId: one.clientId, seq: one.seq, keyedAt: one.keyedAt, device: device.device },
      reason: 'salah buang',
    });
    expect(answer.body).toMatchObject({ outcome: 'received', submissionId: arrived.body.submissionId });
  });

  it('are facts that no statement changes or deletes', async () => {
    const { write } = system.services.database;
    await device.hand(await device.keyed(form()));
    for (const table of ['counter_items', 'counter_devices']) {
      await expect(write(table).delete()).rejects.toThrow(/GUARD_COUNTER/);
      await expect(write(table).update({ id: 999_999 })).rejects.toThrow(/GUARD_COUNTER/);
    }
    const row = { client_id: randomUUID(), device_id: 1, seq: 1, office_id: 1, keyed_by_id: 1 };
    const bare = { ...row, received_by_id: 1, keyed_at: 'x', clock_off_seconds: 0, received_at: 'x' };
    await expect(write('counter_items').insert(bare)).rejects.toThrow();
  });

  it('can be opened again with the spare key after a change of password, by their own clerk alone', async () => {
    const secret = { staffId: system.accounts.intake.id, key: 'k'.repeat(43) };
    const sealed = await sealForMinistry(device.desk.packageKey, JSON.stringify(secret));
    const own = await intake.post('/api/counter/recover', { sealed });
    expect([own.status, own.body]).toEqual([200, { key: secret.key }]);
    const stranger = await (await system.login('intake2')).post<Refused>('/api/counter/recover', { sealed });
    expect([stranger.status, stranger.body.code]).toEqual([422, 'SPARE_KEY_UNREADABLE']);
    const altered = await intake.post<Refused>('/api/counter/recover', {
      sealed: `${sealed.slice(0, -4)}AAAA`,
    });
    expect([altered.status, altered.body.code]).toEqual([422, 'SPARE_KEY_UNREADABLE']);
  });
});

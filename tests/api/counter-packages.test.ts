import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE_HEAD_AT, PACKAGE_MAGIC } from '../../server/counter/package-rules.ts';
import { createSigningPair, signingKey } from '../../client/counter/device-crypto.ts';
import { writePackage } from '../../client/counter/package-writer.ts';
import { createKeyringFile, loadKeyring } from '../../server/privacy/keyring.ts';
import { createPackageKeys } from '../../server/privacy/package-keys.ts';
import { bringPackage, openDevice, type Device, type KeyedForm } from '../support/counter-device.ts';
import { plainPng } from '../support/document-samples.ts';
import { loadLists, person } from '../support/registrations.ts';
import { ENGINES, startSystem, type ApiClient, type RunningSystem } from '../support/running-system.ts';

describe.each(ENGINES)('a package carried to another desk, on %s', (engine) => {
  let system: RunningSystem;
  let intake: ApiClient;
  let colleague: ApiClient;
  let device: Device;
  let next = 0;
  const form = () => {
    next += 1;
    return { waveId: system.waveId, ...person(next) };
  };
  const count = async (table: string) =>
    Number(((await system.services.database.read(table).count({ n: '*' })) as { n: number }[])[0]?.n);
  async function keyedForms(many: number): Promise<KeyedForm[]> {
    const forms: KeyedForm[] = [];
    for (let no = 0; no < many; no += 1)
      forms.push(
        await device.keyed(form(), { ktp_photo: await plainPng(40 + next, 30), form_scan: await plainPng() }),
      );
    return forms;
  }
  const refusedWhole = async (bytes: Uint8Array, code: string, client = colleague) => {
    const before = [await count('submissions'), await count('documents'), await count('counter_packages')];
    const answer = await bringPackage(client, bytes);
    expect([answer.status, answer.body.code]).toEqual([code === 'PACKAGE_OTHER_OFFICE' ? 403 : 422, code]);
    const after = [await count('submissions'), await count('documents'), await count('counter_packages')];
    expect(after).toEqual(before);
  };

  beforeAll(async () => {
    system = await startSystem({ engine });
    intake = await system.login('intake');
    // A colleague of the same office, at another desk.
    const { database } = system.services;
    const { password_hash } = (await database
      .read('staff')
      .where({ username: 'intake' })
      .first('password_hash')) as {
      password_hash: string;
    };
    await database.write('staff').insert({
      ...{ username: 'rekan', role: 'intake', full_name: 'Petugas rekan', password_hash },
      ...{ office_id: system.offices['dinas-3374'], created_at: new Date().toISOString() },
    });
    colleague = await system.login('rekan' as 'intake');
    device = await openDevice(intake);
    await loadLists(system);
  });
  afterAll(() => system?.stop());

  it('brings every form in once, in order, with photos, in the name of whoever keyed it', async () => {
    const forms = await keyedForms(3);
    const { status, body } = await bringPackage(colleague, await device.packed(forms));
    expect(status).toBe(200);
    expect(body).toMatchObject({ repeated: false, madeById: system.accounts.intake.id });
    expect(body.items.map(({ outcome, seq }) => [outcome, seq])).toEqual(
      forms.map(({ seq }) => ['received', seq]),
    );
    const ids = body.items.map(({ submissionId }) => submissionId as number);
    expect([...ids].sort((a, b) => a - b)).toEqual(ids);
    const { read } = system.services.database;
    const rows = (await read('submissions').whereIn('id', ids).orderBy('id')) as Record<string, unknown>[];
    for (const row of rows)
      expect(row).toMatchObject({
        status: 'submitted',
        keyed_by_id: system.accounts.intake.id,
        office_id: system.accounts.intake.officeId,
      });
    const photos = (await read('documents').whereIn('submission_id', ids).orderBy('id')) as {
      sha256: string;
    }[];
    expect(photos.map(({ sha256 }) => sha256)).toEqual(
      forms.flatMap((one) => one.photos.map(({ sha256 }) => sha256)),
    );
  });

  it('changes nothing when it is brought again, and says so', async () => {
    const bytes = await device.packed(await keyedForms(2));
    const first = await bringPackage(colleague, bytes);
    const before = [
      await count('submissions'),
      await count('documents'),
      await count('submission_transitions'),
    ];
    for (const client of [colleague, intake]) {
      const again = await bringPackage(client, bytes);
      expect(again.body).toEqual({ ...first.body, repeated: true });
    }
    const after = [
      await count('submissions'),
      await count('documents'),
      await count('submission_transitions'),
    ];
    expect(after).toEqual(before);
  });

  it('and the network may both bring the same forms: each is there once, and the device learns it', async () => {
    const forms = await keyedForms(3);
    const [first, second] = forms as [KeyedForm, KeyedForm, KeyedForm];
    const sent = await device.hand(first);
    await device.photo(first, 0);
    const handed = await device.hand(second);
    for (const at of [0, 1]) await device.photo(second, at);
    await device.finish(second);
    const { body } = await bringPackage(colleague, await device.packed(forms));
    expect(body.items.map(({ outcome }) => outcome)).toEqual(['received', 'already', 'received']);
    expect(body.items[0]?.submissionId).toBe(sent.body.submissionId);
    expect(body.items[1]?.submissionId).toBe(handed.body.submissionId);
    for (const one of forms) {
      const again = await device.hand(one);
      expect([again.status, again.body.status, again.body.photos.length]).toEqual([200, 'submitted', 2]);
    }
  });

  it('twice at the same moment is one import', async () => {
    const bytes = await device.packed(await keyedForms(2));
    const before = await count('submissions');
    const answers = await Promise.all([bringPackage(colleague, bytes), bringPackage(intake, bytes)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await count('submissions')).toBe(before + 2);
  });

  it('tells which form was refused and why, and takes the others', async () => {
    const [one, twin, three] = (await keyedForms(3)) as [KeyedForm, KeyedForm, KeyedForm];
    twin.form = { ...one.form };
    const { body } = await bringPackage(colleague, await device.packed([one, twin, three]));
    expect(body.items.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['received', null],
      ['refused', 'DUPLICATE'],
      ['received', null],
    ]);
    expect(JSON.stringify(body)).not.toContain(String(one.form['nik']));
    expect(JSON.stringify(body)).not.toContain(String(one.form['fullName']));
  });

  it('keeps a form whose photo cannot be read as a draft, and says so', async () => {
    const broken = await device.keyed(form(), { ktp_photo: Buffer.from('bukan gambar sama sekali') });
    const { body } = await bringPackage(colleague, await device.packed([broken]));
    expect(body.items[0]).toMatchObject({ outcome: 'draft', code: 'UNSUPPORTED_TYPE' });
  });

  it('leaves nothing behind when one bit of it was changed, wherever', async () => {
    const bytes = await device.packed(await keyedForms(2));
    const headEnd = PACKAGE_HEAD_AT + bytes.readUInt32BE(PACKAGE_MAGIC.length);
    const places = [
      headEnd - 10,
      headEnd - Math.floor((headEnd - PACKAGE_HEAD_AT) / 2),
      headEnd + 3,
      bytes.length - 1,
      Math.floor((headEnd + bytes.length) / 2),
    ];
    for (const at of places) {
      const altered = Buffer.from(bytes);
      // In the head another letter of its alphabet, so that only the seal can tell.
      altered[at] = at < headEnd ? (altered[at] === 65 ? 66 : 65) : (altered[at] as number) ^ 1;
      await refusedWhole(altered, 'PACKAGE_ALTERED');
    }
    await refusedWhole(bytes.subarray(0, bytes.length - 5), 'PACKAGE_ALTERED');
    await refusedWhole(Buffer.concat([bytes, Buffer.from([0])]), 'PACKAGE_ALTERED');
    await refusedWhole(bytes.subarray(0, 40), 'PACKAGE_UNREADABLE');
    await refusedWhole(Buffer.from('PK\u0003\u0004 sebuah zip, bukan paket'), 'PACKAGE_UNREADABLE');
    // And unchanged it is still taken.
    expect((await bringPackage(colleague, bytes)).body).toMatchObject({ repeated: false });
  });

  it('is refused when it was sealed for another ministry', async () => {
    const path = `${system.dataDir}/other-ring-${randomUUID()}.json`;
    createKeyringFile(path);
    const ministryKey = createPackageKeys(loadKeyring(path)).current;
    await refusedWhole(await device.packed(await keyedForms(1), { ministryKey }), 'PACKAGE_FOREIGN');
  });

  it('is refused from a device nobody here has registered', async () => {
    const forms = await keyedForms(1);
    const pair = await createSigningPair();
    const blob = await writePackage({
      ...{ packageId: randomUUID(), madeAt: new Date().toISOString(), ministryKey: device.desk.packageKey },
      items: forms.map((one) => ({ ...one, photos: [] })),
      device: 'x'.repeat(43),
      signingKey: await signingKey(pair.privateKey),
    });
    await refusedWhole(Buffer.from(await blob.arrayBuffer()), 'PACKAGE_UNKNOWN_DEVICE');
  });

  it('is refused when somebody else signed it in the device’s name', async () => {
    const forms = await keyedForms(1);
    const forger = await createSigningPair();
    const blob = await writePackage({
      ...{ packageId: randomUUID(), madeAt: new Date().toISOString(), ministryKey: device.desk.packageKey },
      items: forms.map((one) => ({ ...one, photos: [] })),
      device: device.device,
      signingKey: await signingKey(forger.privateKey),
    });
    await refusedWhole(Buffer.from(await blob.arrayBuffer()), 'PACKAGE_ALTERED');
  });

  it('is refused at the desk of another office', async () => {
    const bytes = await device.packed(await keyedForms(1));
    await refusedWhole(bytes, 'PACKAGE_OTHER_OFFICE', await system.login('intake2'));
  });

  it('leaves one event with its counts, and each form its own in the name of whoever brought it', async () => {
    const forms = await keyedForms(1);
    const { body } = await bringPackage(colleague, await device.packed(forms));
    const { read } = system.services.database;
    const event = (await read('audit_events')
      .where({ action: 'counter.package-imported', subject_id: body.packageId })
      .first('body', 'actor_id')) as { body: string; actor_id: number };
    expect(JSON.parse(event.body)).toMatchObject({ details: { items: 1, received: 1, refused: 0 } });
    const created = (await read('audit_events')
      .where({ action: 'submission.created', subject_id: String(body.items[0]?.submissionId) })
      .first('actor_id')) as { actor_id: number };
    expect(created.actor_id).toBe(event.actor_id);
    expect(created.actor_id).not.toBe(system.accounts.intake.id);
  });
});

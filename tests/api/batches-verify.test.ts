import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchRecord } from '../../server/batches/batch-schema.ts';
import { verifyBatch } from '../../server/batches/batch-verify.ts';
import type { SealRecord } from '../../server/batches/seal-schema.ts';
import type { BatchRow } from '../../server/batches/batch-store.ts';
import { createSigningKeyFile, loadSigningKeys } from '../../server/privacy/signing-keys.ts';
import { signDetached, verifyDetached } from '../../server/privacy/detached-jws.ts';
import type { SubmissionRow } from '../../server/submissions/submission-store.ts';
import { batchWorld, type BatchWorld } from '../support/batch-world.ts';
import { tamper } from '../support/raw-tampering.ts';
import { ENGINES } from '../support/running-system.ts';

describe.each(ENGINES)('a seal, on %s', (engine) => {
  let world: BatchWorld;
  beforeAll(async () => {
    world = await batchWorld(engine);
  });
  afterAll(() => world.stop());

  async function sealed(count = 3) {
    const { ids } = await world.people(count, { rowPrefix: `V${Math.random().toString(36).slice(2, 7)}-` });
    const batch = await world.road.seal(await world.road.open(world.system.waveId, ids));
    return { ids, batch, numbers: await world.numbers(ids) };
  }
  const verify = async (batch: Pick<BatchRecord, 'id'>) => {
    const { services } = world.system;
    const row = (await world.write('batches').where({ id: batch.id }).first()) as BatchRow;
    return verifyBatch(
      { ...services, read: services.database.read, sealer: services.submissions.sealer },
      row,
    );
  };
  const told = async (batch: Pick<BatchRecord, 'id'>) =>
    (await verify(batch)).findings.map(({ registrationNo, what }) => `${registrationNo ?? 'batch'} ${what}`);
  const manifestOf = async (batch: Pick<BatchRecord, 'id'>) =>
    ((await world.write('manifests').where({ batch_id: batch.id }).first()) as { id: number }).id;
  const change = (table: string, where: object, values: object) =>
    tamper(world.write, table, () => world.write(table).where(where).update(values));

  it('is a signed statement of the batch, given with key and signature to whoever may read it', async () => {
    const { batch } = await sealed();
    const { body } = await world.clients.approver.get<SealRecord>(world.road.path(batch, 'seal.json'));
    expect(JSON.parse(body.statement)).toEqual({
      batchNo: batch.batchNo, wave: 'G-UJI', channel: 'offline', roundNo: 1, rowCount: 3, sealedAt: batch.sealedAt,
      digest: `sha-256:${batch.digest}`, template_version: 'PK-1',
    }); // prettier-ignore
    expect(await verifyDetached(body.signature, body.statement, body.publicKey)).toBe(true);
    expect(body.kid).toBe(world.system.services.signingKeys.current);
    for (const [file, text] of [
      ['statement.json', body.statement],
      ['signature.jws', body.signature],
      ['public-key.pem', body.publicKey],
    ] as const)
      expect(await (await world.clients.auditor.raw(world.road.path(batch, `seal/${file}`))).text()).toBe(
        text,
      );
    expect((await world.road.reload(batch.id)).seal).toEqual({
      kid: body.kid,
      digest: batch.digest,
      signedAt: batch.sealedAt,
    });
    const unsealed = await world.road.open(world.system.waveId, (await world.people(1)).ids);
    expect((await world.clients.coordinator.get(world.road.path(unsealed, 'seal.json'))).status).toBe(409);
    expect((await world.clients.intake.get(world.road.path(batch, 'seal.json'))).status).toBe(403);
  });

  it('holds for a batch nobody touched, on its whole road', async () => {
    const { batch, ids } = await sealed();
    expect(await verify(batch)).toMatchObject({ lines: 3, compared: 3, movedOn: 0, findings: [] });
    const road = world.road;
    const sent = await road.forward((await road.ratify(await road.submit(await road.attach(batch)))).body);
    await world.system.services.dispatchWorker.wake();
    expect(await told(sent)).toEqual([]);
    const received = await road.acknowledge(await road.reload(sent.id));
    const [one] = await world.numbers(ids);
    const answers = [
      { registrationNo: one, result: 'RETURNED', pmoCode: 'KK01', note: 'kartu keluarga lain' },
    ];
    const answered = await world.clients.pmo.post(road.path(received, 'answer'), {
      version: received.version,
      answers,
    });
    expect(answered.status, JSON.stringify(answered.body)).toBeLessThan(300);
    expect(await told(sent)).toEqual([]);
  });

  it('names the registration and the field that raw SQL changed', async () => {
    const { batch, ids, numbers } = await sealed(6);
    const { sealer } = world.system.services.submissions;
    const rows = (await world.write('submissions').whereIn('id', ids).orderBy('id')) as SubmissionRow[];
    const [one, two] = rows as [SubmissionRow, SubmissionRow];
    const form = { ...sealer.formOf(one), nik: sealer.open(two).nik };
    const { nik_enc } = sealer.columns(form, one.uid);
    const set = (at: number, values: object) => change('submissions', { id: ids[at] }, values);
    await set(0, { nik_enc });
    await set(1, { full_name: 'NAMA LAIN' });
    await set(2, { office_id: world.system.offices['dinas-3372'] });
    await set(3, { kk_enc: two.kk_enc });
    await set(4, { nik_bidx: 'f'.repeat(43) });
    await set(5, { identity_outcome: 'partial', round_no: 2 });
    expect((await told(batch)).sort()).toEqual(
      [
        `${numbers[0]} nik`,
        `${numbers[1]} nama_lengkap`,
        `${numbers[2]} office`,
        `${numbers[3]} no_kk`,
        `${numbers[4]} nik`,
        `${numbers[5]} identity_outcome`,
        `${numbers[5]} round_no`,
      ].sort(),
    );
  });

  it('names the sealed line that was altered, moved, removed or added', async () => {
    const byNumber = (numbers: string[]) => [...numbers].sort();
    const lines = async (batch: BatchRecord) => {
      const manifest = await manifestOf(batch);
      const rows = (await world
        .write('manifest_lines')
        .where({ manifest_id: manifest })
        .orderBy('position')) as {
        position: number;
        line: Buffer;
        submission_id: number;
      }[];
      return { manifest, rows };
    };
    const set = (manifest: number, position: number, values: object) =>
      change('manifest_lines', { manifest_id: manifest, position }, values);

    const altered = await sealed();
    const first = await lines(altered.batch);
    const bytes = Buffer.from(first.rows[1]?.line as Buffer);
    bytes[bytes.length - 3] = (bytes.at(-3) ?? 0) ^ 1;
    await set(first.manifest, 2, { line: bytes });
    expect(await told(altered.batch)).toEqual([
      `${byNumber(altered.numbers)[1]} sealed line`,
      'batch digest',
    ]);

    // By somebody who has the encryption key as well.
    const forged = await sealed();
    const second = await lines(forged.batch);
    const { encryption } = world.system.services;
    const place = { table: 'manifest_lines', column: 'line', rowUid: `${second.manifest}:2` };
    const text = encryption.decrypt(second.rows[1]?.line as Buffer, place).replace('"SMA"', '"S3"');
    await set(second.manifest, 2, { line: encryption.encrypt(text, place) });
    expect(await told(forged.batch)).toEqual([
      `${byNumber(forged.numbers)[1]} pendidikan_terakhir`,
      'batch digest',
    ]);

    const moved = await sealed();
    const third = await lines(moved.batch);
    await set(third.manifest, 1, { line: third.rows[1]?.line });
    expect(await told(moved.batch)).toEqual([`${byNumber(moved.numbers)[0]} sealed line`, 'batch digest']);

    const removed = await sealed();
    const fourth = await lines(removed.batch);
    await tamper(world.write, 'manifest_lines', () =>
      world.write('manifest_lines').where({ manifest_id: fourth.manifest, position: 2 }).delete(),
    );
    expect(await told(removed.batch)).toEqual([
      'batch sealed line',
      `${byNumber(removed.numbers)[1]} sealed line`,
      'batch digest',
      'batch sealed line',
    ]);

    const added = await sealed();
    const stranger = await world.people(1);
    const fifth = await lines(added.batch);
    const at = { table: 'manifest_lines', column: 'line', rowUid: `${fifth.manifest}:4` };
    const [strangeNo] = await world.numbers(stranger.ids);
    const strange = text.replace(/"registration_no":"[^"]*"/, `"registration_no":"${strangeNo}"`);
    await tamper(world.write, 'manifest_lines', () =>
      world.write('manifest_lines').insert({
        ...fifth.rows[0],
        position: 4,
        submission_id: stranger.ids[0],
        line: encryption.encrypt(strange, at),
      }),
    );
    expect(await told(added.batch)).toContain(`${strangeNo} sealed line`);
  });

  it('names an altered statement, another key, and a row taken out behind its back', async () => {
    const { batch, numbers, ids } = await sealed();
    const manifest = await manifestOf(batch);
    const seal = (await world.write('manifest_seals').where({ manifest_id: manifest }).first()) as {
      statement: string;
      signature: string;
    };
    const where = { manifest_id: manifest };
    await change('manifest_seals', where, {
      statement: seal.statement.replace('"rowCount":3', '"rowCount":2'),
    });
    expect(await told(batch)).toEqual(['batch signature', 'batch statement: rowCount']);
    const path = join(world.system.dataDir, 'stranger.json');
    createSigningKeyFile(path);
    const stranger = loadSigningKeys(path);
    const signature = await signDetached(stranger, seal.statement);
    await change('manifest_seals', where, { statement: seal.statement, signature });
    expect(await told(batch)).toEqual(['batch signature', 'batch signature']);
    const ours = world.system.services.signingKeys.current;
    const signed = await signDetached({ ...stranger, current: ours }, seal.statement);
    await change('manifest_seals', where, { signature: signed });
    expect(await told(batch)).toEqual(['batch signature']);
    await change('manifest_seals', where, { signature: seal.signature });
    expect(await told(batch)).toEqual([]);
    await change('batch_rows', { submission_id: ids[0] }, { live: 0, removed_at: 'x' });
    expect(await told(batch)).toEqual([`${numbers[0]} batch`]);
  });

  it('is held by the database: none without signature, none changed, none of another digest', async () => {
    const { ids } = await world.people(2);
    const open = await world.road.open(world.system.waveId, ids);
    const { batch: other } = await sealed();
    const seal = (await world.write('manifest_seals').where({ manifest_id: await manifestOf(other) }).first()) as object; // prettier-ignore
    const write = world.write;
    await expect(write('manifest_seals').update({ kid: 'x' })).rejects.toThrow(/GUARD_MANIFEST_SEALS_UPDATE/);
    await expect(write('manifest_seals').delete()).rejects.toThrow(/GUARD_MANIFEST_SEALS_DELETE/);
    await expect(
      write('manifests').insert({
        batch_id: open.id, digest: 'a'.repeat(64), row_count: 2, screening_as_of: 'x', sealed_by_id: 1, sealed_at: 'x',
      }),
    ).rejects.toThrow(/GUARD_MANIFEST_CLOSED/); // prettier-ignore
    const [draft] = (await write('manifests')
      .insert({ batch_id: open.id, row_count: 2, screening_as_of: 'x', sealed_by_id: 1, sealed_at: 'x' })
      .returning('id')) as { id: number }[];
    await expect(
      write('manifest_seals').insert({ ...seal, id: undefined, manifest_id: draft?.id }),
    ).rejects.toThrow(/GUARD_MANIFEST_SEAL_TRUE/);
    const line = { manifest_id: draft?.id, office_id: world.system.offices['dinas-3374'], proposer: 'DINAS', round_no: 1, region_code: '33.74', line: Buffer.from('x') }; // prettier-ignore
    for (const [index, id] of ids.entries())
      await write('manifest_lines').insert({ ...line, position: index + 1, submission_id: id });
    await write('manifests')
      .where({ id: draft?.id })
      .update({ digest: 'a'.repeat(64) });
    await expect(
      write('batches').where({ id: open.id }).update({
        status: 'sealed', version: open.version + 1, digest: 'a'.repeat(64), sealed_at: 'x', sealed_by_id: 1,
      }),
    ).rejects.toThrow(/GUARD_BATCH_SEAL_SIGNED/); // prettier-ignore
    for (const values of [{ digest: 'b'.repeat(64) }, { digest: null }])
      await expect(write('manifests').where({ id: draft?.id }).update(values)).rejects.toThrow(
        /GUARD_MANIFESTS_UPDATE/,
      );
    await expect(write('manifests').where({ id: draft?.id }).delete()).rejects.toThrow(
      /GUARD_MANIFESTS_DELETE/,
    );
    await expect(write('manifest_lines').where({ manifest_id: draft?.id }).delete()).rejects.toThrow(
      /GUARD_MANIFEST_LINES_DELETE/,
    );
    await expect(write('submissions').where({ batch_id: other.id }).update({ round_no: 7 })).rejects.toThrow(
      /GUARD_SUBMISSION_SEALED_EVIDENCE/,
    );
  });

  it('is verified by a command whose exit code says what it found', async () => {
    const { batch, numbers, ids } = await sealed();
    const { config } = world.system.services;
    const run = (batchNo: string) => {
      const env = { ...process.env, NODE_ENV: 'test', DATA_DIR: config.dataDir, DEMO: 'off', DATABASE_URL: config.databaseUrl ?? '' }; // prettier-ignore
      const args = ['--import', 'tsx', 'server/batches/batch-verify-command.ts', batchNo];
      try {
        return {
          code: 0,
          text: execFileSync(process.execPath, args, { env, encoding: 'utf8', stdio: 'pipe' }),
        };
      } catch (error) {
        const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
        return { code: status, text: stdout + stderr };
      }
    };
    expect(run(batch.batchNo)).toMatchObject({ code: 0, text: expect.stringContaining('OK') as string });
    await change('submissions', { id: ids[1] }, { birth_place: 'KOTA LAIN' });
    const found = run(batch.batchNo);
    expect(found.code).toBe(1);
    expect(found.text).toMatch(new RegExp(`^DIFFERS +${numbers[1]} +tempat_lahir`, 'm'));
    expect(found.text).not.toContain('KOTA LAIN');
    expect(run('KOL-1999-00001')).toMatchObject({ code: 2 });
  });
});

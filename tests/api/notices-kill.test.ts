import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPostgres, openSqlite } from '../../server/database.ts';
import { batchWorld } from '../support/batch-world.ts';
import { startKillable } from '../support/killable-server.ts';
import { messageIdOf, startMailSink } from '../support/mail-sink.ts';
import { ENGINES } from '../support/running-system.ts';

/** More rounds find rarer moments: LOKET_TEST_KILL_ROUNDS=20 before a release. */
const ROUNDS = Number(process.env['LOKET_TEST_KILL_ROUNDS'] ?? 1);
const PEOPLE = 60;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.each(ENGINES)('kill -9 while notices are sent, on %s', { timeout: 0 }, (engine) => {
  it('tells everybody, and nobody twice but under one Message-ID', async () => {
    const sink = await startMailSink();
    const world = await batchWorld(engine);
    const dataDir = await mkdtemp(join(tmpdir(), 'loket-notices-'));
    try {
      // Decided while nobody sends.
      await world.system.services.noticeWorker.drain();
      const { batch } = await world.acknowledged(PEOPLE, { withEmail: true });
      await world.clients.pmo.post(world.road.path(batch, 'confirm-all'), { version: batch.version });
      await cp(join(world.system.dataDir, 'keys'), join(dataDir, 'keys'), { recursive: true });
      const url = world.system.services.config.databaseUrl;
      const file = join(dataDir, 'loket.sqlite');
      if (!url) await world.write.raw('VACUUM INTO ?', [file]);
      const database = url ? await openPostgres(url) : await openSqlite(file);
      const env = {
        ...{ DATA_DIR: dataDir, SMTP_URL: sink.url, LOKET_MAIL_FROM: 'uji@loket.example' },
        ...(url ? { DATABASE_URL: url } : {}),
      };
      const left = async () =>
        Number(
          ((await database.read('notices').whereNot({ status: 'sent' }).count({ n: '*' })) as { n: number }[])[0]
            ?.n,
        ); // prettier-ignore
      for (let round = 0; round < ROUNDS; round += 1) {
        const server = await startKillable(env);
        // From the first message on: anywhere between sending and writing down.
        const before = sink.mails.length;
        while (sink.mails.length === before && (await left()) > 0) await pause(2);
        await pause(Math.random() * 40);
        await server.kill();
        // As two minutes go by: only time frees what the dead held on PostgreSQL.
        await database
          .write('notices')
          .where({ status: 'sending' })
          .update({ lease_until: new Date(0).toISOString() });
      }
      const last = await startKillable(env);
      while ((await left()) > 0) await pause(50);
      await last.terminate();
      const rows = (await database.read('notices').select('id', 'message_id')) as {
        id: number;
        message_id: string;
      }[];
      expect(rows).toHaveLength(PEOPLE);
      const ids = sink.mails.map((mail) => `${mail.to} ${messageIdOf(mail)}`);
      expect(new Set(ids).size).toBe(PEOPLE);
      expect(new Set(ids.map((one) => one.split(' ')[1]))).toEqual(
        new Set(rows.map(({ message_id }) => `<${message_id}>`)),
      );
      // A double is what was under way at a kill, twenty at most each.
      expect(sink.mails.length - PEOPLE).toBeLessThanOrEqual(ROUNDS * 20);
      expect(await database.read('audit_events').where({ action: 'notice.sent' }).select('id')).toHaveLength(
        PEOPLE,
      );
      await database.close();
    } finally {
      await world.stop();
      await sink.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});

import { hashPassword } from '../../server/auth/password.ts';
import { readConfig } from '../../server/config.ts';
import { start } from '../../server/start.ts';
import { fillReference, TEST_PASSWORD } from './running-system.ts';

/** A server process of its own, for tests that kill it: fills an empty database once, tells its port, then serves. */
const running = await start(readConfig(), {
  prepare: async ({ database }) => {
    if (await database.read('staff').first('id')) return;
    const hash = await hashPassword(TEST_PASSWORD);
    await database.transaction((trx) => fillReference(trx, hash));
  },
});
process.stdout.write(`${JSON.stringify({ port: running.port })}\n`);
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)));

import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../server/config.ts';
import { start } from '../../server/start.ts';
import { createTestDatabase, ENGINES } from '../support/running-system.ts';

describe.each(ENGINES)('two servers on one data directory, on %s', (engine) => {
  it('share PostgreSQL and never an embedded file, whose second server would take the living one’s work', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'loket-two-'));
    const dataDir = join(parent, 'var');
    const database = engine === 'postgres' ? await createTestDatabase() : null;
    const config = readConfig({
      ...{ NODE_ENV: 'test', PORT: '0', DEMO: 'off', LOKET_LOG_LEVEL: 'silent', DATA_DIR: dataDir },
      ...(database ? { DATABASE_URL: database.url } : {}),
    });
    const first = await start(config);
    // Names and addresses stand in the database in clear.
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    const second = start(config);
    if (database) await (await second).stop();
    else await expect(second).rejects.toThrow(ConfigError);
    await first.stop();
    const next = await start(config);
    await next.stop();
    await database?.drop();
    await rm(parent, { recursive: true });
  });
});

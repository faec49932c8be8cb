import { existsSync, readdirSync } from 'node:fs';
import type { Config } from '../config.ts';
import { ConfigError } from '../config.ts';
import { openDatabase } from '../database.ts';
import { rawRows } from '../bulk-sql.ts';
import type { Services } from '../services.ts';
import { openServices } from '../start.ts';
import type { RehearsalClock } from './rehearsal-clock.ts';
import { assertNotProduction } from './rehearsal-refusal.ts';

const ANY_TABLE = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' LIMIT 1";

/** A system with invented people in it is no place for real ones, nor the other way round. */
async function assertEmpty(config: Config): Promise<void> {
  if (!config.databaseUrl) {
    if (existsSync(config.dataDir) && readdirSync(config.dataDir).length > 0)
      throw new ConfigError(`refused: ${config.dataDir} is not empty; name a folder that is, or none`);
    return;
  }
  const database = await openDatabase(config);
  try {
    if ((await rawRows(database.read, ANY_TABLE, [])).length > 0)
      throw new ConfigError(
        'refused: the database of DATABASE_URL is not empty; create one for the rehearsal',
      );
  } finally {
    await database.close();
  }
}

/**
 * The services on an empty database, whose acts are dated by the rehearsal's clock.
 * @throws ConfigError in production, with a PMO or Dukcapil beyond this process, or where anything is in the database
 */
export async function openForRehearsal(config: Config, clock: RehearsalClock): Promise<Services> {
  assertNotProduction(config.production);
  if (config.pmo || config.dukcapil)
    throw new ConfigError('refused: PMO_URL or DUKCAPIL_URL is set, and a rehearsal reaches nobody outside');
  await assertEmpty(config);
  return openServices(config, undefined, clock.now);
}

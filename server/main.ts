import { ConfigError, readConfig } from './config.ts';
import { ensureClientBuilt } from './client-build.ts';
import { ensureDemoData } from './demo-data.ts';
import { KeyringError } from './privacy/keyring.ts';
import { start, type Running } from './start.ts';
import { announce } from './start-banner.ts';

/** What the surroundings lack, in words; anything else is a defect and shows itself whole. */
const SURROUNDINGS: Record<string, string> = {
  ECONNREFUSED: 'the database of DATABASE_URL does not answer: is PostgreSQL running there?',
  ENOTFOUND: 'the host of DATABASE_URL is not known',
  '28P01': 'the database of DATABASE_URL refused the password',
  '28000': 'the database of DATABASE_URL does not let this user in',
  '3D000': 'the database of DATABASE_URL does not exist: create it first',
  EADDRINUSE: 'the port is taken: set PORT to another, or stop what listens there',
  EACCES: 'no permission: see DATA_DIR and PORT',
  SQLITE_CANTOPEN: 'the database file in DATA_DIR cannot be opened',
};

function refuse(error: unknown): never {
  const words = SURROUNDINGS[(error as { code?: string }).code ?? ''];
  if (words) {
    console.error(`loket-prakerja: ${words}`);
    process.exit(1);
  }
  if (error instanceof ConfigError || error instanceof KeyringError) {
    for (const line of error.message.split('\n')) console.error(`loket-prakerja: ${line}`);
    process.exit(1);
  }
  throw error;
}

function stopOnSignals(running: Running): void {
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    console.error(`${signal}: finishing what is under way …`);
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error('stopping failed', error instanceof Error ? error.name : error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
}

try {
  const config = readConfig();
  // `npm run dev` serves the console by itself.
  if (!process.argv.includes('--no-build')) await ensureClientBuilt();
  if (config.demo) await ensureDemoData(config);
  const running = await start(config, { onStep: (text) => console.error(text) });
  stopOnSignals(running);
  announce(config, running.port);
} catch (error) {
  refuse(error);
}

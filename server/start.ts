import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createApp, type App } from './app.ts';
import type { Clock } from './audit/audit-service.ts';
import { ConfigError, type Config } from './config.ts';
import { holdAlone, openDatabase } from './database.ts';
import { openKeys } from './development-keys.ts';
import { createLogger } from './logger.ts';
import { loadRegions } from './reference/region-loader.ts';
import { loadRuleSets } from './screening/rule-set-loader.ts';
import { createServices, type Services } from './services.ts';

const DRAIN_SECONDS = 10;
const LOCK_FILE = 'running.lock';

export interface Running {
  port: number;
  services: Services;
  /** Refuses new work, lets requests in flight and the worker's current row finish, then closes the database. */
  stop(): Promise<void>;
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), DRAIN_SECONDS * 1000);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** Database, migrations, reference data and services, without a listening server: commands use it too. */
export async function openServices(
  config: Config,
  onStep: (text: string) => void = () => undefined,
  clock?: Clock,
): Promise<Services> {
  const keys = openKeys(config);
  const logger = createLogger(config.logLevel);
  const database = await openDatabase(config);
  await database.migrate((name) => onStep(`migrating ${name}`));
  await loadRegions(database);
  await loadRuleSets(database);
  return createServices({
    config: { ...config, sessionSecrets: keys.sessionSecrets },
    database,
    keyring: keys.keyring,
    signingKeys: keys.signingKeys,
    logger,
    clock,
  });
}

/** What runs before the system listens: demo data, brought in over the API on a private address. */
export type Prepare = (services: Services, url: string) => Promise<void>;

async function runPrepare(prepare: Prepare, services: Services, express: App['express']): Promise<void> {
  const inner = createServer(express);
  const port = await listen(inner, 0, '127.0.0.1');
  try {
    await prepare(services, `http://127.0.0.1:${port}`);
  } finally {
    await closeServer(inner);
  }
}

/**
 * One server an embedded database: at its start it takes up whatever another had under way, which must be dead by then.
 * Commands may run beside it. PostgreSQL is shared by any number of servers. Throws ConfigError.
 */
async function holdDataDir({ databaseUrl, dataDir }: Config): Promise<() => Promise<void>> {
  if (databaseUrl) return () => Promise.resolve();
  const release = await holdAlone(join(dataDir, LOCK_FILE));
  if (release) return release;
  throw new ConfigError(`DATA_DIR: another server is running on ${dataDir}; stop it first`);
}

/** Starts the whole system; `prepare` runs before it listens. */
export async function start(
  config: Config,
  options: {
    onStep?: (text: string) => void;
    prepare?: Prepare;
    clientDir?: string;
  } = {},
): Promise<Running> {
  const release = await holdDataDir(config);
  const services = await openServices(config, options.onStep);
  let draining = false;
  const { express } = createApp(services, {
    draining: () => draining,
    ...(options.clientDir ? { clientDir: options.clientDir } : {}),
  });
  services.worker.start();
  services.maintenance.start();
  services.rowMoves.worker.start();
  services.dispatchWorker.start();
  services.identityQueueWorker.start();
  services.earlyAnswers.start();
  services.noticeWorker.start();
  services.applicants.worker.start();
  if (options.prepare) await runPrepare(options.prepare, services, express);
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 120_000,
      connectionsCheckingInterval: 2000,
      maxHeaderSize: 16_384,
      keepAliveTimeout: 65_000,
    },
    express,
  );
  const port = await listen(server, config.port, config.host);
  return {
    port,
    services,
    stop: async () => {
      draining = true;
      await closeServer(server);
      // Before the notices, which close the way to people's mail when they have ended.
      await services.applicants.worker.drain();
      await Promise.all([
        services.worker.drain(),
        services.rowMoves.worker.drain(),
        services.dispatchWorker.drain(),
        services.identityQueueWorker.drain(),
        services.earlyAnswers.drain(),
        services.noticeWorker.drain(),
        services.maintenance.stop(),
      ]);
      await Promise.all([services.images.stop(), services.press.stop()]);
      await services.database.close();
      await release();
    },
  };
}

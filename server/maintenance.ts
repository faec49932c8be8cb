import type { LoginThrottle } from './auth/login-throttle.ts';
import { sweepDrafts } from './batches/manifest-writing.ts';
import type { Database } from './database.ts';
import type { DocumentVault } from './documents/document-vault.ts';
import { reconcileVault } from './documents/vault-reconcile.ts';
import { IDLE_MINUTES } from './http/session.ts';
import type { Logger } from './logger.ts';
import type { DocumentRetention } from './submissions/document-retention.ts';
import { foldCounters, freshDeltas } from './submissions/counter-fold.ts';
import { sweepExports } from './submissions/submission-export.ts';

export interface MaintenanceDependencies {
  database: Database;
  vault: DocumentVault;
  throttle: Pick<LoginThrottle, 'sweep'>;
  retention: DocumentRetention;
  /** What stands above: the portal's own expired rows. */
  sweepPortal: (now: number) => Promise<object>;
  logger: Logger;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FOLD_EVERY_MS = 30_000;
/** Fewer fresh deltas than this are not worth a fold. */
const FOLD_FROM = 500;
const KEPT_KEYS_DAYS = 7;

const iso = (at: number) => new Date(at).toISOString();

/** Removes sessions that are over, repeated requests older than a week, old wrong passwords and old exports. */
export async function sweepExpired(
  { database, throttle, vault }: Pick<MaintenanceDependencies, 'database' | 'throttle' | 'vault'>,
  now: number,
): Promise<{ sessions: number; keys: number; throttles: number; exports: number }> {
  const sessions = await database
    .write('sessions')
    .where('expires_at', '<=', iso(now))
    .orWhere('last_seen_at', '<=', iso(now - IDLE_MINUTES * 60_000))
    .delete();
  const keys = await database
    .write('idempotency_keys')
    .where('created_at', '<', iso(now - KEPT_KEYS_DAYS * DAY_MS))
    .delete();
  const throttles = await throttle.sweep(now);
  return { sessions, keys, throttles, exports: await sweepExports(database, vault, iso(now)) };
}

/** Housekeeping beside the requests: counters folded twice a minute, expired rows hourly, the vault daily. */
export function createMaintenance(dependencies: MaintenanceDependencies) {
  const { database, vault, retention, logger } = dependencies;
  let timer: NodeJS.Timeout | null = null;
  let current: Promise<void> = Promise.resolve();
  let stopped = false;
  let foldedUpTo = 0;

  async function foldWhereWorthwhile(since: number): Promise<number> {
    if ((await freshDeltas(database.read, since)) < FOLD_FROM) return since;
    return (await foldCounters(database)).upTo;
  }
  const fold = () =>
    foldWhereWorthwhile(foldedUpTo).then((upTo) => {
      foldedUpTo = upTo;
    });
  async function sweep(): Promise<void> {
    logger.info(await sweepExpired(dependencies, Date.now()), 'expired rows removed');
    logger.info(await dependencies.sweepPortal(Date.now()), 'expired rows of the portal removed');
  }
  async function deletePictures(): Promise<void> {
    const deleted = await retention.deleteDue();
    if (deleted > 0) logger.info({ deleted }, 'pictures of cards deleted, their time being over');
  }
  async function reconcile(): Promise<void> {
    const result = await reconcileVault(database.read, vault, new Date());
    const level = result.suspicious > 0 ? 'warn' : 'info';
    logger[level](result, 'vault compared with its records');
  }

  const tasks = [
    { name: 'fold', every: FOLD_EVERY_MS, due: 0, run: fold },
    { name: 'sweep', every: HOUR_MS, due: 0, run: sweep },
    { name: 'drafts', every: HOUR_MS, due: 0, run: () => sweepDrafts(database) },
    { name: 'retention', every: DAY_MS, due: 0, run: deletePictures },
    { name: 'vault', every: DAY_MS, due: 0, run: reconcile },
  ];

  async function round(): Promise<void> {
    for (const task of tasks) {
      if (stopped || Date.now() < task.due) continue;
      task.due = Date.now() + task.every;
      try {
        await task.run();
      } catch (error) {
        // Housekeeping that fails is done at its next turn; the reason is for whoever runs the system.
        const kind = error instanceof Error ? error.name : 'unknown';
        logger.error(
          { task: task.name, kind, code: (error as { code?: string }).code },
          'housekeeping failed',
        );
      }
    }
  }

  function schedule(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      current = round().then(schedule);
    }, FOLD_EVERY_MS);
    timer.unref();
  }

  return {
    start(): void {
      current = round().then(schedule);
    },
    /** Lets the task under way finish and starts no other. */
    async stop(): Promise<void> {
      stopped = true;
      if (timer) clearTimeout(timer);
      await current;
    },
  };
}
export type Maintenance = ReturnType<typeof createMaintenance>;

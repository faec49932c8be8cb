import type { Knex } from 'knex';

const EVERY_MS = 500;

/**
 * Pages in the log at which a commit moves them into the file itself (about 130 MB): a bound for writes that never pause,
 * which the rounds below can never catch up with.
 */
export const CHECKPOINT_PAGES = 32_000;

/**
 * Moves what was committed from the log into the database file on a connection of its own. SQLite's habit is to let the commit
 * that passes 1,000 pages do it: with this many indexes that is every tenth decision, and that one waits five times as long.
 * `PASSIVE` waits for nobody and nobody waits for it. A round that fails is made good by the next one or by the bound.
 */
export function keepCheckpointing(connection: Knex): () => Promise<void> {
  let round: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    round ??= connection
      .raw('PRAGMA wal_checkpoint(PASSIVE)')
      // The log keeps everything until a round succeeds; whoever runs the system should hear why this one did not.
      .catch((error: Error) => process.emitWarning(`checkpoint: ${error.message}`))
      .finally(() => {
        round = null;
      });
  }, EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await round;
    await connection.destroy();
  };
}

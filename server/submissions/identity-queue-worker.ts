import { randomUUID } from 'node:crypto';
import type { AuditService } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import { leaseChecks, type QueuedCheck } from '../identity/identity-queue.ts';
import type { Logger } from '../logger.ts';
import { createWorkRounds } from '../work-rounds.ts';
import type { Evidence } from './submission-evidence.ts';

const LEASE_MS = 300_000;
/** One round is one transaction at its end: its rows wait no longer than other writers may. */
const AT_ONCE = 200;

export interface QueueWorkerDependencies {
  database: Database;
  audit: AuditService;
  evidence: Evidence;
  logger: Logger;
}

/**
 * Asks the register about whatever waits for it: what is submitted or corrected while the register is another system, and what
 * an outage left without an answer. Dying between asking and writing down is harmless: the lease ends and the question is asked
 * again. Any number of processes may run one on the same database.
 */
export function createIdentityQueueWorker({ database, audit, evidence, logger }: QueueWorkerDependencies) {
  const owner = randomUUID();

  async function askAbout(queued: readonly QueuedCheck[]): Promise<void> {
    const byId = new Map(queued.map((one) => [one.submission_id, one]));
    const asked = await evidence.askAhead(database.read, [...byId.keys()]);
    await audit.unattended('queue', 'identity.queue-asked', async (act) => {
      const { answered, waiting, gone, sealed } = await evidence.takeQueued(act, asked, byId);
      if (sealed.length > 0) logger.error({ submissionIds: sealed }, 'sealed data does not open');
      act.record({
        subject: 'identity-queue',
        details: {
          answered: answered.length,
          waiting: waiting.length,
          gone: gone.length,
          sealed: sealed.length,
        },
      });
    });
  }

  async function round(stopping: () => boolean): Promise<void> {
    while (!stopping()) {
      const now = new Date().toISOString();
      const queued = await leaseChecks(database.write, { owner, limit: AT_ONCE, now, leaseMs: LEASE_MS });
      if (queued.length === 0) return;
      await askAbout(queued);
    }
  }

  /** The embedded file has one process: whatever still claims to ask died with the one before. */
  async function takeBack(): Promise<void> {
    if (database.engine !== 'sqlite') return;
    await database
      .write('identity_queue')
      .whereNotNull('lease_until')
      .update({ lease_owner: null, lease_until: null });
  }

  return createWorkRounds({ name: 'identity queue', takeBack, round, logger });
}
export type IdentityQueueWorker = ReturnType<typeof createIdentityQueueWorker>;

import type { Act } from '../audit/audit-service.ts';
import { insertMany } from '../bulk-sql.ts';
import type { Database } from '../database.ts';
import { queuedAmong } from '../identity/identity-queue.ts';
import type { JobRun } from '../jobs/job-service.ts';
import { EVENT_FOR_ACTION } from './submission-event-rules.ts';
import type { Evidence } from './submission-evidence.ts';
import type { Asked } from './submission-identity.ts';

/** Written in one transaction: for more, others would wait too long. */
const CHECK_CHUNK = 1000;

/**
 * The work of a bulk identity check over frozen ids. The register is asked about a part while the part before it is written;
 * what changed in between is not settled by the answer (submission-identity.ts). Lists are asked only about whoever no
 * screening has judged yet: the lists' own command is a re-screening.
 */
export function createBulkCheck({ database, evidence }: { database: Database; evidence: Evidence }) {
  async function keep(act: Act, run: JobRun, chunk: readonly number[], asked: Asked): Promise<void> {
    const taken = await evidence.takeAhead(act, asked, 'bulk');
    const sealed = new Set(taken.sealed);
    const now = new Set([...taken.answered, ...taken.waiting, ...taken.sealed]);
    await evidence.screen(act, taken.unjudged, 'demand');
    const waiting = new Set(await queuedAmong(act.trx, chunk));
    const reasonFor = (id: number): string | null => {
      if (!now.has(id)) return 'STATUS_FORBIDS';
      if (sealed.has(id)) return 'SEALED_DATA_UNREADABLE';
      return waiting.has(id) ? 'IDENTITY_UNAVAILABLE' : null;
    };
    await insertMany(act.trx, {
      table: 'job_outcomes',
      columns: ['item_id', 'outcome', 'reasons'],
      same: { job_id: run.id },
      rows: chunk.map((id) => {
        const reason = reasonFor(id);
        const skipped = !now.has(id) || sealed.has(id);
        return [id, skipped ? 'skipped' : 'done', reason && JSON.stringify([reason])];
      }),
      onConflict: 'ON CONFLICT (job_id, item_id) DO NOTHING',
    });
    act.record({
      subject: 'job',
      subjectId: run.id,
      details: { checked: now.size, waiting: waiting.size, of: chunk.length },
    });
  }

  return async function checkAll(run: JobRun, ids: readonly number[], from: number): Promise<void> {
    const chunkAt = (at: number) => ids.slice(at, at + CHECK_CHUNK);
    const ask = (at: number) => {
      const asking = evidence.askAhead(database.read, chunkAt(at));
      // A failure is told to whoever waits for the answers.
      asking.catch(() => undefined);
      return asking;
    };
    let coming = ask(from);
    try {
      for (let at = from; at < ids.length; at += CHECK_CHUNK) {
        const asked = await coming;
        coming = ask(at + CHECK_CHUNK);
        await run.act(EVENT_FOR_ACTION['identity-check'], (act) => keep(act, run, chunkAt(at), asked));
        await run.progress(Math.min(at + CHECK_CHUNK, ids.length), ids.length, at + CHECK_CHUNK);
      }
    } finally {
      await Promise.allSettled([coming]);
    }
  };
}

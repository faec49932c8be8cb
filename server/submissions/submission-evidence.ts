import type { Act } from '../audit/audit-service.ts';
import type { Connection } from '../database.ts';
import type { QueuedCheck } from '../identity/identity-queue.ts';
import type { IdentityService, IdentityTrigger } from '../identity/identity-service.ts';
import { findWaveWithRules } from '../reference/reference-store.ts';
import type { ScreeningService } from '../screening/screening-service.ts';
import type { FormSealer } from './submission-form.ts';
import { createIdentityChecks, type Asked, type Taken } from './submission-identity.ts';
import { refreshReasons } from './submission-reasons.ts';
import type { SubmissionRow } from './submission-store.ts';

const CHUNK = 500;

export interface EvidenceDependencies {
  identity: IdentityService;
  screening: ScreeningService;
  sealer: FormSealer;
}

export type ScreeningTrigger = 'submit' | 'demand' | 'verify' | 'seal' | 'ratify' | 'send';

/** The day of submission that ages are counted on, in WIB as offices count days; today for a draft. */
export function submittedOn(row: Pick<SubmissionRow, 'submitted_at'>, now: string): string {
  const WIB_MS = 7 * 3_600_000;
  return new Date(Date.parse(row.submitted_at ?? now) + WIB_MS).toISOString().slice(0, 10);
}

/** Writes the outcome of many results in one statement: the newest facts, never a value carried through the code. */
async function pointAtResults(connection: Connection, resultIds: number[], now: string): Promise<void> {
  await connection.raw(
    `UPDATE submissions SET screening_result_id = r.id, screening_outcome = r.outcome, updated_at = ?
     FROM screening_results r WHERE r.submission_id = submissions.id AND r.id IN (${resultIds.map(() => '?').join(', ')})`,
    [now, ...resultIds],
  );
}

export function createEvidence({ identity, screening, sealer }: EvidenceDependencies) {
  const checks = createIdentityChecks({ identity, sealer });

  async function screenChunk(
    connection: Connection,
    waveId: number,
    rows: SubmissionRow[],
    o: { trigger: ScreeningTrigger; now: string; screenedById: number | null },
  ) {
    const rules = await findWaveWithRules(connection, waveId);
    if (!rules) throw new Error(`wave ${waveId} has no record`);
    const inputs = rows.map((row) => ({
      submissionId: row.id,
      nikBidx: row.nik_bidx,
      birthDate: row.birth_date,
      submittedOn: submittedOn(row, o.now),
    }));
    const results = await screening.screenMany(connection, inputs, {
      ...o,
      ruleSet: rules.ruleSet,
      listMaxAgeDays: rules.wave.listMaxAgeDays,
    });
    await pointAtResults(
      connection,
      [...results.values()].map((result) => result.resultId),
      o.now,
    );
    return results;
  }

  const rowsOf = (connection: Connection, ids: readonly number[]) =>
    connection('submissions')
      .whereIn('id', ids as number[])
      .orderBy('id') as unknown as Promise<SubmissionRow[]>;

  async function inChunks<T>(ids: readonly number[], work: (chunk: number[]) => Promise<T>): Promise<T[]> {
    const results: T[] = [];
    for (let at = 0; at < ids.length; at += CHUNK) results.push(await work(ids.slice(at, at + CHUNK)));
    return results;
  }

  return {
    /**
     * Checks the identity of registrations as they stand in this transaction; see IdentityChecks for other registers. Gives those
     * whose sealed numbers do not open.
     */
    async check(act: Act, ids: readonly number[], trigger: IdentityTrigger): Promise<readonly number[]> {
      const by = { trigger, now: act.now, checkedById: act.actor.id };
      const sealed = await inChunks(ids, async (chunk) => {
        const unopened = await checks.check(act.trx, chunk, by);
        await refreshReasons(act.trx, await rowsOf(act.trx, chunk));
        return unopened;
      });
      return sealed.flat();
    },

    /** Asks a register that is not in our database, before the act; null where the local one is asked inside it. */
    askFirst: (connection: Connection, ids: readonly number[]): Promise<Asked | null> =>
      checks.isLocal ? Promise.resolve(null) : checks.ask(connection, ids),

    /** As `check`, with what was asked first: one road for whoever waits for the answer. */
    async checkAsked(
      act: Act,
      ids: readonly number[],
      asked: Asked | null,
      trigger: IdentityTrigger,
    ): Promise<readonly number[]> {
      if (!asked) return this.check(act, ids, trigger);
      const { sealed } = await checks.take(act.trx, asked, {
        trigger,
        now: act.now,
        checkedById: act.actor.id,
      });
      await inChunks(ids, async (chunk) => refreshReasons(act.trx, await rowsOf(act.trx, chunk)));
      return sealed;
    },

    /** Takes over what the register answered of registrations that waited in the queue. */
    async takeQueued(act: Act, asked: Asked, queued: ReadonlyMap<number, QueuedCheck>): Promise<Taken> {
      const by = { trigger: 'retry', now: act.now, checkedById: null } as const;
      const taken = await checks.take(act.trx, asked, by, queued);
      await inChunks([...queued.keys()], async (chunk) =>
        refreshReasons(act.trx, await rowsOf(act.trx, chunk)),
      );
      return taken;
    },

    /** Asks about registrations that waited, whatever the register; outside any transaction. */
    askQueued: (connection: Connection, ids: readonly number[]): Promise<Asked> =>
      checks.ask(connection, ids),

    /** Screens registrations against the lists and the age rule of their wave; gives those that are not clear. */
    async screen(
      act: Act,
      ids: readonly number[],
      trigger: ScreeningTrigger,
    ): Promise<{ hits: { id: number; blocking: string[] }[]; unknown: number[] }> {
      const hits: { id: number; blocking: string[] }[] = [];
      const unknown: number[] = [];
      await inChunks(ids, async (chunk) => {
        const byWave = groupByWave(await rowsOf(act.trx, chunk));
        for (const [waveId, rows] of byWave) {
          const results = await screenChunk(act.trx, waveId, rows, {
            trigger,
            now: act.now,
            screenedById: act.actor.id,
          });
          for (const [id, result] of results) {
            if (result.outcome === 'hit') hits.push({ id, blocking: result.blocking });
            if (result.outcome === 'unknown') unknown.push(id);
          }
        }
        const after = await rowsOf(act.trx, chunk);
        await refreshReasons(act.trx, after);
      });
      return { hits, unknown };
    },
  };
}
export type Evidence = ReturnType<typeof createEvidence>;

function groupByWave(rows: SubmissionRow[]): Map<number, SubmissionRow[]> {
  const groups = new Map<number, SubmissionRow[]>();
  for (const row of rows) groups.set(row.wave_id, [...(groups.get(row.wave_id) ?? []), row]);
  return groups;
}

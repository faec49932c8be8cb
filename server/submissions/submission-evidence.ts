import type { Act } from '../audit/audit-service.ts';
import { isAny, whereAny } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import type { QueuedCheck } from '../identity/identity-queue.ts';
import type { IdentityService, IdentityTrigger } from '../identity/identity-service.ts';
import { findWaveWithRules } from '../reference/reference-store.ts';
import type { LookedUp } from '../screening/screening-lookup.ts';
import type { ScreeningOutcome, ScreeningService, ScreenOptions } from '../screening/screening-service.ts';
import type { FormSealer } from './submission-form.ts';
import { createIdentityChecks, type Asked, type Taken } from './submission-identity.ts';
import { refreshReasons } from './submission-reasons.ts';
import type { SubmissionRow } from './submission-store.ts';

const CHUNK = 2000;

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

/** What of a registration its screening needs; `said` are the reasons of the result it rests on, null where not known. */
export type ScreenedRow = Pick<
  SubmissionRow,
  'id' | 'wave_id' | 'nik_bidx' | 'birth_date' | 'submitted_at' | 'screening_outcome'
> & { said: string | null };

/** Held until the transaction ends: nobody's outcome changes between what is read and what is pointed at it. */
const holdScreened = (connection: Connection, ids: readonly number[]) =>
  whereAny(
    connection('submissions as s')
      .leftJoin('screening_results as r', 'r.id', 's.screening_result_id')
      .leftJoin('screening_findings as f', 'f.id', 'r.finding_id'),
    connection,
    's.id',
    ids,
  )
    .orderBy('s.id')
    .forUpdate('s')
    .select(
      ...['s.id', 's.wave_id', 's.nik_bidx', 's.birth_date', 's.submitted_at', 's.screening_outcome'],
      'f.reason_codes as said',
    ) as unknown as Promise<ScreenedRow[]>;

/**
 * Points registrations at their new results: the newest facts, never a value carried through the code. The outcome stands in
 * every index of the list, which both engines write anew for whatever is set: it is set only where it is another.
 */
async function pointAtResults(
  connection: Connection,
  rows: readonly ScreenedRow[],
  results: ReadonlyMap<number, ScreeningOutcome>,
  now: string,
): Promise<void> {
  const point = async (of: readonly ScreenedRow[], columns: string) => {
    if (of.length === 0) return;
    const ids = of.map(({ id }) => results.get(id)?.resultId as number);
    const { sql, bindings } = isAny(connection, 'r.id', ids);
    await connection.raw(
      `UPDATE submissions SET ${columns}, updated_at = ? FROM screening_results r WHERE r.submission_id = submissions.id AND ${sql}`,
      [now, ...bindings],
    );
  };
  const isSame = (row: ScreenedRow) => results.get(row.id)?.outcome === row.screening_outcome;
  await point(rows.filter(isSame), 'screening_result_id = r.id');
  await point(
    rows.filter((row) => !isSame(row)),
    'screening_result_id = r.id, screening_outcome = r.outcome',
  );
}

/** Whom a screening stops, and who could not be judged. */
export interface NotClear {
  hits: { id: number; blocking: string[] }[];
  unknown: number[];
}

export function createEvidence({ identity, screening, sealer }: EvidenceDependencies) {
  const checks = createIdentityChecks({ identity, sealer });

  async function screenChunk(
    connection: Connection,
    waveId: number,
    rows: readonly ScreenedRow[],
    o: Pick<ScreenOptions, 'trigger' | 'now' | 'screenedById' | 'ahead'>,
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
    await pointAtResults(connection, rows, results, o.now);
    return results;
  }

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
        await refreshReasons(act.trx, chunk);
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
      return (await this.takeAhead(act, asked, trigger)).sealed;
    },

    /** Asks about many registrations, whatever the register; outside any transaction. */
    askAhead: (connection: Connection, ids: readonly number[]): Promise<Asked> => checks.ask(connection, ids),

    /** Takes over what was asked ahead. */
    async takeAhead(act: Act, asked: Asked, trigger: IdentityTrigger): Promise<Taken> {
      const by = { trigger, now: act.now, checkedById: act.actor.id };
      const taken = await checks.take(act.trx, asked, by);
      const { answered, waiting, sealed } = taken;
      await inChunks([...answered, ...waiting, ...sealed], (chunk) => refreshReasons(act.trx, chunk));
      return taken;
    },

    /** Takes over what the register answered of registrations that waited in the queue. */
    async takeQueued(act: Act, asked: Asked, queued: ReadonlyMap<number, QueuedCheck>): Promise<Taken> {
      const by = { trigger: 'retry', now: act.now, checkedById: null } as const;
      const taken = await checks.take(act.trx, asked, by, queued);
      await inChunks([...queued.keys()], async (chunk) => refreshReasons(act.trx, chunk));
      return taken;
    },

    /** Screens registrations against the lists and the age rule of their wave; gives those that are not clear. */
    async screen(
      act: Act,
      ids: readonly number[],
      trigger: ScreeningTrigger,
      ahead?: LookedUp,
    ): Promise<NotClear> {
      const found = await inChunks(ids, async (chunk) =>
        this.screenHeld(act, await holdScreened(act.trx, chunk), trigger, ahead),
      );
      return { hits: found.flatMap(({ hits }) => hits), unknown: found.flatMap(({ unknown }) => unknown) };
    },

    /** As `screen`, of registrations that the caller holds in this transaction. */
    async screenHeld(
      act: Act,
      held: readonly ScreenedRow[],
      trigger: ScreeningTrigger,
      ahead?: LookedUp,
    ): Promise<NotClear> {
      const hits: NotClear['hits'] = [];
      const unknown: number[] = [];
      const saidElse: number[] = [];
      for (const [waveId, rows] of groupByWave(held)) {
        const by = { trigger, now: act.now, screenedById: act.actor.id, ahead };
        const results = await screenChunk(act.trx, waveId, rows, by);
        for (const { id, said } of rows) {
          const result = results.get(id) as ScreeningOutcome;
          if (result.outcome === 'hit') hits.push({ id, blocking: result.blocking });
          if (result.outcome === 'unknown') unknown.push(id);
          if (result.reasonText !== said) saidElse.push(id);
        }
      }
      await refreshReasons(act.trx, saidElse);
      return { hits, unknown };
    },
  };
}
export type Evidence = ReturnType<typeof createEvidence>;

function groupByWave(rows: readonly ScreenedRow[]): Map<number, ScreenedRow[]> {
  const groups = new Map<number, ScreenedRow[]>();
  for (const row of rows) {
    const group = groups.get(row.wave_id);
    if (group) group.push(row);
    else groups.set(row.wave_id, [row]);
  }
  return groups;
}

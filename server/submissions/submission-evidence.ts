import type { Act } from '../audit/audit-service.ts';
import type { Connection } from '../database.ts';
import { nikContradictions } from '../identity/nik-rules.ts';
import type { IdentityService } from '../identity/identity-service.ts';
import { findWaveWithRules, regencyCodes } from '../reference/reference-store.ts';
import type { ScreeningService } from '../screening/screening-service.ts';
import type { FormSealer } from './submission-form.ts';
import type { SubmissionRow } from './submission-store.ts';

const CHUNK = 500;

export interface EvidenceDependencies {
  identity: IdentityService;
  screening: ScreeningService;
  sealer: FormSealer;
}

export type IdentityTrigger = 'submit' | 'demand' | 'bulk' | 'import';
export type ScreeningTrigger = 'submit' | 'demand' | 'verify' | 'seal' | 'ratify' | 'send';

type Reasons = Map<number, { identity?: readonly string[]; screening?: readonly string[] }>;

/** The day of submission that ages are counted on, in WIB as offices count days; today for a draft. */
export function submittedOn(row: Pick<SubmissionRow, 'submitted_at'>, now: string): string {
  const WIB_MS = 7 * 3_600_000;
  return new Date(Date.parse(row.submitted_at ?? now) + WIB_MS).toISOString().slice(0, 10);
}

/** Writes the outcome of many checks in one statement: the newest facts, never a value carried through the code. */
async function pointAtChecks(connection: Connection, checkIds: number[], now: string): Promise<void> {
  await connection.raw(
    `UPDATE submissions SET identity_check_id = c.id, identity_outcome = c.outcome, identity_stale = 0, updated_at = ?
     FROM identity_checks c WHERE c.submission_id = submissions.id AND c.id IN (${checkIds.map(() => '?').join(', ')})`,
    [now, ...checkIds],
  );
}

async function pointAtResults(connection: Connection, resultIds: number[], now: string): Promise<void> {
  await connection.raw(
    `UPDATE submissions SET screening_result_id = r.id, screening_outcome = r.outcome, updated_at = ?
     FROM screening_results r WHERE r.submission_id = submissions.id AND r.id IN (${resultIds.map(() => '?').join(', ')})`,
    [now, ...resultIds],
  );
}

/** Few combinations of reasons occur: one statement for each. */
async function writeReasons(connection: Connection, rows: SubmissionRow[], reasons: Reasons): Promise<void> {
  const byText = new Map<string | null, number[]>();
  for (const row of rows) {
    const found = reasons.get(row.id);
    const codes = [...new Set([...(found?.identity ?? []), ...(found?.screening ?? [])])];
    const text = codes.length > 0 ? JSON.stringify(codes) : null;
    if (text !== row.reason_codes) byText.set(text, [...(byText.get(text) ?? []), row.id]);
  }
  for (const [text, ids] of byText)
    await connection('submissions').whereIn('id', ids).update({ reason_codes: text });
}

async function latestReasons(connection: Connection, rows: SubmissionRow[]): Promise<Reasons> {
  const reasons: Reasons = new Map(rows.map((row) => [row.id, {}]));
  const read = async (table: string, ids: (number | null)[], part: 'identity' | 'screening') => {
    const known = ids.filter((id) => id !== null);
    if (known.length === 0) return;
    const found = (await connection(table).whereIn('id', known).select('submission_id', 'reason_codes')) as {
      submission_id: number;
      reason_codes: string;
    }[];
    for (const { submission_id, reason_codes } of found)
      reasons.set(submission_id, {
        ...reasons.get(submission_id),
        [part]: JSON.parse(reason_codes) as string[],
      });
  };
  await read(
    'identity_checks',
    rows.map((row) => row.identity_check_id),
    'identity',
  );
  await read(
    'screening_results',
    rows.map((row) => row.screening_result_id),
    'screening',
  );
  return reasons;
}

export function createEvidence({ identity, screening, sealer }: EvidenceDependencies) {
  async function checkChunk(
    connection: Connection,
    rows: SubmissionRow[],
    o: { trigger: IdentityTrigger; now: string; checkedById: number | null },
    regencies: ReadonlySet<string>,
  ) {
    const inputs = rows.map((row) => ({
      submissionId: row.id,
      nikBidx: row.nik_bidx,
      kkBidx: row.kk_bidx,
      fullName: row.full_name,
      birthPlace: row.birth_place,
      birthDate: row.birth_date,
      sex: row.sex,
      ktpAddress: row.ktp_address,
      warnings: nikContradictions(
        sealer.open(row).nik,
        { birthDate: row.birth_date, sex: row.sex, regionCode: row.region_code },
        regencies,
      ),
    }));
    const results = await identity.checkMany(connection, inputs, o);
    await pointAtChecks(
      connection,
      [...results.values()].map((result) => result.checkId),
      o.now,
    );
    return results;
  }

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
    /** Checks the identity of registrations against the register, as they stand in this transaction. */
    async check(act: Act, ids: readonly number[], trigger: IdentityTrigger): Promise<void> {
      const regencies = await regencyCodes(act.trx);
      await inChunks(ids, async (chunk) => {
        await checkChunk(
          act.trx,
          await rowsOf(act.trx, chunk),
          { trigger, now: act.now, checkedById: act.actor.id },
          regencies,
        );
        const after = await rowsOf(act.trx, chunk);
        await writeReasons(act.trx, after, await latestReasons(act.trx, after));
      });
    },

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
        await writeReasons(act.trx, after, await latestReasons(act.trx, after));
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

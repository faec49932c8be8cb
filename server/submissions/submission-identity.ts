import { whereAny } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import { endChecks, queueChecks, requeueChecks, type QueuedCheck } from '../identity/identity-queue.ts';
import type { IdentityResult, IdentityService, IdentityTrigger } from '../identity/identity-service.ts';
import { nikContradictions } from '../identity/nik-rules.ts';
import type { IdentityInput, RegisterAnswer } from '../identity/register.ts';
import { regencyCodes } from '../reference/reference-store.ts';
import type { FormSealer } from './submission-form.ts';
import { CHECKED_STATUSES } from './submission-rules.ts';
import type { SubmissionRow } from './submission-store.ts';

export interface CheckedBy {
  trigger: IdentityTrigger;
  now: string;
  checkedById: number | null;
}

/** What a register said of registrations as they stood when it was asked. */
export interface Asked {
  inputs: readonly IdentityInput[];
  answers: ReadonlyMap<number, RegisterAnswer>;
}

/** Writes the outcome of many checks in one statement: the newest facts, never a value carried through the code. */
async function pointAtChecks(
  connection: Connection,
  checkIds: readonly number[],
  now: string,
): Promise<void> {
  if (checkIds.length === 0) return;
  await connection.raw(
    `UPDATE submissions SET identity_check_id = c.id, identity_outcome = c.outcome, identity_stale = 0, updated_at = ?
     FROM identity_checks c WHERE c.submission_id = submissions.id AND c.id IN (${checkIds.map(() => '?').join(', ')})`,
    [now, ...checkIds],
  );
}

/**
 * Identity checks of registrations. A local register is asked inside the act's transaction. Any other is asked before it, and
 * its answer counts only if the registration is still the one that was asked about; whatever got no answer waits in the queue.
 */
export function createIdentityChecks({
  identity,
  sealer,
}: {
  identity: IdentityService;
  sealer: FormSealer;
}) {
  const inputOf = (row: SubmissionRow, regencies: ReadonlySet<string>): IdentityInput => {
    const { nik, kkNumber } = sealer.open(row);
    return {
      submissionId: row.id,
      nik,
      kkNumber,
      nikBidx: row.nik_bidx,
      kkBidx: row.kk_bidx,
      fullName: row.full_name,
      birthPlace: row.birth_place,
      birthDate: row.birth_date,
      sex: row.sex,
      ktpAddress: row.ktp_address,
      warnings: nikContradictions(
        nik,
        { birthDate: row.birth_date, sex: row.sex, regionCode: row.region_code },
        regencies,
      ),
    };
  };
  const rowsOf = (connection: Connection, ids: readonly number[]) =>
    whereAny(connection('submissions'), connection, 'id', ids).orderBy('id');
  const read = async (connection: Connection, ids: readonly number[]) =>
    (await rowsOf(connection, ids)) as SubmissionRow[];
  /** Held until the transaction ends: an amendment must not slip in between what is compared and what is pointed at it. */
  const hold = async (connection: Connection, ids: readonly number[]) =>
    (await rowsOf(connection, ids).forUpdate()) as SubmissionRow[];

  async function inputsOf(connection: Connection, rows: readonly SubmissionRow[]): Promise<IdentityInput[]> {
    const regencies = await regencyCodes(connection);
    return rows.map((row) => inputOf(row, regencies));
  }

  /** Stores answers, points registrations at them and lets those wait that got none. */
  async function keep(
    connection: Connection,
    { inputs, answers }: Asked,
    by: CheckedBy,
    queued: ReadonlyMap<number, QueuedCheck> = new Map(),
  ): Promise<ReadonlyMap<number, IdentityResult>> {
    const results = await identity.store(connection, inputs, answers, by);
    await pointAtChecks(
      connection,
      [...results.values()].map((result) => result.checkId),
      by.now,
    );
    const answered: number[] = [];
    const failed = [];
    for (const [id, { cause }] of results) {
      if (cause === null) answered.push(id);
      else
        failed.push({
          id,
          cause,
          attempts: queued.get(id)?.attempts ?? 0,
          trigger: queued.get(id)?.trigger ?? by.trigger,
        });
    }
    await endChecks(connection, answered);
    await requeueChecks(connection, failed, by.now);
    return results;
  }

  return {
    /** True where the register can be asked inside a transaction. */
    isLocal: identity.isLocal,

    /** Checks registrations as they stand in this transaction; another than the local register is asked afterwards. */
    async check(connection: Connection, ids: readonly number[], by: CheckedBy): Promise<void> {
      if (!identity.isLocal) return queueChecks(connection, ids, by);
      const inputs = await inputsOf(connection, await hold(connection, ids));
      await keep(connection, { inputs, answers: await identity.ask(connection, inputs) }, by);
    },

    /** Asks the register about registrations as they stand now; outside any transaction, and nothing is written. */
    async ask(connection: Connection, ids: readonly number[]): Promise<Asked> {
      const rows = (await read(connection, ids)).filter((row) => CHECKED_STATUSES.includes(row.status));
      const inputs = await inputsOf(connection, rows);
      return { inputs, answers: await identity.ask(connection, inputs) };
    },

    /**
     * Takes over what a register answered before this transaction. A registration that was changed meanwhile is not settled by
     * the answer to its old data: it is asked about again. Gives the ids that were answered, wait, or went on without.
     */
    async take(
      connection: Connection,
      { inputs, answers }: Asked,
      by: CheckedBy,
      queued: ReadonlyMap<number, QueuedCheck> = new Map(),
    ): Promise<{ answered: number[]; waiting: number[]; gone: number[] }> {
      const ids = [...new Set([...inputs.map((input) => input.submissionId), ...queued.keys()])];
      const current = (await hold(connection, ids)).filter((row) => CHECKED_STATUSES.includes(row.status));
      const asked = new Map(inputs.map((input) => [input.submissionId, identity.inputsDigest(input)]));
      const now = await inputsOf(connection, current);
      const same = now.filter((input) => asked.get(input.submissionId) === identity.inputsDigest(input));
      const changed = now.filter((input) => !same.includes(input)).map((input) => input.submissionId);
      const results = await keep(connection, { inputs: same, answers }, by, queued);
      await queueChecks(connection, changed, by);
      const gone = ids.filter((id) => !current.some((row) => row.id === id));
      await endChecks(connection, gone);
      const answered = [...results].flatMap(([id, { cause }]) => (cause === null ? [id] : []));
      const unanswered = [...results].flatMap(([id, { cause }]) => (cause === null ? [] : [id]));
      return { answered, waiting: [...unanswered, ...changed], gone };
    },
  };
}
export type IdentityChecks = ReturnType<typeof createIdentityChecks>;

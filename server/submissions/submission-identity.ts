import { isAny, whereAny } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import { endChecks, queueChecks, requeueChecks, type QueuedCheck } from '../identity/identity-queue.ts';
import type { IdentityService, IdentityTrigger, PreparedAnswer } from '../identity/identity-service.ts';
import { nikContradictions } from '../identity/nik-rules.ts';
import type { IdentityInput } from '../identity/register.ts';
import { SealError } from '../privacy/sealed-record.ts';
import { regencyCodes } from '../reference/reference-store.ts';
import type { FormSealer } from './submission-form.ts';
import { CHECKED_STATUSES } from './submission-rules.ts';
import type { SubmissionRow } from './submission-store.ts';

export interface CheckedBy {
  trigger: IdentityTrigger;
  now: string;
  checkedById: number | null;
}

/** A registration as it was when it was asked about. */
type AskedInput = IdentityInput & Pick<SubmissionRow, 'region_code'>;

/** What can be asked, and whose sealed numbers do not open, so that nobody can be asked. */
interface Opened {
  inputs: readonly AskedInput[];
  sealed: readonly number[];
}

/** What a register said of registrations as they stood when it was asked. */
export interface Asked extends Opened {
  answers: ReadonlyMap<number, PreparedAnswer>;
}

/** What became of registrations whose answers were taken over; `gone` ones need none any more. */
export interface Taken {
  answered: readonly number[];
  waiting: readonly number[];
  gone: readonly number[];
  sealed: readonly number[];
  /** Of those that are not gone, whom no screening has judged yet. */
  unjudged: readonly number[];
}

/** What of a registration its check needs: a third of a row, which is read for a hundred thousand at once. */
const CHECKED_COLUMNS = [
  'id', 'status', 'nik_bidx', 'kk_bidx', 'full_name', 'birth_place', 'birth_date', 'sex', 'ktp_address', 'region_code',
  'screening_outcome', 'identity_outcome', 'identity_stale',
] as const satisfies readonly (keyof SubmissionRow)[]; // prettier-ignore
const SEALED_COLUMNS = ['uid', 'nik_enc', 'kk_enc'] as const satisfies readonly (keyof SubmissionRow)[];
type CheckedRow = Pick<SubmissionRow, (typeof CHECKED_COLUMNS)[number]>;
type SealedRow = CheckedRow & Pick<SubmissionRow, (typeof SEALED_COLUMNS)[number]>;

/** What a retry would say once more: that the register gave no answer about these data. */
const isUnanswered = ({ identity_outcome: said, identity_stale: stale }: CheckedRow) =>
  said === 'unavailable' && stale === 0;

const isUnjudged = ({ screening_outcome: said }: CheckedRow) => said === 'unchecked' || said === 'unknown';

/** Whether nothing that a check depends on has changed since: blind indexes differ as soon as their numbers do. */
const isAsAsked = (input: AskedInput, row: CheckedRow): boolean =>
  input.nikBidx === row.nik_bidx &&
  input.kkBidx === row.kk_bidx &&
  input.fullName === row.full_name &&
  input.birthPlace === row.birth_place &&
  input.birthDate === row.birth_date &&
  input.sex === row.sex &&
  input.ktpAddress === row.ktp_address &&
  input.region_code === row.region_code;

type Queued = ReadonlyMap<number, QueuedCheck>;

/**
 * Points registrations at their new checks: the newest facts, never a value carried through the code. The outcome stands in
 * every index of the list, which both engines write anew for whatever is set: it is set only where it is another. A
 * registration that people are reading gets a new version with its new evidence: nobody decides on what they have not seen.
 */
async function pointAtChecks(
  connection: Connection,
  checkIds: readonly number[],
  now: string,
): Promise<void> {
  if (checkIds.length === 0) return;
  const { sql, bindings } = isAny(connection, 'c.id', checkIds);
  const point = (columns: string, compared: '=' | '<>') =>
    connection.raw(
      `UPDATE submissions SET ${columns}, identity_stale = 0, updated_at = ?,
         version = version + CASE WHEN submissions.status IN ('in_review', 'on_hold') THEN 1 ELSE 0 END
       FROM identity_checks c
       WHERE c.submission_id = submissions.id AND c.outcome ${compared} submissions.identity_outcome AND ${sql}`,
      [now, ...bindings],
    );
  await point('identity_check_id = c.id', '=');
  await point('identity_check_id = c.id, identity_outcome = c.outcome', '<>');
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
  const inputOf = (row: SealedRow, regencies: ReadonlySet<string>): AskedInput => {
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
      region_code: row.region_code,
      warnings: nikContradictions(
        nik,
        { birthDate: row.birth_date, sex: row.sex, regionCode: row.region_code },
        regencies,
      ),
    };
  };
  const rowsOf = (connection: Connection, ids: readonly number[]) =>
    whereAny(connection('submissions').select(CHECKED_COLUMNS), connection, 'id', ids).orderBy('id');
  const read = async (connection: Connection, ids: readonly number[]) =>
    (await rowsOf(connection, ids).select(SEALED_COLUMNS)) as SealedRow[];
  /** Held until the transaction ends: an amendment must not slip in between what is compared and what is pointed at it. */
  const hold = (connection: Connection, ids: readonly number[]) => rowsOf(connection, ids).forUpdate();

  /** One that does not open must not keep the others from their answer. */
  async function opened(connection: Connection, rows: readonly SealedRow[]): Promise<Opened> {
    if (rows.length === 0) return { inputs: [], sealed: [] };
    const regencies = await regencyCodes(connection);
    const inputs: AskedInput[] = [];
    const sealed: number[] = [];
    for (const row of rows) {
      try {
        inputs.push(inputOf(row, regencies));
      } catch (error) {
        if (!(error instanceof SealError)) throw error;
        sealed.push(row.id);
      }
    }
    return { inputs, sealed };
  }

  /** Those whose sealed numbers do not open wait for people to mend it. */
  async function setAside(
    connection: Connection,
    sealed: readonly number[],
    by: CheckedBy,
    queued: Queued,
  ): Promise<void> {
    const waiting = sealed.map((id) => ({
      id,
      cause: 'sealed' as const,
      attempts: queued.get(id)?.attempts ?? 0,
      trigger: queued.get(id)?.trigger ?? by.trigger,
    }));
    await requeueChecks(connection, waiting, by.now);
  }

  /**
   * Stores answers, points registrations at them and lets those wait that got none. Of `known` ones no further "no answer" is
   * stored: an outage would grow a check a minute for each, and a new version under the hands of whoever reads the case.
   */
  async function keep(
    connection: Connection,
    { inputs, answers }: Omit<Asked, 'sealed'>,
    by: CheckedBy,
    { queued = new Map(), known = new Set() }: { queued?: Queued; known?: ReadonlySet<number> } = {},
  ): Promise<Pick<Taken, 'answered' | 'waiting'>> {
    const ids = inputs.map(({ submissionId }) => submissionId);
    const causeOf = (id: number) => answers.get(id)?.cause ?? null;
    const told = ids.filter((id) => causeOf(id) === null || !known.has(id));
    const results = await identity.store(connection, told, answers, by);
    await pointAtChecks(
      connection,
      [...results.values()].map((result) => result.checkId),
      by.now,
    );
    const answered: number[] = [];
    const failed = [];
    for (const id of ids) {
      const cause = causeOf(id);
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
    return { answered, waiting: failed.map(({ id }) => id) };
  }

  return {
    /** True where the register can be asked inside a transaction. */
    isLocal: identity.isLocal,

    /**
     * Checks registrations as they stand in this transaction; another than the local register is asked afterwards. Gives those
     * whose sealed numbers do not open.
     */
    async check(connection: Connection, ids: readonly number[], by: CheckedBy): Promise<readonly number[]> {
      if (!identity.isLocal) {
        await queueChecks(connection, ids, by);
        return [];
      }
      const rows = (await hold(connection, ids).select(SEALED_COLUMNS)) as SealedRow[];
      const { inputs, sealed } = await opened(connection, rows);
      await setAside(connection, sealed, by, new Map());
      await keep(connection, { inputs, answers: await identity.ask(connection, inputs) }, by);
      return sealed;
    },

    /** Asks the register about registrations as they stand now; outside any transaction, and nothing is written. */
    async ask(connection: Connection, ids: readonly number[]): Promise<Asked> {
      const rows = (await read(connection, ids)).filter((row) => CHECKED_STATUSES.includes(row.status));
      const { inputs, sealed } = await opened(connection, rows);
      return { inputs, sealed, answers: await identity.ask(connection, inputs) };
    },

    /**
     * Takes over what a register answered before this transaction. A registration that was changed meanwhile is not settled by
     * the answer to its old data: it is asked about again. Gives the ids that were answered, wait, went on without, or do not open.
     */
    async take(
      connection: Connection,
      { inputs, sealed: unopened, answers }: Asked,
      by: CheckedBy,
      queued: Queued = new Map(),
    ): Promise<Taken> {
      const asked = new Map(inputs.map((input) => [input.submissionId, input]));
      const ids = [...new Set([...asked.keys(), ...unopened, ...queued.keys()])];
      const held = (await hold(connection, ids)) as CheckedRow[];
      const current = held.filter((row) => CHECKED_STATUSES.includes(row.status));
      const still = new Set(current.map(({ id }) => id));
      const closed = unopened.filter((id) => still.has(id));
      const { sealed } = await opened(connection, closed.length > 0 ? await read(connection, closed) : []);
      await setAside(connection, sealed, by, queued);
      const isSealed = new Set(sealed);
      const same: AskedInput[] = [];
      const changed: number[] = [];
      for (const row of current) {
        const input = asked.get(row.id);
        if (input && isAsAsked(input, row)) same.push(input);
        else if (!isSealed.has(row.id)) changed.push(row.id);
      }
      const known = new Set(by.trigger === 'retry' ? current.filter(isUnanswered).map(({ id }) => id) : []);
      const { answered, waiting } = await keep(connection, { inputs: same, answers }, by, { queued, known });
      await queueChecks(connection, changed, by);
      const gone = ids.filter((id) => !still.has(id));
      await endChecks(connection, gone);
      const unjudged = current.filter(isUnjudged).map(({ id }) => id);
      return { answered, waiting: [...waiting, ...changed], gone, sealed, unjudged };
    },
  };
}
export type IdentityChecks = ReturnType<typeof createIdentityChecks>;

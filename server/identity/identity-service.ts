import type { Act } from '../audit/audit-service.ts';
import type { Connection } from '../database.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import type { Keyring } from '../privacy/keyring.ts';
import type { ReasonCode } from '../reference/reason-schema.ts';
import { createIdentityDigest, type DigestedInputs, type IdentityDigest } from './identity-digest.ts';
import { knownReadingsOf, readEvidence, type Evidence } from './identity-evidence.ts';
import { DEFAULT_NAME_THRESHOLD } from './identity-rules.ts';
import { insertChecks, settlementsOf, type IdentityCheckRow, type Settlement } from './identity-store.ts';
import type { IdentityOutcome, ReaderNo, SettlementVerdict, UnavailableCause } from './identity-schema.ts';
import type { Onlooker } from './reading-rules.ts';
import { noteRegisterState } from './register-state.ts';
import type { IdentityInput, Register, RegisterAnswer, RegisterSource } from './register.ts';

export interface IdentityResult {
  checkId: number;
  outcome: IdentityOutcome;
  reasonCodes: ReasonCode[];
  cause: UnavailableCause | null;
}
export type IdentityTrigger = 'submit' | 'demand' | 'bulk' | 'import' | 'retry';

const ASKED_AT_ONCE = 2000;

interface CheckOptions {
  trigger: IdentityTrigger;
  now: string;
  checkedById: number | null;
}

type Compared = { input: IdentityInput; answer: RegisterAnswer };

/** Both values of each field, the form's first; a value the register does not have is left out. */
function digestsOf(
  { input, answer: { record } }: Compared,
  digest: IdentityDigest,
): Record<string, string[]> {
  const pair = (field: string, form: string, register: string | undefined) => {
    const own = digest.value(field, form);
    if (register === undefined) return [own];
    return [own, register === form ? own : digest.value(field, register)];
  };
  return {
    // Blind indexes are keyed digests already.
    nik: record ? [input.nikBidx, record.nik_bidx] : [input.nikBidx],
    kkNumber: record ? [input.kkBidx, record.kk_bidx] : [input.kkBidx],
    fullName: pair('fullName', input.fullName, record?.full_name),
    birthPlace: pair('birthPlace', input.birthPlace, record?.birth_place),
    birthDate: pair('birthDate', input.birthDate, record?.birth_date),
    sex: pair('sex', input.sex, record?.sex),
    ktpAddress: pair('ktpAddress', input.ktpAddress, record?.address),
  };
}

function checkRow(
  compared: Compared,
  digest: IdentityDigest,
  source: RegisterSource,
  o: CheckOptions,
): Omit<IdentityCheckRow, 'id'> {
  const { input, answer } = compared;
  const { comparison } = answer;
  return {
    submission_id: input.submissionId,
    source,
    source_version: answer.version,
    outcome: comparison.outcome,
    name_score: comparison.nameScore,
    threshold: DEFAULT_NAME_THRESHOLD,
    response_code: comparison.responseCode,
    fields: JSON.stringify(comparison.fields),
    digests: JSON.stringify(digestsOf(compared, digest)),
    warnings: JSON.stringify(input.warnings),
    reason_codes: JSON.stringify(comparison.reasons),
    inputs_digest: digest.inputs(input),
    trigger: o.trigger,
    checked_by_id: o.checkedById,
    checked_at: o.now,
    cause: answer.cause,
  };
}

/** Checks of registrations against the register, and how partial matches are settled. */
export function createIdentityService({
  encryption,
  keyring,
  register,
}: {
  encryption: FieldEncryption;
  keyring: Keyring;
  register: Register;
}) {
  const digest = createIdentityDigest(keyring);

  async function storeChunk(
    connection: Connection,
    compared: readonly Compared[],
    o: CheckOptions,
  ): Promise<[number, IdentityResult][]> {
    const ids = await insertChecks(
      connection,
      compared.map((one) => checkRow(one, digest, register.source, o)),
    );
    return compared.map(({ input, answer: { comparison, cause } }) => [
      input.submissionId,
      {
        checkId: ids.get(input.submissionId) as number,
        outcome: comparison.outcome,
        reasonCodes: comparison.reasons,
        cause,
      },
    ]);
  }

  /** Asks the register about registrations, each at most once a call. Writes nothing. */
  async function ask(
    connection: Connection,
    inputs: readonly IdentityInput[],
  ): Promise<Map<number, RegisterAnswer>> {
    const answers = new Map<number, RegisterAnswer>();
    for (let at = 0; at < inputs.length; at += ASKED_AT_ONCE)
      for (const [id, answer] of await register.ask(connection, inputs.slice(at, at + ASKED_AT_ONCE)))
        answers.set(id, answer);
    return answers;
  }

  /**
   * Appends what the register answered as evidence, and how the register stands. Writes nothing to the registrations
   * themselves: the caller points them at the results. No answer is `unavailable`, held against nobody and passing nobody
   * (domain.md section 7).
   */
  async function store(
    connection: Connection,
    inputs: readonly IdentityInput[],
    answers: ReadonlyMap<number, RegisterAnswer>,
    o: CheckOptions,
  ): Promise<Map<number, IdentityResult>> {
    const compared = inputs.map((input) => {
      const answer = answers.get(input.submissionId);
      if (!answer) throw new Error(`the register left registration ${input.submissionId} without an answer`);
      return { input, answer };
    });
    const results = new Map<number, IdentityResult>();
    for (let at = 0; at < compared.length; at += ASKED_AT_ONCE)
      for (const [id, result] of await storeChunk(connection, compared.slice(at, at + ASKED_AT_ONCE), o))
        results.set(id, result);
    await noteRegisterState(connection, register.source, [...answers.values()], o.now);
    return results;
  }

  return {
    /** Asks and stores at once, in one transaction: for a register that lies in our own database. */
    checkMany: async (connection: Connection, inputs: readonly IdentityInput[], o: CheckOptions) =>
      store(connection, inputs, await ask(connection, inputs), o),

    /** Whether the register lies in our own database and can be asked inside a transaction. */
    isLocal: register.isLocal,

    ask,
    store,

    /** Keyed digest of a check's inputs, as stored with it: differs as soon as one of them changes. */
    inputsDigest: (input: DigestedInputs): string => digest.inputs(input),

    /** A check with its evidence, the readings this person may see and the register's record of today; null when there is none. */
    evidence: (
      connection: Connection,
      checkId: number | null,
      onlooker: Onlooker,
    ): Promise<Evidence | null> => readEvidence(connection, checkId, onlooker, { encryption, digest }),

    /** Which readings of a registration, over all its checks, this person may see. */
    knownReadings: (connection: Connection, submissionId: number, onlooker: Onlooker) =>
      knownReadingsOf(connection, submissionId, onlooker),

    /** How the readers settled a check, first reader first. */
    settlements: (connection: Connection, checkId: number): Promise<Settlement[]> =>
      settlementsOf(connection, { check_id: checkId }),

    /**
     * Records what a reader found of a partial match. The caller checks who may read; the database still refuses a
     * second word of the same person or on anything but a partial match.
     */
    async settle(
      act: Act,
      settlement: {
        checkId: number;
        submissionId: number;
        readerNo: ReaderNo;
        verdict: SettlementVerdict;
        reasonCode: ReasonCode;
        note: string | null;
      },
    ): Promise<void> {
      const { checkId, submissionId, readerNo, verdict, reasonCode, note } = settlement;
      await act.trx('identity_settlements').insert({
        check_id: checkId,
        submission_id: submissionId,
        reader_no: readerNo,
        reader_id: act.actor.id,
        verdict,
        reason_code: reasonCode,
        note,
        at: act.now,
      });
      act.record({
        subject: 'submission',
        subjectId: submissionId,
        after: { verdict, reasonCode, note },
        details: { checkId, readerNo },
      });
    },
  };
}
export type IdentityService = ReturnType<typeof createIdentityService>;

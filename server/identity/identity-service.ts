import type { Act } from '../audit/audit-service.ts';
import type { Connection } from '../database.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import type { Keyring } from '../privacy/keyring.ts';
import type { ReasonCode } from '../reference/reason-schema.ts';
import { createIdentityDigest, type IdentityDigest } from './identity-digest.ts';
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

/** What of a check depends on input and answer alone, as it is stored: made when the answer comes, not while others wait. */
type EvidenceTexts = Pick<
  IdentityCheckRow,
  'fields' | 'digests' | 'warnings' | 'reason_codes' | 'inputs_digest'
>;
/** What a register answered, ready to be stored. */
export interface PreparedAnswer extends RegisterAnswer {
  texts: EvidenceTexts;
}

/** Both values of each field, the form's first; a value the register does not have is left out. */
function digestsOf(
  input: IdentityInput,
  { record }: RegisterAnswer,
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

const prepare = (input: IdentityInput, answer: RegisterAnswer, digest: IdentityDigest): PreparedAnswer => ({
  comparison: answer.comparison,
  record: answer.record,
  version: answer.version,
  cause: answer.cause,
  quotaLeft: answer.quotaLeft,
  texts: {
    fields: JSON.stringify(answer.comparison.fields),
    digests: JSON.stringify(digestsOf(input, answer, digest)),
    warnings: JSON.stringify(input.warnings),
    reason_codes: JSON.stringify(answer.comparison.reasons),
    inputs_digest: digest.inputs(input),
  },
});

function checkRow(
  submissionId: number,
  answer: PreparedAnswer,
  source: RegisterSource,
  o: CheckOptions,
): Omit<IdentityCheckRow, 'id'> {
  const { comparison, texts } = answer;
  // Field by field: a copy of `texts` that then grows is the dearest line of a bulk check.
  return {
    fields: texts.fields,
    digests: texts.digests,
    warnings: texts.warnings,
    reason_codes: texts.reason_codes,
    inputs_digest: texts.inputs_digest,
    submission_id: submissionId,
    source,
    source_version: answer.version,
    outcome: comparison.outcome,
    name_score: comparison.nameScore,
    threshold: DEFAULT_NAME_THRESHOLD,
    response_code: comparison.responseCode,
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

  /** Asks the register about registrations, each at most once a call. Writes nothing. */
  async function ask(
    connection: Connection,
    inputs: readonly IdentityInput[],
  ): Promise<Map<number, PreparedAnswer>> {
    const answers = new Map<number, PreparedAnswer>();
    for (let at = 0; at < inputs.length; at += ASKED_AT_ONCE) {
      const some = inputs.slice(at, at + ASKED_AT_ONCE);
      const given = await register.ask(connection, some);
      for (const input of some) {
        const answer = given.get(input.submissionId);
        if (!answer)
          throw new Error(`the register left registration ${input.submissionId} without an answer`);
        answers.set(input.submissionId, prepare(input, answer, digest));
      }
    }
    return answers;
  }

  /**
   * Appends what the register answered of some registrations as evidence, and how the register stands. Writes nothing to the
   * registrations themselves: the caller points them at the results. No answer is `unavailable`, held against nobody and
   * passing nobody (domain.md section 7).
   */
  async function store(
    connection: Connection,
    submissionIds: readonly number[],
    answers: ReadonlyMap<number, PreparedAnswer>,
    o: CheckOptions,
  ): Promise<Map<number, IdentityResult>> {
    const rows = submissionIds.map((id) =>
      checkRow(id, answers.get(id) as PreparedAnswer, register.source, o),
    );
    const ids = await insertChecks(connection, rows);
    await noteRegisterState(connection, register.source, [...answers.values()], o.now);
    return new Map(
      submissionIds.map((id) => {
        const { comparison, cause } = answers.get(id) as PreparedAnswer;
        const { outcome, reasons: reasonCodes } = comparison;
        return [id, { checkId: ids.get(id) as number, outcome, reasonCodes, cause }];
      }),
    );
  }

  return {
    /** Asks and stores at once, in one transaction: for a register that lies in our own database. */
    checkMany: async (connection: Connection, inputs: readonly IdentityInput[], o: CheckOptions) =>
      store(
        connection,
        inputs.map(({ submissionId }) => submissionId),
        await ask(connection, inputs),
        o,
      ),

    /** Whether the register lies in our own database and can be asked inside a transaction. */
    isLocal: register.isLocal,

    ask,
    store,

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
     * Records what a reader found of a partial match. The caller checks who may read and leaves the event; the database still
     * refuses a second word of the same person or on anything but a partial match.
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
    },
  };
}
export type IdentityService = ReturnType<typeof createIdentityService>;

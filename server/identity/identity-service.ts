import type { Act } from '../audit/audit-service.ts';
import type { Connection } from '../database.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import type { Keyring } from '../privacy/keyring.ts';
import type { ReasonCode } from '../reference/reason-schema.ts';
import { createIdentityDigest, type DigestedInputs, type IdentityDigest } from './identity-digest.ts';
import { readEvidence, type Evidence } from './identity-evidence.ts';
import { compareWithRegister, DEFAULT_NAME_THRESHOLD } from './identity-rules.ts';
import {
  findRegisterRows,
  insertChecks,
  registerVersion,
  settlementsOf,
  type IdentityCheckRow,
  type RegisterRow,
  type Settlement,
} from './identity-store.ts';
import type { IdentityComparison, IdentityOutcome, SettlementVerdict } from './identity-schema.ts';

/** What a check compares of one registration; `warnings` are those of its NIK (`nikContradictions`). */
export interface IdentityInput extends DigestedInputs {
  submissionId: number;
  warnings: readonly string[];
}
export interface IdentityResult {
  checkId: number;
  outcome: IdentityOutcome;
  reasonCodes: ReasonCode[];
}
export type IdentityTrigger = 'submit' | 'demand' | 'bulk' | 'import';

/** The embedded register; the Dukcapil web service would be another source. */
const SOURCE = 'ktp_records';
const CHECKED_AT_ONCE = 2000;

interface CheckOptions {
  trigger: IdentityTrigger;
  now: string;
  checkedById: number | null;
}

type Compared = { input: IdentityInput; record: RegisterRow | null; comparison: IdentityComparison };

function compare(input: IdentityInput, record: RegisterRow | null, available: boolean): Compared {
  const form = { ...input, kkSame: record === null ? null : input.kkBidx === record.kk_bidx };
  const register = record && {
    fullName: record.full_name,
    birthPlace: record.birth_place,
    birthDate: record.birth_date,
    sex: record.sex,
    address: record.address,
    status: record.status,
  };
  return { input, record, comparison: compareWithRegister(form, available ? register : 'unavailable') };
}

/** Both values of each field, the form's first; a value the register does not have is left out. */
function digestsOf({ input, record }: Compared, digest: IdentityDigest): Record<string, string[]> {
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
  sourceVersion: string | null,
  o: CheckOptions,
): Omit<IdentityCheckRow, 'id'> {
  const { input, comparison } = compared;
  return {
    submission_id: input.submissionId,
    source: SOURCE,
    source_version: sourceVersion,
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
  };
}

/** Checks of registrations against the KTP register, and how partial matches are settled. */
export function createIdentityService({
  encryption,
  keyring,
}: {
  encryption: FieldEncryption;
  keyring: Keyring;
}) {
  const digest = createIdentityDigest(keyring);

  async function checkChunk(
    connection: Connection,
    inputs: readonly IdentityInput[],
    register: { loadId: number } | null,
    o: CheckOptions,
  ): Promise<[number, IdentityResult][]> {
    const records = register
      ? await findRegisterRows(
          connection,
          inputs.map((input) => input.nikBidx),
        )
      : new Map<string, RegisterRow>();
    const compared = inputs.map((input) =>
      compare(input, records.get(input.nikBidx) ?? null, register !== null),
    );
    const version = register && `load-${register.loadId}`;
    const ids = await insertChecks(
      connection,
      compared.map((one) => checkRow(one, digest, version, o)),
    );
    return compared.map(({ input, comparison }) => [
      input.submissionId,
      {
        checkId: ids.get(input.submissionId) as number,
        outcome: comparison.outcome,
        reasonCodes: comparison.reasons,
      },
    ]);
  }

  return {
    /**
     * Checks registrations against the register and appends the evidence; each registration at most once a call.
     * Writes nothing to the registrations themselves: the caller points them at the results. Without a loaded
     * register every outcome is `unavailable`, held against nobody and passing nobody (domain.md section 7).
     */
    async checkMany(
      connection: Connection,
      inputs: readonly IdentityInput[],
      o: CheckOptions,
    ): Promise<Map<number, IdentityResult>> {
      const register = await registerVersion(connection);
      const results = new Map<number, IdentityResult>();
      for (let at = 0; at < inputs.length; at += CHECKED_AT_ONCE) {
        const chunk = inputs.slice(at, at + CHECKED_AT_ONCE);
        for (const [id, result] of await checkChunk(connection, chunk, register, o)) results.set(id, result);
      }
      return results;
    },

    /** Keyed digest of a check's inputs, as stored with it: differs as soon as one of them changes. */
    inputsDigest: (input: DigestedInputs): string => digest.inputs(input),

    /** A check with its evidence, settlements and the register's record of today; null when there is none. */
    evidence: (connection: Connection, checkId: number | null): Promise<Evidence | null> =>
      readEvidence(connection, checkId, { encryption, digest }),

    /** How the readers settled a check, first reader first. */
    settlements: (connection: Connection, checkId: number): Promise<Settlement[]> =>
      settlementsOf(connection, checkId),

    /**
     * Records what a reader found of a partial match. The caller checks who may read; the database still refuses a
     * second word of the same person or on anything but a partial match.
     */
    async settle(
      act: Act,
      settlement: {
        checkId: number;
        submissionId: number;
        readerNo: 1 | 2;
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

    /** Whether the register can answer at all: a load has finished and left records. */
    registerLoaded: async (connection: Connection): Promise<boolean> =>
      (await registerVersion(connection)) !== null,
  };
}
export type IdentityService = ReturnType<typeof createIdentityService>;

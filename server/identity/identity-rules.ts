import type { ReasonCode } from '../reference/reason-schema.ts';
import {
  IDENTITY_FIELDS,
  type FieldEvidence,
  type FieldVerdict,
  type IdentityBlocker,
  type IdentityComparison,
  type IdentityFields,
  type IdentityForm,
  type IdentityOutcome,
  type IdentityState,
  type RegisterRecord,
  type RegisterStatus,
} from './identity-schema.ts';
import { differingRanges } from './name-marks-rules.ts';
import { compareNames, NAME_SCORE_WRITTEN_OTHERWISE } from './name-rules.ts';
import { readingStand, STAND_BLOCKERS } from './reading-rules.ts';
import { compareAddresses, compareBirthPlaces } from './place-rules.ts';

/** The name score from which a name counts as the same, unless configured otherwise (domain.md section 7). */
export const DEFAULT_NAME_THRESHOLD = NAME_SCORE_WRITTEN_OTHERWISE;

type Verdict = Pick<IdentityComparison, 'outcome' | 'reasons' | 'responseCode'>;

/** A record's own state goes before any comparison: mending the form cannot mend it. */
const BY_STATUS = {
  UNKNOWN: { outcome: 'not_found', reasons: ['NIK_NOT_FOUND'], responseCode: '13' },
  MENINGGAL: { outcome: 'deceased', reasons: ['NIK_DECEASED'], responseCode: '11' },
  GANDA: { outcome: 'duplicate', reasons: ['NIK_DUPLICATE'], responseCode: '12' },
  NONAKTIF: { outcome: 'inactive', reasons: ['NIK_INACTIVE'], responseCode: '14' },
} as const satisfies Record<Exclude<RegisterStatus, 'AKTIF'> | 'UNKNOWN', Verdict>;

/**
 * Compares a form with the register's record of the same NIK; `null` = the register knows no such NIK,
 * `'unavailable'` = it did not answer, which is held against nobody and passes nobody.
 *
 * matched: KK number and birth date are the same and the name scores `threshold` or more. partial: exactly one
 * of the three differs and the name is not another name: one slip of the pen or one outdated paper, which two
 * readers can settle. mismatched: anything more, or another name. Birth place, sex and address are evidence
 * and never change the outcome.
 */
export function compareWithRegister(
  form: IdentityForm,
  record: RegisterRecord | null | 'unavailable',
  { threshold = DEFAULT_NAME_THRESHOLD }: { threshold?: number } = {},
): IdentityComparison {
  if (record === 'unavailable') return withoutAnswer();
  if (record === null) return ofRecordAlone('UNKNOWN');
  const fields = fieldEvidence(form, record);
  return record.status === 'AKTIF'
    ? ofFields(fields, threshold)
    : { ...ofRecordAlone(record.status), nameScore: fields.fullName.score ?? null, fields };
}

/** What it comes to that a register did not answer. */
export const withoutAnswer = (responseCode: string | null = null): IdentityComparison => ({
  outcome: 'unavailable',
  nameScore: null,
  fields: allFields('not_sent'),
  reasons: [],
  responseCode,
});

/** What a register's word about the whole record comes to, whatever its fields say. */
export function ofRecordAlone(status: Exclude<RegisterStatus, 'AKTIF'> | 'UNKNOWN'): IdentityComparison {
  const verdict = BY_STATUS[status];
  return { ...verdict, reasons: [...verdict.reasons], nameScore: null, fields: allFields('missing') };
}

/** What the fields of an active record come to. */
export function ofFields(
  fields: IdentityFields,
  threshold: number = DEFAULT_NAME_THRESHOLD,
): IdentityComparison {
  return { ...verdictOf(fields, threshold), nameScore: fields.fullName.score ?? null, fields };
}

function allFields(verdict: FieldVerdict): IdentityFields {
  return Object.fromEntries(IDENTITY_FIELDS.map((field) => [field, { verdict }])) as IdentityFields;
}

function fieldEvidence(form: IdentityForm, record: RegisterRecord): IdentityFields {
  return {
    nik: { verdict: 'same' },
    kkNumber: { verdict: form.kkSame === null ? 'not_sent' : form.kkSame ? 'same' : 'differs' },
    fullName: compared(form.fullName, record.fullName, nameEvidence),
    birthPlace: compared(form.birthPlace, record.birthPlace, compareBirthPlaces),
    birthDate: compared(form.birthDate, record.birthDate, dateEvidence),
    sex: compared(form.sex, record.sex ?? '', (own, theirs) => ({
      verdict: own === theirs ? 'same' : 'differs',
    })),
    ktpAddress: compared(form.ktpAddress, record.address, compareAddresses),
  };
}

/** Empty never equals empty. */
function compared(
  form: string,
  register: string,
  compare: (form: string, register: string) => FieldEvidence,
): FieldEvidence {
  if (form.trim() === '') return { verdict: 'not_sent' };
  return register.trim() === '' ? { verdict: 'missing' } : compare(form, register);
}

function nameEvidence(form: string, register: string): FieldEvidence {
  const { verdict, score, explanation, marks } = compareNames(form, register);
  return explanation === null ? { verdict, score } : { verdict, score, explanation, marks };
}

function dateEvidence(form: string, register: string): FieldEvidence {
  if (form === register) return { verdict: 'same' };
  const whole = (text: string) => ({ start: 0, end: text.length });
  return { verdict: 'differs', marks: differingRanges(form, whole(form), register, whole(register)) };
}

function verdictOf(fields: IdentityFields, threshold: number): Verdict {
  const { kkNumber, birthDate, fullName } = fields;
  const isOtherName = fullName.verdict === 'differs';
  const nameHolds = !isOtherName && (fullName.score ?? 0) >= threshold;
  const holding = [kkNumber.verdict === 'same', birthDate.verdict === 'same', nameHolds].filter(
    Boolean,
  ).length;
  const outcome: IdentityOutcome =
    holding === 3 ? 'matched' : holding === 2 && !isOtherName ? 'partial' : 'mismatched';
  const reasons: ReasonCode[] = [];
  if (kkNumber.verdict === 'differs') reasons.push('KK_MISMATCH');
  if (birthDate.verdict === 'differs') reasons.push('DOB_MISMATCH');
  // A name that was not there to compare is no mismatch, though it matches nothing either.
  if (!nameHolds && fullName.score !== undefined) reasons.push('NAME_MISMATCH');
  return { outcome, reasons, responseCode: null };
}

/**
 * What keeps a submission's identity from being settled; empty = settled. Only `matched` settles by itself,
 * `partial` needs two different readers who find the same person (reading-rules.ts), and a stale check settles nothing.
 */
export function identityBlockers(state: IdentityState): IdentityBlocker[] {
  if (state.outcome === 'unchecked') return [{ code: 'IDENTITY_UNCHECKED' }];
  if (state.stale) return [{ code: 'IDENTITY_STALE' }];
  if (state.outcome === 'matched') return [];
  if (state.outcome === 'unavailable') return [{ code: 'IDENTITY_UNAVAILABLE' }];
  if (state.outcome !== 'partial') return [{ code: 'IDENTITY_MISMATCH', outcome: state.outcome }];
  return [...STAND_BLOCKERS[readingStand(state.readings)]];
}

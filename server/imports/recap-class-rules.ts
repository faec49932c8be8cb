import type { ParsedRow, RowClass } from './recap-schema.ts';

export const CLASS_REASON_CODES = ['DUPLICATE', 'ROW_ID_REPEATED', 'NAME_LOCKED', 'NOT_EDITABLE'] as const;
/** Why a row is in conflict with what is already there. DUPLICATE is the reason code of domain.md section 9. */
export type ClassReasonCode = (typeof CLASS_REASON_CODES)[number];

/** Where a DUPLICATE NIK was met first. */
export type TakenWhere = 'in_file' | 'in_wave';
export type ClassReason = { code: ClassReasonCode; where?: TakenWhere };

/** What is known about one row beside its own cells. */
export type RowFacts = {
  /** The row's own errors; any makes it bad. */
  errors: readonly unknown[];
  /** The registration this office committed before under the same row id, in this wave. */
  sameRowId: { fingerprintEqual: boolean; nameEqual: boolean; editable: boolean } | null;
  /** Whether another row of the file, or another registration of the wave, already has this NIK. */
  nikTaken: TakenWhere | null;
  /** Whether an earlier row of the same file used the same row id. */
  rowIdRepeated?: boolean;
};

/**
 * What the dry run makes of one row (domain.md section 10).
 *
 * `bad`: it cannot be read. `same`: committed before and unchanged, so nothing happens. `changed`: committed before, still
 * editable, will be corrected. `conflict`: well written but not acceptable, with every reason. `new`: will become a registration.
 */
export function classifyRow(facts: RowFacts): { class: RowClass; reasons: ClassReason[] } {
  if (facts.errors.length > 0) return { class: 'bad', reasons: [] };
  const reasons: ClassReason[] = [];
  if (facts.rowIdRepeated) reasons.push({ code: 'ROW_ID_REPEATED' });
  // A row that is already there unchanged is its own registration, whatever else holds its NIK.
  else if (facts.sameRowId?.fingerprintEqual) return { class: 'same', reasons: [] };
  if (facts.nikTaken) reasons.push({ code: 'DUPLICATE', where: facts.nikTaken });
  if (facts.sameRowId && !facts.rowIdRepeated) reasons.push(...changeReasons(facts.sameRowId));
  if (reasons.length > 0) return { class: 'conflict', reasons };
  return { class: facts.sameRowId ? 'changed' : 'new', reasons: [] };
}

function changeReasons(known: NonNullable<RowFacts['sameRowId']>): ClassReason[] {
  const reasons: ClassReason[] = [];
  // The registered name can never be changed afterwards (domain.md section 1).
  if (!known.nameEqual) reasons.push({ code: 'NAME_LOCKED' });
  if (!known.editable) reasons.push({ code: 'NOT_EDITABLE' });
  return reasons;
}

/** The fields a fingerprint covers, in a fixed order: all that can differ between two writings of one row. */
const FINGERPRINT_FIELDS = [
  'fullName',
  'nik',
  'kkNumber',
  'birthPlace',
  'birthDate',
  'sex',
  'email',
  'phone',
  'ktpAddress',
  'domicileAddress',
  'regionCode',
  'educationLevel',
  'employmentStatus',
  'desiredTraining',
  'proposer',
  'luringReason',
  'cameInPerson',
  'originalKtpSeen',
] as const satisfies readonly (keyof ParsedRow)[];

/**
 * The canonical text of a row, to be hashed by the caller: equal for two rows exactly when every field is equal, however the
 * cells were written (date form, blanks, upper or lower case of a code). It holds the NIK in clear: hash it, never store it.
 */
export function fingerprintInput(row: ParsedRow): string {
  return JSON.stringify(FINGERPRINT_FIELDS.map((field) => row[field]));
}

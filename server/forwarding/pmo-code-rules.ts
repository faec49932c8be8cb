import { REASONS } from '../reference/reason-rules.ts';
import { REASON_CODES, type ReasonCode } from '../reference/reason-code-schema.ts';

type Cause = 'applicant' | 'office' | 'ministry' | 'pmo';

/** What a code of the PMO means here. */
export interface CodeMeaning {
  reasonCode: ReasonCode;
  cause: Cause;
  remedy: { id: string; en: string };
  /** Whether a row returned with it can be mended and carried into the next round. */
  carriesOver: boolean;
}

/** The maintained table, by code in capitals. */
export type CodeTable = ReadonlyMap<string, CodeMeaning>;
export const NO_CODES: CodeTable = new Map();

/**
 * Who owns the cause where the PMO answers with one of our own codes: whoever gave or keyed the data, except where the
 * ministry's check or the PMO's own list speaks.
 */
export const CAUSE_OF_REASON = {
  NIK_FORMAT: 'office',
  NIK_NOT_FOUND: 'applicant',
  NIK_INACTIVE: 'applicant',
  NIK_DUPLICATE: 'applicant',
  NIK_DECEASED: 'ministry',
  KK_MISMATCH: 'applicant',
  DOB_MISMATCH: 'office',
  NAME_MISMATCH: 'office',
  UNDER_AGE: 'ministry',
  OVER_AGE: 'ministry',
  IN_EDUCATION: 'applicant',
  EXCLUDED_POST: 'ministry',
  OTHER_AID: 'ministry',
  PRIOR_RECIPIENT: 'ministry',
  BLACKLISTED: 'pmo',
  KK_LIMIT: 'ministry',
  DUPLICATE: 'ministry',
  DOC_MISSING: 'office',
  DOC_UNREADABLE: 'office',
  DECLARATION_UNSIGNED: 'office',
  DOC_SUSPECT: 'office',
  QUOTA: 'ministry',
  WITHDRAWN: 'applicant',
  PMO_OTHER: 'pmo',
} as const satisfies Record<ReasonCode, Cause>;

/** Codes are compared without regard to capitals and blanks around them. */
export const normalCode = (code: string): string => code.trim().toUpperCase().slice(0, 40);

/** The meaning of one of our own codes: its remedy, and whether the applicant can mend it. */
export function ownMeaning(reasonCode: ReasonCode): CodeMeaning {
  const { remedy, correctable } = REASONS[reasonCode];
  return { reasonCode, cause: CAUSE_OF_REASON[reasonCode], remedy, carriesOver: correctable !== false };
}

/** The meaning of a code: by the table, else as one of our own; null where nobody has said what it means. */
export function meaningOf(code: string, table: CodeTable): CodeMeaning | null {
  const normal = normalCode(code);
  const mapped = table.get(normal);
  if (mapped) return mapped;
  const own = REASON_CODES.find((known) => known === normal);
  return own ? ownMeaning(own) : null;
}

/** How a work item names a code nobody has mapped; the same words find it again when somebody does. */
export const unmappedDetail = (code: string): string => `code ${code} has no mapping; arrived as PMO_OTHER`;

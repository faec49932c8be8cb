/** All reason codes of domain.md section 9, in the order in which lists show them. */
export const REASON_CODES = [
  'NIK_FORMAT',
  'NIK_NOT_FOUND',
  'NIK_INACTIVE',
  'NIK_DUPLICATE',
  'NIK_DECEASED',
  'KK_MISMATCH',
  'DOB_MISMATCH',
  'NAME_MISMATCH',
  'UNDER_AGE',
  'OVER_AGE',
  'IN_EDUCATION',
  'EXCLUDED_POST',
  'OTHER_AID',
  'PRIOR_RECIPIENT',
  'BLACKLISTED',
  'KK_LIMIT',
  'DUPLICATE',
  'DOC_MISSING',
  'DOC_UNREADABLE',
  'DECLARATION_UNSIGNED',
  'DOC_SUSPECT',
  'QUOTA',
  'WITHDRAWN',
  'PMO_OTHER',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** Who may establish a reason. `system` reasons come out of checks and lists, never out of somebody's opinion. */
export const REASON_SOURCES = ['system', 'reviewer', 'coordinator', 'pmo'] as const;
export type ReasonSource = (typeof REASON_SOURCES)[number];

/** What an event can be about, as the log names it. */
export const AUDIT_SUBJECTS = [
  'submission',
  'submissions',
  'batch',
  'import',
  'document',
  'duplicate',
  'dispatch',
  'staff',
  'office',
  'wave',
  'screening-list',
  'ktp-load',
  'job',
] as const;

/** Whole numbers shown to somebody, with the purpose they gave. */
export const UNMASKING_ACTIONS = ['submission.revealed'] as const;

/** Acts in which a person's judgement went over what the system found, or back over a decision. */
export const OVERRIDE_ACTIONS = [
  'submission.identity-settled',
  'submission.second-read',
  'submission.third-read',
  'submission.reopened',
  'submission.undone',
  'submission.revoked',
  'duplicate.decided',
  'batch.unsealed',
  'batch.sent-back',
] as const;

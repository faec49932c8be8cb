/** Verbs that may be done to many registrations as one job. Apart from the bodies: the list shows them and needs no zod. */
export const BULK_VERBS = ['assign', 'identity-check', 'release', 'verify', 'return', 'reject'] as const;
export type BulkVerb = (typeof BULK_VERBS)[number];

/** What an export may be. */
export const EXPORT_FORMATS = ['csv', 'xlsx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

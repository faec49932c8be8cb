import { withoutNumbers } from '../notices/notice-rules.ts';
import type { ReasonCode } from '../reference/reason-code-schema.ts';
import { REASONS } from '../reference/reason-rules.ts';
import type { Channel, SubmissionStatus } from '../submissions/submission-schema.ts';
import type { PortalReason } from './portal-schema.ts';

type MendField = PortalReason['fields'][number];

/** What on the form a reason is about: the fields an applicant looks at again. The name is nobody's to change. */
export const FIELDS_OF_REASON = {
  NIK_FORMAT: ['nik'],
  NIK_NOT_FOUND: ['nik'],
  NIK_INACTIVE: ['nik'],
  NIK_DUPLICATE: ['nik'],
  NIK_DECEASED: ['nik'],
  KK_MISMATCH: ['kkNumber'],
  DOB_MISMATCH: ['birthDate'],
  NAME_MISMATCH: ['ktpPhoto'],
  UNDER_AGE: ['birthDate'],
  OVER_AGE: ['birthDate'],
  IN_EDUCATION: ['educationLevel', 'declarations'],
  EXCLUDED_POST: ['employmentStatus', 'declarations'],
  OTHER_AID: [],
  PRIOR_RECIPIENT: [],
  BLACKLISTED: [],
  KK_LIMIT: ['kkNumber'],
  DUPLICATE: [],
  DOC_MISSING: ['ktpPhoto'],
  DOC_UNREADABLE: ['ktpPhoto'],
  DECLARATION_UNSIGNED: ['declarations'],
  DOC_SUSPECT: ['ktpPhoto'],
  QUOTA: [],
  WITHDRAWN: [],
  PMO_OTHER: [],
} as const satisfies Record<ReasonCode, readonly MendField[]>;

/** Remedies that speak of paper and counters, said for whoever fills the form themselves and whose name is locked. */
const ONLINE_REMEDY: Partial<Record<ReasonCode, NonNullable<PortalReason['remedy']>>> = {
  NAME_MISMATCH: {
    id: 'Nama pada akun tidak dapat diubah. Kirim foto KTP-el yang jelas agar petugas dapat membandingkannya. Bila namanya memang lain dari KTP-el, daftar dengan nama yang benar pada gelombang berikutnya.',
    en: 'The name of the account cannot be changed. Send a clear photo of the KTP so that it can be compared. If the name really differs from the KTP, register under the right name in the next wave.',
  },
  DECLARATION_UNSIGNED: {
    id: 'Baca dan centang setiap pernyataan pada formulir, lalu kirim ulang.',
    en: 'Read and tick each declaration on the form, then send it in again.',
  },
};

/** The statuses that come with a reason for the applicant; of a withdrawal they know it themselves. */
const TELLS_WHY: ReadonlySet<SubmissionStatus> = new Set<SubmissionStatus>([
  'needs_correction',
  'rejected',
  'pmo_rejected',
  'revoked',
]);

export interface Why {
  reasons: PortalReason[];
  note: string | null;
}

/** Reasons with their remedies, and the note as the notice tells it: without long numbers (notice-text.ts). */
export function whyOf(
  status: SubmissionStatus,
  decision: { reasonCodes: readonly ReasonCode[]; note: string | null } | null,
  channel: Channel,
): Why {
  if (!decision || !TELLS_WHY.has(status)) return { reasons: [], note: null };
  const note = decision.note ? withoutNumbers(decision.note).trim() : '';
  const reasons = decision.reasonCodes.map((code) => {
    const { label } = REASONS[code];
    const own = channel === 'online' ? ONLINE_REMEDY[code] : undefined;
    const remedy = own ?? REASONS[code].remedy;
    // "Follow the note below" helps nobody where there is none.
    const bare = code === 'PMO_OTHER' && note === '';
    return { code, label, remedy: bare ? null : remedy, fields: [...FIELDS_OF_REASON[code]] };
  });
  return { reasons, note: note || null };
}

import { editableFields } from '@server/submissions/submission-form-rules.ts';
import type { Channel, SubmissionRecord } from '@server/submissions/submission-schema.ts';

export type FormValues = Record<string, unknown>;

/** What the counter keys, in the order of the paper form. */
export const FORM_FIELDS = [
  'waveId',
  'channel',
  'fullName',
  'nik',
  'kkNumber',
  'birthPlace',
  'birthDate',
  'sex',
  'ktpAddress',
  'domicileAddress',
  'regionCode',
  'email',
  'phone',
  'educationLevel',
  'employmentStatus',
  'desiredTraining',
  'proposer',
  'luringReason',
  'cameInPerson',
  'originalKtpSeen',
  'presenceNote',
  'declarations',
] as const;

/** Fields that belong to one road only; on the other they are not sent. */
const OFFLINE_ONLY = new Set<string>(['luringReason', 'cameInPerson', 'originalKtpSeen', 'presenceNote']);

const isEmpty = (value: unknown) => value === undefined || value === null || value === '';

/** The body of POST /api/submissions: empty fields are left out, numbers lose the spaces people type in them. */
export function createBody(values: FormValues): Record<string, unknown> {
  const channel = values['channel'] as Channel | undefined;
  const body: Record<string, unknown> = {};
  for (const field of FORM_FIELDS) {
    const value = values[field];
    const isForeign = channel === 'offline' ? field === 'declarations' : OFFLINE_ONLY.has(field);
    if (!isEmpty(value) && !isForeign) body[field] = value;
  }
  return body;
}

const NOT_EDITABLE = new Set<string>(['waveId', 'channel']);
const CAN_BE_EMPTIED = new Set<string>([
  'email',
  'phone',
  'domicileAddress',
  'desiredTraining',
  'presenceNote',
]);

/** The body of PUT /api/submissions/:id: what was changed, and the version seen. Empty numbers mean "as before". */
export function editBody(values: FormValues, before: SubmissionRecord): Record<string, unknown> {
  const body: Record<string, unknown> = { version: before.version };
  for (const field of FORM_FIELDS) {
    const was = (before as unknown as FormValues)[field];
    const is = values[field];
    const isChanged = JSON.stringify(is ?? null) !== JSON.stringify(was ?? null);
    if (NOT_EDITABLE.has(field) || !isChanged) continue;
    if (!isEmpty(is)) body[field] = is;
    else if (CAN_BE_EMPTIED.has(field)) body[field] = null;
  }
  return body;
}

/** Whether anything of this registration may be changed now, and whether its name is locked for good. */
export function editState(record: Pick<SubmissionRecord, 'status' | 'submittedAt'>) {
  const fields = editableFields(record.status, record.submittedAt !== null);
  return { canEdit: fields !== 'none', nameLocked: fields !== 'all' };
}

import type { Knex } from 'knex';
import type { Connection } from '../database.ts';
import type { Actor } from '../audit/audit-service.ts';
import type { SubmissionRecord } from './submission-schema.ts';

/** A row of `submissions`, as both engines give it. */
export interface SubmissionRow {
  id: number;
  uid: string;
  registration_no: string;
  channel: SubmissionRecord['channel'];
  status: SubmissionRecord['status'];
  wave_id: number;
  office_id: number;
  proposer: SubmissionRecord['proposer'];
  luring_reason: SubmissionRecord['luringReason'];
  full_name: string;
  name_key: string;
  nik_enc: Buffer;
  nik_bidx: string;
  nik_masked: string;
  /** Signs of the NIK; null in rows older than they are. */
  nik_ends_zero: number | null;
  nik_tag: number | null;
  nik_next_tag: number | null;
  kk_enc: Buffer;
  kk_bidx: string;
  kk_masked: string;
  birth_place: string;
  birth_date: string;
  sex: 'L' | 'P';
  email: string | null;
  phone: string | null;
  ktp_address: string;
  domicile_address: string | null;
  region_code: string;
  education_level: SubmissionRecord['educationLevel'];
  employment_status: SubmissionRecord['employmentStatus'];
  desired_training: string | null;
  came_in_person: number | null;
  original_ktp_seen: number | null;
  presence_note: string | null;
  declarations: string | null;
  assignee_id: number | null;
  lease_until: string | null;
  identity_check_id: number | null;
  identity_outcome: SubmissionRecord['identityOutcome'];
  identity_stale: number;
  screening_result_id: number | null;
  screening_outcome: SubmissionRecord['screeningOutcome'];
  duplicate_count: number;
  reason_codes: string | null;
  batch_id: number | null;
  round_no: number;
  keyed_by_id: number;
  decided_by_id: number | null;
  import_id: number | null;
  row_id: string | null;
  fingerprint: string | null;
  submitted_at: string | null;
  decided_at: string | null;
  due_at: string | null;
  created_at: string;
  updated_at: string;
  version: number;
}

/** What a record is made from: the sealed numbers, their indexes and the inner keys stay in the database. */
export const RECORD_COLUMNS = [
  'id', 'registration_no', 'channel', 'status', 'wave_id', 'office_id', 'proposer', 'luring_reason', 'full_name', 'nik_masked', 'kk_masked',
  'birth_place', 'birth_date', 'sex', 'email', 'phone', 'ktp_address', 'domicile_address', 'region_code', 'education_level',
  'employment_status', 'desired_training', 'came_in_person', 'original_ktp_seen', 'presence_note', 'declarations', 'assignee_id',
  'lease_until', 'identity_outcome', 'identity_stale', 'screening_outcome', 'duplicate_count', 'reason_codes', 'batch_id', 'round_no',
  'keyed_by_id', 'decided_by_id', 'import_id', 'row_id', 'submitted_at', 'decided_at', 'due_at', 'created_at', 'updated_at', 'version',
] as const satisfies readonly (keyof SubmissionRow)[]; // prettier-ignore
export type SubmissionRecordRow = Pick<SubmissionRow, (typeof RECORD_COLUMNS)[number]>;

const yesNo = (value: number | null): boolean | null => (value === null ? null : value === 1);

export function rowToSubmission(row: SubmissionRecordRow): SubmissionRecord {
  return {
    id: row.id,
    registrationNo: row.registration_no,
    channel: row.channel,
    status: row.status,
    waveId: row.wave_id,
    officeId: row.office_id,
    proposer: row.proposer,
    luringReason: row.luring_reason,
    fullName: row.full_name,
    nikMasked: row.nik_masked,
    kkNumberMasked: row.kk_masked,
    birthPlace: row.birth_place,
    birthDate: row.birth_date,
    sex: row.sex,
    email: row.email,
    phone: row.phone,
    ktpAddress: row.ktp_address,
    domicileAddress: row.domicile_address,
    regionCode: row.region_code,
    educationLevel: row.education_level,
    employmentStatus: row.employment_status,
    desiredTraining: row.desired_training,
    cameInPerson: yesNo(row.came_in_person),
    originalKtpSeen: yesNo(row.original_ktp_seen),
    presenceNote: row.presence_note,
    declarations:
      row.declarations === null ? null : (JSON.parse(row.declarations) as SubmissionRecord['declarations']),
    assigneeId: row.assignee_id,
    leaseUntil: row.lease_until,
    identityOutcome: row.identity_outcome,
    identityStale: row.identity_stale === 1,
    screeningOutcome: row.screening_outcome,
    duplicateCount: row.duplicate_count,
    batchId: row.batch_id,
    roundNo: row.round_no,
    keyedById: row.keyed_by_id,
    decidedById: row.decided_by_id,
    importId: row.import_id,
    rowId: row.row_id,
    reasonCodes: row.reason_codes === null ? [] : (JSON.parse(row.reason_codes) as string[]),
    submittedAt: row.submitted_at,
    decidedAt: row.decided_at,
    dueAt: row.due_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
  };
}

/** What reached the PMO, and what became of it: all that PMO staff may see. */
export const AT_THE_PMO = ['sent', 'confirmed', 'pmo_returned', 'pmo_rejected', 'revoked'];

/** Narrows a query to what the actor may know of, in SQL: own office at the counter, what was sent at the PMO. */
export function visibleTo<Q extends Knex.QueryBuilder>(query: Q, actor: Pick<Actor, 'role' | 'officeId'>): Q {
  if (actor.role === 'intake') void query.where('submissions.office_id', actor.officeId);
  if (actor.role === 'pmo') void query.whereIn('submissions.status', AT_THE_PMO);
  return query;
}

export async function findSubmission(
  connection: Connection,
  actor: Pick<Actor, 'role' | 'officeId'>,
  id: number,
): Promise<SubmissionRow | null> {
  const row = (await visibleTo(connection('submissions'), actor).where('submissions.id', id).first()) as
    SubmissionRow | undefined;
  return row ?? null;
}

/** Writes a change where the version still matches; false when somebody was faster. */
export async function updateSubmission(
  connection: Connection,
  row: Pick<SubmissionRow, 'id' | 'version'>,
  values: Partial<SubmissionRow>,
): Promise<boolean> {
  const changed = await connection('submissions')
    .where({ id: row.id, version: row.version })
    .update({ ...values, version: row.version + 1 });
  return changed === 1;
}

export interface TransitionValues {
  submission_id: number;
  action: string;
  from_status: string | null;
  to_status: string;
  actor_id: number | null;
  actor_role: string;
  at: string;
  reason_codes?: string | null;
  note?: string | null;
  rule_set_code?: string | null;
  rule_set_version?: number | null;
  batch_id?: number | null;
  request_id: string;
}

export const addTransition = (connection: Connection, values: TransitionValues) =>
  connection('submission_transitions').insert(values);

export interface TransitionRow extends TransitionValues {
  id: number;
  actor_name: string | null;
}

/** A row with what verdicts ask beside it, of the tables around it. */
export interface CaseRow extends SubmissionRow {
  /** Who holds the claim. */
  holder_name: string | null;
  batch_status: string | null;
  /** When the identity check it rests on was made. */
  identity_checked_at: string | null;
  uploaded_by_id: number | null;
  committed_by_id: number | null;
  revisions: number;
  /** 1 when the actor registered themself: same NIK. */
  own: number;
}

/** A registration and the facts beside it in one read: every act begins with it, inside the one write transaction. */
export async function findCaseRow(
  connection: Connection,
  actor: Pick<Actor, 'id' | 'role' | 'officeId'>,
  id: number,
): Promise<CaseRow | null> {
  const about = (sql: string, name: string, ...bindings: number[]) =>
    connection.raw(`(${sql}) AS ${name}`, bindings);
  const row = (await visibleTo(connection('submissions'), actor)
    .leftJoin('imports', 'imports.id', 'submissions.import_id')
    .where('submissions.id', id)
    .first(
      'submissions.*',
      'imports.uploaded_by_id',
      'imports.committed_by_id',
      about('SELECT h.full_name FROM staff h WHERE h.id = submissions.assignee_id', 'holder_name'),
      about('SELECT b.status FROM batches b WHERE b.id = submissions.batch_id', 'batch_status'),
      about(
        'SELECT c.checked_at FROM identity_checks c WHERE c.id = submissions.identity_check_id',
        'identity_checked_at',
      ),
      about(
        'SELECT count(*) FROM submission_revisions r WHERE r.submission_id = submissions.id',
        'revisions',
      ),
      about(
        'SELECT count(*) FROM staff f WHERE f.id = ? AND f.nik_bidx = submissions.nik_bidx',
        'own',
        actor.id,
      ),
    )) as CaseRow | undefined;
  return row ?? null;
}

/** Everyone who keyed, imported or edited a registration: they decide nothing about it. */
export async function handsOn(
  connection: Connection,
  row: Pick<CaseRow, 'id' | 'keyed_by_id' | 'uploaded_by_id' | 'committed_by_id' | 'revisions'>,
): Promise<number[]> {
  const editors =
    row.revisions === 0
      ? []
      : ((await connection('submission_revisions')
          .where({ submission_id: row.id })
          .distinct('edited_by_id')) as { edited_by_id: number }[]);
  const ids = [
    row.keyed_by_id,
    row.uploaded_by_id,
    row.committed_by_id,
    ...editors.map((one) => one.edited_by_id),
  ];
  return [...new Set(ids.filter((one) => one !== null))];
}

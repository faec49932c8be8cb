import type { Knex } from 'knex';
import { isPostgres } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import type { ListDefinition } from '../http/list-query.ts';
import { contains } from '../http/list-search.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import { maskNumber } from '../privacy/privacy-rules.ts';
import { kkPlace } from './identity-evidence.ts';
import {
  IDENTITY_TRIGGERS,
  LOAD_STATUSES,
  type IdentityCheckRecord,
  type KtpLoadRecord,
  type KtpRecord,
  type LineProblem,
} from './identity-record-schema.ts';
import { IDENTITY_OUTCOMES, REGISTER_STATUSES } from './identity-schema.ts';
import type { IdentityCheckRow, RegisterRow } from './identity-store.ts';
import type { KtpLoadRow } from './ktp-load.ts';

const check = (column: string) => `identity_checks.${column}`;

export const IDENTITY_CHECK_LIST: ListDefinition = {
  resource: 'identity-checks',
  fields: {
    id: { column: check('id'), type: 'int' },
    submissionId: { column: check('submission_id'), type: 'int' },
    outcome: { column: check('outcome'), type: 'text', values: IDENTITY_OUTCOMES, sort: false },
    trigger: { column: check('trigger'), type: 'text', values: IDENTITY_TRIGGERS, sort: false },
    checkedById: { column: check('checked_by_id'), type: 'int', sort: false },
    checkedAt: { column: check('checked_at'), type: 'text' },
    waveId: { column: 'submissions.wave_id', type: 'int', sort: false },
  },
  defaultSort: ['id', 'DESC'],
  search: contains('submissions.full_name', 'submissions.registration_no'),
};

export const IDENTITY_CHECK_COLUMNS = [
  'identity_checks.*',
  'submissions.registration_no',
  'submissions.full_name',
  'submissions.identity_check_id',
];

/** Checks with the registration they are about. */
export const identityChecks = (connection: Connection): Knex.QueryBuilder =>
  connection('identity_checks').join('submissions', 'submissions.id', 'identity_checks.submission_id');

export type ListedCheckRow = IdentityCheckRow & {
  registration_no: string;
  full_name: string;
  identity_check_id: number | null;
};

export const rowToIdentityCheck = (row: ListedCheckRow): IdentityCheckRecord => ({
  id: row.id,
  submissionId: row.submission_id,
  registrationNo: row.registration_no,
  fullName: row.full_name,
  outcome: row.outcome,
  nameScore: row.name_score,
  threshold: row.threshold,
  source: row.source,
  sourceVersion: row.source_version,
  responseCode: row.response_code,
  warnings: JSON.parse(row.warnings) as string[],
  reasonCodes: JSON.parse(row.reason_codes) as string[],
  trigger: row.trigger,
  current: row.identity_check_id === row.id,
  checkedById: row.checked_by_id,
  checkedAt: row.checked_at,
});

/** Names by their beginning, which an index of millions answers at once. */
function searchName(query: Knex.QueryBuilder, text: string, connection: Connection): void {
  const start = text.toUpperCase();
  if (isPostgres(connection)) {
    const escaped = start.replace(/[\\%_]/g, (character) => `\\${character}`);
    void query.whereRaw("full_name LIKE ? ESCAPE '\\'", [`${escaped}%`]);
    return;
  }
  void query.where('full_name', '>=', start).where('full_name', '<', `${start}\u{10ffff}`);
}

export const KTP_RECORD_LIST: ListDefinition = {
  resource: 'ktp-records',
  fields: {
    id: { column: 'id', type: 'int' },
    fullName: { column: 'full_name', type: 'text' },
    status: { column: 'status', type: 'text', values: REGISTER_STATUSES, sort: false },
  },
  defaultSort: ['id', 'ASC'],
  search: searchName,
};

export type KtpRecordRow = RegisterRow & {
  id: number;
  nik_masked: string;
  rt: string | null;
  rw: string | null;
  village: string | null;
  district: string | null;
  regency: string | null;
  province: string | null;
  load_id: number;
};

export const rowToKtpRecord =
  (encryption: FieldEncryption) =>
  (row: KtpRecordRow): KtpRecord => ({
    id: row.id,
    nikMasked: row.nik_masked,
    kkNumberMasked: maskNumber(encryption.decrypt(row.kk_enc, kkPlace(row.uid))),
    fullName: row.full_name,
    birthPlace: row.birth_place,
    birthDate: row.birth_date,
    sex: row.sex,
    address: row.address,
    rt: row.rt,
    rw: row.rw,
    village: row.village,
    district: row.district,
    regency: row.regency,
    province: row.province,
    status: row.status,
    loadId: row.load_id,
  });

export const KTP_LOAD_LIST: ListDefinition = {
  resource: 'ktp-loads',
  fields: {
    id: { column: 'id', type: 'int' },
    status: { column: 'status', type: 'text', values: LOAD_STATUSES },
    loadedAt: { column: 'loaded_at', type: 'text' },
    loadedById: { column: 'loaded_by_id', type: 'int' },
    rowCount: { column: 'row_count', type: 'int' },
    badCount: { column: 'bad_count', type: 'int' },
  },
  defaultSort: ['id', 'DESC'],
};

export const rowToKtpLoad = (row: KtpLoadRow): KtpLoadRecord => ({
  id: row.id,
  fileName: row.file_name,
  fileSha256: row.file_sha256,
  rowCount: row.row_count,
  badCount: row.bad_count,
  status: row.status,
  loadedById: row.loaded_by_id,
  loadedAt: row.loaded_at,
  jobId: row.job_id,
  errors: JSON.parse(row.errors ?? '[]') as LineProblem[],
  version: row.version,
});

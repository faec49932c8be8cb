import type { Knex } from 'knex';
import type { Connection } from '../database.ts';
import { whereAny } from '../bulk-sql.ts';
import type { ListDefinition } from '../http/list-query.ts';
import { contains } from '../http/list-search.ts';
import type { ReasonCode } from '../reference/reason-code-schema.ts';
import type { SubmissionStatus } from '../submissions/submission-schema.ts';
import { normalCode } from '../forwarding/pmo-code-rules.ts';
import { STATUS_OF_KIND, type Standing } from './notice-rules.ts';
import {
  NOTICE_KINDS,
  NOTICE_STATUSES,
  type NoticeKind,
  type NoticeRecord,
  type NoticeStatus,
} from './notice-schema.ts';
import type { NoticeFacts } from './notice-text.ts';

export interface NoticeRow {
  id: number;
  submission_id: number;
  transition_id: number;
  office_id: number;
  kind: NoticeKind;
  status: NoticeStatus;
  decided_at: string;
  due_at: string | null;
  message_id: string | null;
  sent_to: string | null;
  attempts: number;
  next_attempt_at: string | null;
  last_error: string | null;
  print_id: number | null;
  ended_at: string | null;
  version: number;
}

export type NamedNoticeRow = NoticeRow & {
  registration_no: string;
  full_name: string;
  wave_id: number;
  office_name: string;
};

export const rowToNotice = (row: NamedNoticeRow): NoticeRecord => ({
  id: row.id,
  submissionId: row.submission_id,
  registrationNo: row.registration_no,
  fullName: row.full_name,
  waveId: row.wave_id,
  officeId: row.office_id,
  officeName: row.office_name,
  kind: row.kind,
  status: row.status,
  decidedAt: row.decided_at,
  dueAt: row.due_at,
  sentTo: row.sent_to,
  attempts: row.attempts,
  nextAttemptAt: row.next_attempt_at,
  lastError: row.last_error,
  printId: row.print_id,
  endedAt: row.ended_at,
  version: row.version,
});

export const NOTICE_LIST: ListDefinition = {
  resource: 'notices',
  fields: {
    id: { column: 'n.id', type: 'int' },
    submissionId: { column: 'n.submission_id', type: 'int' },
    registrationNo: { column: 's.registration_no', type: 'text' },
    waveId: { column: 's.wave_id', type: 'int' },
    officeId: { column: 'n.office_id', type: 'int' },
    kind: { column: 'n.kind', type: 'text', values: NOTICE_KINDS },
    status: { column: 'n.status', type: 'text', values: NOTICE_STATUSES },
    decidedAt: { column: 'n.decided_at', type: 'text' },
    endedAt: { column: 'n.ended_at', type: 'text' },
    attempts: { column: 'n.attempts', type: 'int' },
    printId: { column: 'n.print_id', type: 'int' },
  },
  defaultSort: ['id', 'DESC'],
  search: contains('s.registration_no', 's.full_name'),
};

export const NOTICE_COLUMNS = [
  'n.*',
  's.registration_no',
  's.full_name',
  's.wave_id',
  'o.name as office_name',
];

export const namedNotices = (connection: Connection): Knex.QueryBuilder =>
  connection('notices as n')
    .join('submissions as s', 's.id', 'n.submission_id')
    .join('offices as o', 'o.id', 'n.office_id');

export async function findNotice(connection: Connection, id: number): Promise<NamedNoticeRow | null> {
  const row = (await namedNotices(connection).where('n.id', id).first(NOTICE_COLUMNS)) as
    NamedNoticeRow | undefined;
  return row ?? null;
}

/** How the registrations behind some notices stand now. */
export async function standings(
  connection: Connection,
  rows: readonly NoticeRow[],
): Promise<Map<number, Standing & { email: string | null }>> {
  const ids = rows.map(({ id }) => id);
  const found = (await whereAny(
    connection('notices as n').join('submissions as s', 's.id', 'n.submission_id'),
    connection,
    'n.id',
    ids,
  ).select('n.id', 'n.kind', 's.status', 's.email')) as {
    id: number;
    kind: NoticeKind;
    status: SubmissionStatus;
    email: string | null;
  }[];
  const later = (await whereAny(
    connection('notices as n').join('submission_transitions as t', (on) => {
      void on.on('t.submission_id', 'n.submission_id').andOn('t.id', '>', 'n.transition_id');
    }),
    connection,
    'n.id',
    ids,
  ).select('n.id', 'n.kind', 't.to_status')) as { id: number; kind: NoticeKind; to_status: string }[];
  const moved = new Set(
    later.filter(({ kind, to_status }) => to_status !== STATUS_OF_KIND[kind]).map(({ id }) => id),
  );
  return new Map(found.map(({ id, status, email }) => [id, { status, email, movedOn: moved.has(id) }]));
}

interface FactRow {
  id: number;
  kind: NoticeKind;
  decided_at: string;
  full_name: string;
  registration_no: string;
  wave_name: string;
  office_name: string;
  reason_codes: string | null;
  note: string | null;
  pmo_code: string | null;
  pmo_reason: ReasonCode | null;
  by_portal: number;
}

/** What the messages of some notices are written from, by id. */
export async function factsOf(
  connection: Connection,
  ids: readonly number[],
  publicUrl: string,
): Promise<Map<number, NoticeFacts>> {
  // The PMO's last word about the person: its code may have a remedy of its own.
  const lastAnswer = (column: string) =>
    connection.raw(
      `(SELECT a.${column} FROM pmo_answers a WHERE a.submission_id = n.submission_id AND a.result <> 'CONFIRMED'
        ORDER BY a.id DESC LIMIT 1) AS pmo_${column === 'pmo_code' ? 'code' : 'reason'}`,
    );
  const query = connection('notices as n')
    .join('submissions as s', 's.id', 'n.submission_id')
    .join('submission_transitions as t', 't.id', 'n.transition_id')
    .join('waves as w', 'w.id', 's.wave_id')
    .join('offices as o', 'o.id', 'n.office_id')
    .select('n.id', 'n.kind', 'n.decided_at', 's.full_name', 's.registration_no', 'w.name as wave_name')
    .select(
      'o.name as office_name',
      't.reason_codes',
      't.note',
      lastAnswer('pmo_code'),
      lastAnswer('reason_code'),
      connection.raw(
        '(SELECT count(*) FROM portal_registrations r WHERE r.submission_id = n.submission_id) AS by_portal',
      ),
    );
  const rows = (await whereAny(query, connection, 'n.id', ids)) as FactRow[];
  const codes = (await connection('pmo_codes').select('code', 'reason_code', 'remedy_id')) as {
    code: string;
    reason_code: ReasonCode;
    remedy_id: string;
  }[];
  const remedies = new Map(codes.map((one) => [one.code, one]));
  return new Map(
    rows.map((row) => {
      const mapped = row.pmo_code ? remedies.get(normalCode(row.pmo_code)) : undefined;
      return [
        row.id,
        {
          kind: row.kind,
          fullName: row.full_name,
          registrationNo: row.registration_no,
          waveName: row.wave_name,
          officeName: row.office_name,
          decidedAt: row.decided_at,
          reasonCodes: row.reason_codes ? (JSON.parse(row.reason_codes) as ReasonCode[]) : [],
          // The answer keeps the reason it was given under, also where the table says another today.
          pmoRemedy:
            mapped && row.pmo_reason ? { reasonCode: row.pmo_reason, remedy: mapped.remedy_id } : null,
          note: row.note,
          byPortal: Number(row.by_portal) > 0,
          publicUrl,
        },
      ];
    }),
  );
}

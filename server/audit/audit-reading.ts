import { Readable } from 'node:stream';
import type { Connection, Database } from '../database.ts';
import { createCachedFigure } from '../cached-figure.ts';
import { runList, type ListDefinition, type ListRequest, type ListResult } from '../http/list-query.ts';
import { contains } from '../http/list-search.ts';
import type { BlindIndex } from '../privacy/blind-index.ts';
import { dayOf, startOfDay } from '../wib-day-rules.ts';
import { AUDIT_OUTCOMES, type AuditEvent, type AuditSummary, type NikAccess } from './audit-schema.ts';
import { LATE_ACTIONS, REVEAL_ACTIONS } from './audit-rules.ts';
import {
  auditEvents,
  AUDIT_COLUMNS,
  eventsWithNames,
  rowToAuditEvent,
  type AuditRow,
} from './audit-store.ts';

const text = (column: string) => ({ column: `audit_events.${column}`, type: 'text' as const, sort: false });

export const AUDIT_LIST: ListDefinition = {
  resource: 'audit-events',
  fields: {
    id: { column: 'audit_events.id', type: 'int' },
    at: { column: 'audit_events.at', type: 'text' },
    actor: { column: 'audit_events.actor_id', type: 'int', sort: false },
    actorId: { column: 'audit_events.actor_id', type: 'int', sort: false },
    action: text('action'),
    outcome: { ...text('outcome'), values: AUDIT_OUTCOMES },
    subject: text('subject'),
    subjectId: { ...text('subject_id'), numbers: true },
    requestId: text('request_id'),
  },
  defaultSort: ['id', 'DESC'],
  search: contains('audit_events.action'),
};

const EXPORT_CHUNK = 2000;
const MOST_EVENTS = 1000;
const REVEAL_DAYS = 30;
const DAY_MS = 86_400_000;

interface Bounds {
  first: number | null;
  last: number | null;
}

/** Each line is canonical JSON itself: the body as it was hashed, its digest and its place in the log. */
const exportLine = (row: { id: number; body: string; body_sha256: string }) =>
  `{"body":${row.body},"id":${row.id},"sha256":"${row.body_sha256}"}\n`;

async function* exportLines(connection: Connection, from: string, to: string): AsyncGenerator<string> {
  const within = () => connection('audit_events').where('at', '>=', from).where('at', '<', to);
  const [bounds] = (await within().min({ first: 'id' }).max({ last: 'id' })) as Bounds[];
  let next = bounds?.first ?? null;
  const last = bounds?.last ?? 0;
  while (next !== null && next <= last) {
    const rows = (await within()
      .whereBetween('id', [next, last])
      .orderBy('id')
      .limit(EXPORT_CHUNK)
      .select('id', 'body', 'body_sha256')) as { id: number; body: string; body_sha256: string }[];
    yield rows.map(exportLine).join('');
    next = rows.length < EXPORT_CHUNK ? null : Number(rows.at(-1)?.id) + 1;
  }
}

async function eventsOf(
  connection: Connection,
  subject: string,
  ids: readonly number[],
): Promise<AuditRow[]> {
  if (ids.length === 0) return [];
  return (await auditEvents(connection)
    .where({ subject })
    .whereIn('subject_id', ids.map(String))
    .orderBy('audit_events.id', 'desc')
    .limit(MOST_EVENTS)) as AuditRow[];
}

async function countSince(connection: Connection, since: string, outcome?: string): Promise<number> {
  const query = connection('audit_events').where('at', '>=', since);
  if (outcome) void query.where({ outcome });
  const [row] = (await query.count({ n: '*' })) as { n: number }[];
  return Number(row?.n ?? 0);
}

async function revealsByPerson(connection: Connection, since: string): Promise<AuditSummary['reveals']> {
  const rows = (await connection('audit_events')
    .join('staff', 'staff.id', 'audit_events.actor_id')
    .whereIn('action', REVEAL_ACTIONS)
    .where('at', '>=', since)
    .where({ outcome: 'done' })
    .groupBy('actor_id', 'staff.full_name')
    .select('actor_id', 'staff.full_name as name')
    .count({ n: '*' })
    .max({ last: 'at' })) as { actor_id: number; name: string; n: number; last: string }[];
  return rows
    .map((row) => ({ actorId: row.actor_id, actorName: row.name, count: Number(row.n), lastAt: row.last }))
    .sort((one, other) => other.count - one.count);
}

async function lateActs(connection: Connection, since: string): Promise<AuditSummary['late']> {
  const counts = {} as AuditSummary['late'];
  for (const [name, action] of Object.entries(LATE_ACTIONS) as [keyof AuditSummary['late'], string][]) {
    const [row] = (await connection('audit_events')
      .where({ action, outcome: 'done' })
      .where('at', '>=', since)
      .count({ n: '*' })) as { n: number }[];
    counts[name] = Number(row?.n ?? 0);
  }
  return counts;
}

async function summaryOf(connection: Connection, now: string): Promise<AuditSummary> {
  const today = startOfDay(dayOf(now));
  const since = new Date(Date.parse(now) - REVEAL_DAYS * DAY_MS).toISOString();
  const [counted] = (await connection('audit_events').count({ n: '*' })) as { n: number }[];
  const last = (await connection('audit_events').orderBy('id', 'desc').first('id', 'at', 'body_sha256')) as
    { id: number; at: string; body_sha256: string } | undefined;
  return {
    rows: Number(counted?.n ?? 0),
    eventsToday: await countSince(connection, today),
    refusalsToday: await countSince(connection, today, 'refused'),
    reveals: await revealsByPerson(connection, since),
    late: await lateActs(connection, since),
    last: last ? { id: Number(last.id), at: last.at, sha256: last.body_sha256 } : null,
  };
}

/** Reading the log: for auditors, who change nothing in it. */
export function createAuditReading({ database, blindIndex }: { database: Database; blindIndex: BlindIndex }) {
  const connection = database.read;
  const summary = createCachedFigure(() => summaryOf(connection, new Date().toISOString()));

  return {
    list: (request: ListRequest): Promise<ListResult<AuditEvent>> =>
      runList<AuditRow, AuditEvent>(connection, AUDIT_LIST, request, {
        from: () => eventsWithNames(connection),
        columns: AUDIT_COLUMNS,
        toRecord: rowToAuditEvent,
        idColumn: 'audit_events.id',
      }),

    async find(id: number): Promise<AuditEvent | null> {
      const row = (await auditEvents(connection).where('audit_events.id', id).first()) as
        AuditRow | undefined;
      return row ? rowToAuditEvent(row) : null;
    },

    /** NDJSON of the events with `from` ≤ at < `to`, in order of their ids. */
    export: (from: string, to: string): Readable => Readable.from(exportLines(connection, from, to)),

    /** The registrations of a NIK, over all waves. */
    async submissionsOf(nik: string): Promise<NikAccess['submissions']> {
      const rows = (await connection('submissions')
        .where({ nik_bidx: blindIndex.nik(nik) })
        .orderBy('id')
        .select('id', 'registration_no', 'wave_id')) as {
        id: number;
        registration_no: string;
        wave_id: number;
      }[];
      return rows.map((row) => ({ id: row.id, registrationNo: row.registration_no, waveId: row.wave_id }));
    },

    /** Who did or saw what on these registrations and their documents, newest first, at most 1,000 events. */
    async accesses(submissionIds: readonly number[]): Promise<AuditEvent[]> {
      const documents = (await connection('documents')
        .whereIn('submission_id', submissionIds)
        .select('id')) as { id: number }[];
      const rows = [
        ...(await eventsOf(connection, 'submission', submissionIds)),
        ...(await eventsOf(
          connection,
          'document',
          documents.map(({ id }) => id),
        )),
      ];
      return rows
        .sort((one, other) => Number(other.id) - Number(one.id))
        .slice(0, MOST_EVENTS)
        .map(rowToAuditEvent);
    },

    summary: () => summary(),
  };
}
export type AuditReading = ReturnType<typeof createAuditReading>;

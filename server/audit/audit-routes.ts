import { invalid, notFound } from '../errors.ts';
import { command, list, read, type RouteRecord } from '../http/route.ts';
import { plusDays, startOfDay } from '../wib-day-rules.ts';
import { AUDIT_LIST, type AuditReading } from './audit-reading.ts';
import { AskNikAccess, AuditEvent, AuditSummary, ExportPeriod, NikAccess } from './audit-schema.ts';
import { idOf } from '../http/address-id.ts';

const BEGINNING = '0000-01-01T00:00:00.000Z';
const isDay = (text: string) => text.length === 10;

/** A period as asked: days are WIB days and `to` is the last of them; instants are taken as they stand. */
function periodOf(query: Record<string, string>, now: string): { from: string; to: string } {
  const asked = ExportPeriod.safeParse(query);
  if (!asked.success)
    throw invalid('INVALID_PERIOD', 'Give from and to as yyyy-mm-dd, or as instants in UTC.');
  const { from, to } = asked.data;
  const period = {
    from: from === undefined ? BEGINNING : isDay(from) ? startOfDay(from) : new Date(from).toISOString(),
    to: to === undefined ? now : isDay(to) ? startOfDay(plusDays(to, 1)) : new Date(to).toISOString(),
  };
  if (period.from >= period.to) throw invalid('INVALID_PERIOD', 'The period must begin before it ends.');
  return period;
}

/** The log, for auditors; reading it is an event too. */
export function auditRoutes(log: AuditReading): RouteRecord[] {
  return [
    list('/audit-events', {
      permission: 'audit.read',
      audit: 'audit.read',
      summary: 'The log: every act, refusal, login, reading, search, import and export',
      list: AUDIT_LIST,
      response: AuditEvent,
      handle: async (context, request) => {
        const asked = request.conditions.map(({ field }) => field);
        await context.note({ subject: 'audit-events', details: { filteredBy: [...new Set(asked)] } });
        return log.list(request);
      },
    }),
    read('/audit-events/:id', {
      permission: 'audit.read',
      audit: 'audit.read',
      summary: 'One event with the body that was hashed',
      response: AuditEvent,
      handle: async ({ params, note }) => {
        const event = await log.find(idOf(params));
        if (!event) throw notFound('event');
        await note({ subject: 'audit-events', subjectId: event.id });
        return event;
      },
    }),
    read('/audit/export', {
      permission: 'audit.read',
      audit: 'audit.exported',
      summary: 'The log as NDJSON, {body, id, sha256} a line; ?from=&to= as days (WIB) or instants',
      handle: async ({ query, now, note }) => {
        const { from, to } = periodOf(query, now);
        await note({ subject: 'audit-events', details: { from, to } });
        const fileName = `audit-${from.slice(0, 10)}-${to.slice(0, 10)}.ndjson`;
        return { kind: 'stream', body: log.export(from, to), mime: 'application/x-ndjson', fileName };
      },
    }),
    command('/audit/nik-access', {
      permission: 'audit.read',
      audit: 'audit.nik-access',
      summary: 'Who handled or saw the registrations of a NIK',
      body: AskNikAccess,
      response: NikAccess,
      // The NIK must not lie in the table of repeated requests, not even as part of a digest.
      repeatable: false,
      handle: async ({ body, note }) => {
        const submissions = await log.submissionsOf(body.nik);
        const ids = submissions.map(({ id }) => id);
        const events = await log.accesses(ids);
        await note({ subject: 'audit-events', details: { purpose: body.purpose, submissionIds: ids } });
        return { submissions, events };
      },
    }),
    read('/audit/summary', {
      permission: 'audit.read',
      audit: { none: 'counts of events, nobody’s case' },
      summary: 'The log at a glance: today, unmasking, late corrections, its last digest',
      response: AuditSummary,
      handle: () => log.summary(),
    }),
  ];
}

import { LATE_ACTIONS, OVERRIDE_ACTIONS, REVEAL_ACTIONS } from '../audit/audit-rules.ts';
import type { Connection } from '../database.ts';
import { LIST_CODES } from '../screening/screening-schema.ts';
import { countRows } from './count-rows.ts';
import type { Dashboard } from './dashboard-schema.ts';

const DAY_MS = 86_400_000;
const OVERSIGHT_DAYS = 30;
const RECENT_REVEALS = 8;

async function recentReveals(
  connection: Connection,
): Promise<NonNullable<Dashboard['audit']>['recentReveals']> {
  const rows = (await connection('audit_events')
    .join('staff', 'staff.id', 'audit_events.actor_id')
    .whereIn('action', REVEAL_ACTIONS)
    .where({ outcome: 'done' })
    .orderBy('audit_events.id', 'desc')
    .limit(RECENT_REVEALS)
    .select('at', 'staff.full_name as name', 'subject_id', 'body')) as {
    at: string;
    name: string;
    subject_id: string | null;
    body: string;
  }[];
  return rows.map((row) => {
    const { details } = JSON.parse(row.body) as { details: { purpose?: string } };
    const submissionId = row.subject_id === null ? null : Number(row.subject_id);
    return { at: row.at, actorName: row.name, submissionId, purpose: details.purpose ?? null };
  });
}

/** The auditor's figures of the last thirty days. */
export async function auditFigures(
  connection: Connection,
  now: string,
): Promise<NonNullable<Dashboard['audit']>> {
  const since = new Date(Date.parse(now) - OVERSIGHT_DAYS * DAY_MS).toISOString();
  const events = () => connection('audit_events').where('at', '>=', since);
  const done = (actions: readonly string[]) => events().whereIn('action', actions).where({ outcome: 'done' });
  const decisions = connection('submission_transitions')
    .whereIn('action', ['verify', 'return', 'reject'])
    .where('at', '>=', since);
  const last = (await connection('audit_events').orderBy('id', 'desc').first('at')) as
    { at: string } | undefined;
  return {
    events: await countRows(events()),
    decisions: await countRows(decisions),
    reveals: await countRows(done(REVEAL_ACTIONS)),
    overrides: await countRows(done(OVERRIDE_ACTIONS)),
    lateCorrections: await countRows(done(Object.values(LATE_ACTIONS))),
    refusals: await countRows(events().where({ outcome: 'refused' })),
    lastEventAt: last?.at ?? null,
    recentReveals: await recentReveals(connection),
  };
}

async function lists(connection: Connection): Promise<NonNullable<Dashboard['system']>['lists']> {
  const rows = (await connection('screening_list_versions')
    .where({ status: 'ready' })
    .orderBy('list_version')
    .select('code', 'list_version', 'as_of', 'row_count')) as {
    code: string;
    list_version: number;
    as_of: string;
    row_count: number;
  }[];
  const newest = new Map(rows.map((row) => [row.code, row]));
  return LIST_CODES.map((code) => {
    const row = newest.get(code);
    return { code, version: row?.list_version ?? null, asOf: row?.as_of ?? null, rows: row?.row_count ?? 0 };
  });
}

/** What the administrator looks after. */
export async function systemFigures(connection: Connection): Promise<NonNullable<Dashboard['system']>> {
  return {
    staff: await countRows(connection('staff').where({ active: 1 })),
    offices: await countRows(connection('offices')),
    waves: await countRows(connection('waves')),
    ruleSets: await countRows(connection('rule_sets')),
    lists: await lists(connection),
    ktpRecords: await countRows(connection('ktp_records')),
    jobsRunning: await countRows(connection('jobs').whereIn('status', ['queued', 'running'])),
    jobsFailed: await countRows(connection('jobs').where({ status: 'failed' })),
  };
}

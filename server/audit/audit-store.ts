import { createHash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Connection } from '../database.ts';
import type { AuditEntry, AuditEvent } from './audit-schema.ts';
import { PERSONAL_FIELDS } from './audit-rules.ts';

export interface AuditHead {
  at: string;
  actorId: number | null;
  actorRole: string | null;
  officeId: number | null;
  requestId: string;
  action: string;
  outcome: 'done' | 'refused';
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Personal values become `sha256(salt|field|value)`: provable with the salt, meaningless once it is erased. */
function commit(
  values: Record<string, unknown> | null | undefined,
  salt: string,
): Record<string, unknown> | null {
  if (!values) return null;
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [
      field,
      PERSONAL_FIELDS.has(field) && value !== null && value !== undefined
        ? { commitment: sha256(`${salt}|${field}|${JSON.stringify(value)}`) }
        : (value ?? null),
    ]),
  );
}

const hasPersonal = (entry: AuditEntry) =>
  [entry.before, entry.after].some(
    (side) => side && Object.keys(side).some((field) => PERSONAL_FIELDS.has(field)),
  );

/** Appends one event; the caller's transaction decides whether it and the act stand. */
export async function appendEvent(
  connection: Connection,
  head: AuditHead,
  entry: AuditEntry,
): Promise<number> {
  const salt = hasPersonal(entry) ? randomBytes(32).toString('base64') : null;
  const subjectId =
    entry.subjectId === undefined || entry.subjectId === null ? null : String(entry.subjectId);
  const body = canonicalize({
    ...head,
    action: entry.action ?? head.action,
    subject: entry.subject,
    subjectId,
    before: commit(entry.before, salt ?? ''),
    after: commit(entry.after, salt ?? ''),
    details: JSON.parse(JSON.stringify(entry.details ?? {})) as unknown,
  }) as string;
  const [row] = (await connection('audit_events')
    .insert({
      at: head.at,
      actor_id: head.actorId,
      actor_role: head.actorRole,
      office_id: head.officeId,
      request_id: head.requestId,
      action: entry.action ?? head.action,
      outcome: head.outcome,
      subject: entry.subject,
      subject_id: subjectId,
      body,
      body_sha256: sha256(body),
    })
    .returning('id')) as { id: number }[];
  const id = row?.id as number;
  if (salt) await connection('audit_salts').insert({ event_id: id, salt });
  return id;
}

export interface AuditRow {
  id: number;
  at: string;
  actor_id: number | null;
  actor_name: string | null;
  actor_role: string | null;
  office_id: number | null;
  request_id: string;
  action: string;
  outcome: 'done' | 'refused';
  subject: string;
  subject_id: string | null;
  body: string;
  body_sha256: string;
}

export const AUDIT_COLUMNS = ['audit_events.*', 'staff.full_name as actor_name'];

/** The events beside their actors, for lists that choose their own columns. */
export const eventsWithNames = (connection: Connection) =>
  connection('audit_events').leftJoin('staff', 'staff.id', 'audit_events.actor_id');

/** The events with the actor's name. */
export const auditEvents = (connection: Connection) => eventsWithNames(connection).select(AUDIT_COLUMNS);

export function rowToAuditEvent(row: AuditRow): AuditEvent {
  return {
    id: Number(row.id),
    at: row.at,
    actorId: row.actor_id,
    actorName: row.actor_name,
    actorRole: row.actor_role,
    officeId: row.office_id,
    requestId: row.request_id,
    action: row.action,
    outcome: row.outcome,
    subject: row.subject,
    subjectId: row.subject_id,
    body: JSON.parse(row.body) as Record<string, unknown>,
    bodySha256: row.body_sha256,
  };
}

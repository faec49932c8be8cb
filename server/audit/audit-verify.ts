import { createHash } from 'node:crypto';
import type { Connection } from '../database.ts';

const AT_ONCE = 2000;

/** What is wrong with one event, by its number; never a value. */
export interface LogFinding {
  id: number;
  what: string;
}

export interface VerifiedLog {
  events: number;
  /** SHA-256 over the digests of all events in their order: two who hold the same log have the same. */
  digest: string;
  findings: LogFinding[];
}

interface StoredEvent {
  id: number;
  at: string;
  actor_id: number | null;
  actor_role: string | null;
  office_id: number | null;
  request_id: string;
  action: string;
  outcome: string;
  subject: string;
  subject_id: string | null;
  body: string;
  body_sha256: string;
}

/** The columns serve the filters alone: each must say what the body says. */
const COLUMN_OF = {
  at: 'at',
  actorId: 'actor_id',
  actorRole: 'actor_role',
  officeId: 'office_id',
  requestId: 'request_id',
  action: 'action',
  outcome: 'outcome',
  subject: 'subject',
  subjectId: 'subject_id',
} as const satisfies Record<string, keyof StoredEvent>;

function faultsOf(event: StoredEvent): string[] {
  if (createHash('sha256').update(event.body).digest('hex') !== event.body_sha256)
    return ['the body does not give its digest'];
  const body = JSON.parse(event.body) as Record<string, unknown>;
  return Object.entries(COLUMN_OF).flatMap(([field, column]) =>
    (body[field] ?? null) === event[column] ? [] : [`${column} says something else than the body`],
  );
}

/** Holds every event of the log against its digest, and its columns against its body. */
export async function verifyLog(
  connection: Connection,
  onDone: (events: number) => void = () => undefined,
): Promise<VerifiedLog> {
  const all = createHash('sha256');
  const findings: LogFinding[] = [];
  let [events, last] = [0, 0];
  for (;;) {
    const rows = (await connection('audit_events')
      .where('id', '>', last)
      .orderBy('id')
      .limit(AT_ONCE)) as StoredEvent[];
    if (rows.length === 0) return { events, digest: all.digest('hex'), findings };
    for (const event of rows) {
      all.update(event.body_sha256);
      for (const what of faultsOf(event)) findings.push({ id: Number(event.id), what });
    }
    events += rows.length;
    last = Number(rows.at(-1)?.id);
    onDone(events);
  }
}

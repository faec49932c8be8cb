import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Database } from '../database.ts';
import { invalid, type AppError } from '../errors.ts';
import type { KeyedDigest } from '../privacy/keyed-digest.ts';
import type { Role } from '../auth/permission-rules.ts';
import type { AuditEntry } from './audit-schema.ts';
import { appendEvent, auditEvents, type AuditHead, type AuditRow } from './audit-store.ts';

/** Whoever acts: a member of staff, or nobody yet (login). */
export interface Actor {
  id: number;
  role: Role;
  officeId: number;
  fullName: string;
  username: string;
}

/** One act under way: its transaction, its person and its trace. Services take it; they never open their own. */
export interface Act {
  trx: Knex.Transaction;
  actor: Actor;
  requestId: string;
  /** The act's one instant, ISO 8601 UTC. */
  now: string;
  /** Leaves an event in the log, in the act's own transaction. */
  record(entry: AuditEntry): void;
}

/** Nobody of the staff: the server's own work, and whoever may start commands on it. The log names no person for it. */
const OPERATOR: Actor = { id: 0, role: 'admin', officeId: 0, fullName: 'operator', username: 'operator' };

/** An `Idempotency-Key` with the digest of what was asked. */
export interface Repeatable {
  key: string;
  route: string;
  body: unknown;
}

export interface ActRequest {
  action: string;
  actor: Actor;
  requestId: string;
  now?: string;
  repeatable?: Repeatable | null;
}

/** The same request arrived before: its first answer. */
export class Replay extends Error {
  readonly body: unknown;
  constructor(body: unknown) {
    super('replay');
    this.body = body;
  }
}

async function claimKey(
  trx: Knex.Transaction,
  request: ActRequest,
  digest: KeyedDigest,
  now: string,
): Promise<void> {
  const { key, route, body } = request.repeatable as Repeatable;
  const requestHash = digest(`request:v1:${JSON.stringify([route, body ?? null])}`);
  const taken = await trx('idempotency_keys')
    .insert({ actor_id: request.actor.id, key, route, request_hash: requestHash, created_at: now })
    .onConflict(['actor_id', 'key'])
    .ignore()
    .returning('key');
  if (taken.length > 0) return;
  const first = (await trx('idempotency_keys').where({ actor_id: request.actor.id, key }).first()) as {
    request_hash: string;
    body: string | null;
  };
  if (first.request_hash !== requestHash) {
    throw invalid(
      'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key was used for another request. Use a new key.',
    );
  }
  throw new Replay(first.body === null ? null : JSON.parse(first.body));
}

/** What time it is; a rehearsal plays other days than today. */
export type Clock = () => Date;
export const WALL_CLOCK: Clock = () => new Date();

export function createAuditService(database: Database, digest: KeyedDigest, clock: Clock = WALL_CLOCK) {
  const instant = () => clock().toISOString();
  const head = (request: ActRequest, at: string, outcome: 'done' | 'refused'): AuditHead => ({
    at,
    actorId: request.actor.id,
    actorRole: request.actor.role,
    officeId: request.actor.officeId,
    requestId: request.requestId,
    action: request.action,
    outcome,
  });

  /**
   * Runs an act: one transaction holding the change, its events and, for a repeatable request, its answer. An act
   * that leaves no event is a defect and is rolled back.
   */
  async function act<T>(request: ActRequest, work: (act: Act) => Promise<T>): Promise<T> {
    const now = request.now ?? instant();
    try {
      return await database.transaction(async (trx) => {
        if (request.repeatable) await claimKey(trx, request, digest, now);
        const entries: AuditEntry[] = [];
        const result = await work({
          trx,
          actor: request.actor,
          requestId: request.requestId,
          now,
          record: (entry) => void entries.push(entry),
        });
        if (entries.length === 0) throw new Error(`the act ${request.action} left no audit event`);
        for (const entry of entries) await appendEvent(trx, head(request, now, 'done'), entry);
        if (request.repeatable) {
          await trx('idempotency_keys')
            .where({ actor_id: request.actor.id, key: request.repeatable.key })
            .update({ status: 200, body: JSON.stringify(result ?? null) });
        }
        return result;
      });
    } catch (error) {
      if (error instanceof Replay) return error.body as T;
      throw error;
    }
  }

  return {
    act,

    /** An act nobody is at a desk for: its events name no person, only what did it. */
    async unattended<T>(
      by: 'command' | 'queue' | 'housekeeping' | 'portal',
      action: string,
      work: (act: Act) => Promise<T>,
    ): Promise<T> {
      const now = instant();
      const requestId = randomUUID();
      const nobody = { actorId: null, actorRole: null, officeId: null };
      return database.transaction(async (trx) => {
        const entries: AuditEntry[] = [];
        const record = (entry: AuditEntry) => void entries.push(entry);
        const result = await work({ trx, actor: OPERATOR, requestId, now, record });
        for (const entry of entries) {
          const details = { ...entry.details, by };
          await appendEvent(
            trx,
            { at: now, ...nobody, requestId, action, outcome: 'done' },
            { ...entry, details },
          );
        }
        return result;
      });
    },

    /** Leaves one event outside any change: reads of case pages and documents, logins. Written before the answer. */
    async note(request: ActRequest, entry: AuditEntry): Promise<void> {
      await appendEvent(database.write, head(request, instant(), 'done'), entry);
    },

    /** An event without a known person, e.g. a failed login. */
    async noteAnonymous(
      request: { action: string; requestId: string; outcome: 'done' | 'refused' },
      entry: AuditEntry,
    ): Promise<void> {
      await appendEvent(
        database.write,
        {
          at: instant(),
          actorId: null,
          actorRole: null,
          officeId: null,
          requestId: request.requestId,
          action: request.action,
          outcome: request.outcome,
        },
        entry,
      );
    },

    /** Who changed a record last, when and by what act, for whoever comes with an older version of it. */
    async lastChange(
      subject: string,
      subjectId: string,
    ): Promise<{ changedBy: string | null; changedAt: string; change: string } | null> {
      const last = (await auditEvents(database.read)
        .where({ subject, subject_id: subjectId, outcome: 'done' })
        .orderBy('audit_events.id', 'desc')
        .first()) as AuditRow | undefined;
      return last ? { changedBy: last.actor_name, changedAt: last.at, change: last.action } : null;
    },

    /** What was refused, to whom and why: written after the rollback, so that it stands. */
    async refused(
      request: ActRequest,
      about: Pick<AuditEntry, 'subject' | 'subjectId'>,
      error: AppError,
      route: string,
    ): Promise<void> {
      const blockers = error.details?.['blockers'];
      await appendEvent(database.write, head(request, instant(), 'refused'), {
        ...about,
        details: {
          route,
          status: error.status,
          code: error.code,
          ...(Array.isArray(blockers)
            ? { blockers: blockers.map((blocker: { code: string }) => blocker.code) }
            : {}),
        },
      });
    },
  };
}
export type AuditService = ReturnType<typeof createAuditService>;

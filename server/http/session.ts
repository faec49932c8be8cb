import { createHash } from 'node:crypto';
import type { Request } from 'express';
import session, { type SessionData } from 'express-session';
import type { Database } from '../database.ts';

/** Idle for a quarter of an hour, or eight hours old: the session is over (security.md section 2). */
export const IDLE_MINUTES = 15;
export const ABSOLUTE_HOURS = 8;
/** A page left open asks the server now and then; such requests do not keep a session alive. */
export const POLLING_HEADER = 'x-loket-polling';
const TOUCH_SECONDS = 30;

interface SessionRow {
  data: string;
  last_seen_at: string;
  expires_at: string;
  id: number | null;
  username: string;
  full_name: string;
  role: NonNullable<SessionData['person']>['role'];
  office_id: number;
  active: number;
}

export const hashSid = (sid: string) => createHash('sha256').update(sid).digest('hex');
const after = (from: string, milliseconds: number) => new Date(Date.parse(from) + milliseconds).toISOString();

function over(row: Pick<SessionRow, 'expires_at' | 'last_seen_at'>, now: string): boolean {
  return row.expires_at <= now || after(row.last_seen_at, IDLE_MINUTES * 60_000) <= now;
}

type Callback = (error?: unknown, data?: SessionData | null) => void;
const settle = (work: Promise<SessionData | null | void>, callback?: Callback) =>
  void work.then((data) => callback?.(null, data ?? null)).catch((error: unknown) => callback?.(error));

/** Sessions in the database: only the digest of the id, so that a stolen table opens nothing. */
export class SessionStore extends session.Store {
  readonly #database: Database;

  constructor(database: Database) {
    super();
    this.#database = database;
  }

  override get(sid: string, callback: Callback): void {
    settle(this.#get(sid), callback);
  }

  override set(sid: string, data: SessionData, callback?: Callback): void {
    settle(this.#set(sid, data), callback);
  }

  override destroy(sid: string, callback?: Callback): void {
    settle(
      this.#database
        .write('sessions')
        .where({ sid_hash: hashSid(sid) })
        .delete()
        .then(() => undefined),
      callback,
    );
  }

  override touch(sid: string, data: SessionData & { req?: Request }, callback?: Callback): void {
    settle(this.#touch(sid, data), callback);
  }

  /** The session with its account in one read: every request needs both, and an account may close at any moment. */
  async #get(sid: string): Promise<SessionData | null> {
    const row = (await this.#database
      .read('sessions')
      .leftJoin('staff', 'staff.id', 'sessions.staff_id')
      .where({ sid_hash: hashSid(sid) })
      .first(
        ...['sessions.data', 'sessions.last_seen_at', 'sessions.expires_at'],
        ...['staff.id', 'username', 'full_name', 'role', 'office_id', 'active'],
      )) as SessionRow | undefined;
    if (!row || over(row, new Date().toISOString())) return null;
    const { id, username, full_name, role, office_id, active } = row;
    return {
      ...(JSON.parse(row.data) as SessionData),
      lastSeenAt: row.last_seen_at,
      ...(id === null ? {} : { person: { id, username, full_name, role, office_id, active } }),
    };
  }

  async #set(sid: string, session: SessionData): Promise<void> {
    const { person: _person, lastSeenAt: _lastSeenAt, ...data } = session;
    const now = new Date().toISOString();
    const values = {
      staff_id: data.passport?.user ?? null,
      data: JSON.stringify(data),
      last_seen_at: now,
      reauthenticated_at: data.reauthenticatedAt ?? null,
    };
    await this.#database
      .write('sessions')
      .insert({
        sid_hash: hashSid(sid),
        created_at: now,
        expires_at: after(now, ABSOLUTE_HOURS * 3_600_000),
        ...values,
      })
      .onConflict('sid_hash')
      .merge(values);
  }

  /** Twice a minute is often enough, and a page that only asks how things stand keeps nobody logged in. */
  async #touch(sid: string, { lastSeenAt, req }: SessionData & { req?: Request }): Promise<void> {
    const now = new Date().toISOString();
    const fresh = lastSeenAt !== undefined && lastSeenAt >= after(now, -TOUCH_SECONDS * 1000);
    if (fresh || req?.headers[POLLING_HEADER] !== undefined) return;
    await this.#database
      .write('sessions')
      .where({ sid_hash: hashSid(sid) })
      .where('last_seen_at', '<', now)
      .update({ last_seen_at: now });
  }
}

/** The session middleware: cookie `sid`, HttpOnly, SameSite=Strict, Secure wherever the public address is https. */
export function sessionMiddleware(database: Database, secrets: string[], secure: boolean) {
  return session({
    name: 'sid',
    secret: secrets,
    store: new SessionStore(database),
    resave: false,
    saveUninitialized: false,
    proxy: secure,
    cookie: { httpOnly: true, sameSite: 'strict', secure, path: '/' },
  });
}

import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Database } from '../database.ts';
import { AppError, unauthenticated } from '../errors.ts';
import { hashSid, POLLING_HEADER } from '../http/session.ts';
import { ABSOLUTE_HOURS, IDLE_MINUTES } from './portal-limit-rules.ts';
import type { PortalSession } from './portal-schema.ts';

const COOKIE = 'pid';
const IN_HEADER = /(?:^|;\s*)pid=([A-Za-z0-9_-]{43})(?:;|$)/;
const TOUCH_MS = 30_000;

/** Whoever asks: an applicant, by a session of the portal. Staff are somebody else (`req.user`), and nobody here. */
export interface PortalVisitor {
  applicantId: number;
  sessionId: number;
}

interface SessionRow {
  id: number;
  applicant_id: number;
  created_at: string;
  last_seen_at: string;
  expires_at: string;
}

const visitors = new WeakMap<Request, PortalVisitor>();

/** The applicant whom `prove` let in. */
export function visitorOf(req: Request): PortalVisitor {
  const visitor = visitors.get(req);
  if (!visitor) throw unauthenticated();
  return visitor;
}

const before = (now: number, milliseconds: number) => new Date(now - milliseconds).toISOString();
const sidOf = (req: Request) => IN_HEADER.exec(req.headers.cookie ?? '')?.[1] ?? null;

/** Sessions of applicants: their own cookie and their own table; only the digest of the cookie is kept. */
export function createPortalSessions(database: Database, secure: boolean) {
  const flags = { httpOnly: true, sameSite: 'strict', secure, path: '/' } as const;

  const living = (now: number) =>
    database
      .read('applicant_sessions as s')
      .join('applicants as a', 'a.id', 's.applicant_id')
      .whereNull('a.deleted_at')
      .where('s.expires_at', '>', before(now, 0))
      .where('s.last_seen_at', '>', before(now, IDLE_MINUTES * 60_000));

  /** Twice a minute is often enough, and a page that only asks how things stand keeps nobody logged in. */
  async function touch(row: SessionRow, req: Request, now: number): Promise<void> {
    if (row.last_seen_at >= before(now, TOUCH_MS) || req.headers[POLLING_HEADER] !== undefined) return;
    await database
      .write('applicant_sessions')
      .where({ id: row.id })
      .update({ last_seen_at: before(now, 0) });
  }

  return {
    /** Lets in whoever has a living session, before anything of the request is read. Throws 401. */
    async prove(req: Request): Promise<void> {
      // A program acts for staff; whoever sends a token and a cookie means to mix the two up.
      if (req.tokenScopes) throw unauthenticated();
      const sid = sidOf(req);
      if (sid === null) throw unauthenticated();
      const now = Date.now();
      const row = (await living(now)
        .where('s.sid_hash', hashSid(sid))
        .first('s.id', 's.applicant_id', 's.created_at', 's.last_seen_at', 's.expires_at')) as
        SessionRow | undefined;
      if (!row) throw unauthenticated();
      visitors.set(req, { applicantId: row.applicant_id, sessionId: row.id });
      await touch(row, req, now);
    },

    /** A new session with a new cookie; the one that came along, whoever planted it, ends. */
    async begin(req: Request, res: Response, applicantId: number): Promise<void> {
      const now = Date.now();
      const old = sidOf(req);
      const sid = randomBytes(32).toString('base64url');
      const sessions = () => database.write('applicant_sessions');
      if (old) await sessions().where({ sid_hash: hashSid(old) }).delete(); // prettier-ignore
      await sessions().insert({
        ...{ applicant_id: applicantId, sid_hash: hashSid(sid) },
        ...{ created_at: before(now, 0), last_seen_at: before(now, 0) },
        expires_at: before(now, -ABSOLUTE_HOURS * 3_600_000),
      });
      res.cookie(COOKIE, sid, flags);
    },

    async end(res: Response, { sessionId }: PortalVisitor): Promise<void> {
      await database.write('applicant_sessions').where({ id: sessionId }).delete();
      res.clearCookie(COOKIE, flags);
    },

    async list({ applicantId, sessionId }: PortalVisitor): Promise<PortalSession[]> {
      const rows = (await living(Date.now())
        .where('s.applicant_id', applicantId)
        .orderBy('s.last_seen_at', 'desc')
        .select('s.id', 's.created_at', 's.last_seen_at')) as SessionRow[];
      return rows.map((row) => ({
        ...{ id: row.id, startedAt: row.created_at, lastSeenAt: row.last_seen_at },
        current: row.id === sessionId,
      }));
    },

    forgetCookie: (res: Response) => void res.clearCookie(COOKIE, flags),
  };
}
export type PortalSessions = ReturnType<typeof createPortalSessions>;

/** 401 that says as much as it says about an account that does not exist. */
export const badLogin = () => new AppError(401, 'BAD_CREDENTIALS', 'E-mail address or password is wrong.');

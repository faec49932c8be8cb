import type passport from 'passport';
import { z } from 'zod';
import { notFound } from '../errors.ts';
import {
  command,
  list,
  read,
  remove,
  replace,
  type RequestContext,
  type RouteRecord,
} from '../http/route.ts';
import { runList, type ListDefinition } from '../http/list-query.ts';
import { hashSid } from '../http/session.ts';
import type { Database } from '../database.ts';
import {
  ChangePassword,
  CreateStaff,
  EditStaff,
  Login,
  OwnSession,
  SessionUser,
  StaffRecord,
} from './auth-schema.ts';
import { findStaff, rowToStaff, type StaffRow } from './auth-store.ts';
import { badCredentials, type AuthService } from './auth-service.ts';
import type { Actor } from '../audit/audit-service.ts';
import { ROLES } from './permission-rules.ts';
import { idOf } from '../http/address-id.ts';

export const STAFF_LIST: ListDefinition = {
  resource: 'staff',
  fields: {
    id: { column: 'id', type: 'int' },
    username: { column: 'username', type: 'text' },
    fullName: { column: 'full_name', type: 'text' },
    role: { column: 'role', type: 'text', values: ROLES },
    officeId: { column: 'office_id', type: 'int' },
    active: { column: 'active', type: 'bool' },
  },
  defaultSort: ['username', 'ASC'],
  search: (query, text) =>
    void query.where(
      (either) =>
        void either.whereLike('username', `${text.toLowerCase()}%`).orWhereLike('full_name', `%${text}%`),
    ),
};

interface Dependencies {
  auth: AuthService;
  database: Database;
  passport: passport.Authenticator;
}

function logIn(passportInstance: passport.Authenticator, { req, res }: RequestContext): Promise<Actor> {
  return new Promise((resolve, reject) => {
    const done = (error: unknown, user: Actor | false | null) => {
      if (error) return reject(error as Error);
      if (!user) return reject(badCredentials());
      // passport gives the session a new id here: an id planted before login is worth nothing.
      req.logIn(user, (failure) => (failure ? reject(failure as Error) : resolve(user)));
    };
    (passportInstance.authenticate('local', done) as (...args: unknown[]) => void)(req, res, reject);
  });
}

export function authRoutes({ auth, database, passport: passportInstance }: Dependencies): RouteRecord[] {
  return [
    command('/auth/login', {
      permission: 'public',
      audit: 'session.login',
      summary: 'Log in; sets the session cookie',
      body: Login,
      response: SessionUser,
      repeatable: false,
      handle: async (context) => {
        const actor = await logIn(passportInstance, context as RequestContext);
        await auth.loggedIn(actor, context.requestId);
        await database
          .write('sessions')
          .where({ sid_hash: hashSid(context.req.sessionID) })
          .update({ user_agent: (context.req.get('user-agent') ?? '').slice(0, 200) });
        return auth.describe(actor.id);
      },
    }),
    command('/auth/logout', {
      permission: 'session.own',
      audit: 'session.logout',
      summary: 'Log out; ends the session',
      body: z.strictObject({}),
      repeatable: false,
      handle: async (context) => {
        await context.note({ subject: 'staff', subjectId: context.actor.id });
        await new Promise<void>((resolve, reject) =>
          context.req.session.destroy((error: unknown) => (error ? reject(error as Error) : resolve())),
        );
        context.res.clearCookie('sid');
        return { loggedOut: true };
      },
    }),
    read('/auth/me', {
      permission: 'session.own',
      audit: { none: 'tells a person who they are' },
      summary: 'Who is logged in, and what they may do',
      response: SessionUser,
      handle: ({ actor }) => auth.describe(actor.id),
    }),
    command('/auth/password', {
      permission: 'session.own',
      audit: 'session.password',
      summary: 'Change the own password',
      body: ChangePassword,
      repeatable: false,
      handle: async (context) => {
        const passwordHash = await auth.preparePassword(context.actor, context.body, context.req.ip ?? '');
        await context.act(async (act) => {
          await auth.changePassword(act, passwordHash);
          // Whoever else knows the old password is out.
          await act
            .trx('sessions')
            .where({ staff_id: act.actor.id })
            .whereNot({ sid_hash: hashSid(context.req.sessionID) })
            .delete();
        });
        return { changed: true };
      },
    }),
    read('/auth/sessions', {
      permission: 'session.own',
      audit: { none: 'lists a person’s own sessions' },
      summary: 'My sessions',
      response: z.array(OwnSession),
      handle: async ({ actor, req }) => {
        const rows = (await database
          .read('sessions')
          .where({ staff_id: actor.id })
          .where('expires_at', '>', new Date().toISOString())
          .orderBy('last_seen_at', 'desc')) as {
          sid_hash: string;
          user_agent: string | null;
          created_at: string;
          last_seen_at: string;
        }[];
        return rows.map((row) => ({
          id: row.sid_hash.slice(0, 16),
          userAgent: row.user_agent,
          createdAt: row.created_at,
          lastSeenAt: row.last_seen_at,
          current: row.sid_hash === hashSid(req.sessionID),
        }));
      },
    }),
    remove('/auth/sessions/:id', {
      permission: 'session.own',
      audit: 'session.ended',
      summary: 'End one of my sessions',
      body: z.strictObject({}),
      handle: ({ act, params }) =>
        act(async ({ trx, actor, record }) => {
          const ended = /^[0-9a-f]{16}$/.test(params['id'] ?? '')
            ? await trx('sessions')
                .where({ staff_id: actor.id })
                .whereLike('sid_hash', `${params['id']}%`)
                .delete()
            : 0;
          if (ended === 0) throw notFound('session');
          record({ subject: 'staff', subjectId: actor.id, details: { session: params['id'] } });
          return { id: params['id'] };
        }),
    }),

    list('/staff', {
      permission: 'staff.read',
      audit: { none: 'lists accounts, no case data' },
      summary: 'Accounts of staff',
      list: STAFF_LIST,
      response: StaffRecord,
      handle: (_context, request) =>
        runList<StaffRow, StaffRecord>(database.read, STAFF_LIST, request, {
          from: () => database.read('staff'),
          columns: '*',
          toRecord: rowToStaff,
        }),
    }),
    read('/staff/names', {
      permission: 'staff-name.read',
      audit: { none: 'names of colleagues, shown beside their acts' },
      summary: 'Names and roles of staff by id',
      response: z.array(
        z.object({ id: z.number(), fullName: z.string(), role: z.enum(ROLES), active: z.boolean() }),
      ),
      handle: async () =>
        ((await database.read('staff').orderBy('full_name')) as StaffRow[]).map((row) => ({
          id: row.id,
          fullName: row.full_name,
          role: row.role,
          active: row.active === 1,
        })),
    }),
    read('/staff/:id', {
      permission: 'staff.read',
      audit: { none: 'reads an account, no case data' },
      summary: 'One account',
      response: StaffRecord,
      handle: async ({ params }) => {
        const row = await findStaff(database.read, idOf(params));
        if (!row) throw notFound('account');
        return rowToStaff(row);
      },
    }),
    command('/staff', {
      permission: 'staff.write',
      audit: 'staff.created',
      summary: 'Open an account',
      body: CreateStaff,
      response: StaffRecord,
      status: 201,
      handle: ({ act, body }) => act((one) => auth.createStaff(one, body)),
    }),
    replace('/staff/:id', {
      permission: 'staff.write',
      audit: 'staff.changed',
      summary: 'Change an account; ends its sessions where role, password or state change',
      body: EditStaff,
      response: StaffRecord,
      handle: ({ act, body, params }) => act((one) => auth.editStaff(one, idOf(params), body)),
    }),
  ];
}

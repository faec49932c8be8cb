import { HttpError, type AuthProvider } from 'react-admin';
import type { Permission, Role } from '@server/auth/permission-rules.ts';
import { mayOpen } from './auth/access.ts';
import { announceLostSession, isUnsentAct } from './auth/lost-session.ts';
import { request } from './http-client.ts';

export interface Session {
  user: {
    id: number;
    username: string;
    fullName: string;
    role: Role;
    officeId: number;
    officeName: string;
    mustChangePassword?: boolean;
  };
  permissions: Permission[];
}

export interface StaffIdentity {
  id: number;
  username: string;
  fullName: string;
  role: Role;
  officeId: number;
  officeName: string;
  mustChangePassword?: boolean;
}

export interface Credentials {
  username: string;
  password: string;
}

// One answer of /api/auth/me serves every check of a page; it lives in memory only and falls with a 401.
let session: Promise<Session> | undefined;

const sessionMark = () => document.querySelector<HTMLMetaElement>('meta[name="loket-session"]');

/** The server tells in the page whether a session came along, so that a first visit does not ask just to be refused. */
export function pageSaysNoSession(): boolean {
  return sessionMark()?.content === 'no' && session === undefined;
}

function forgetSession(): void {
  session = undefined;
  sessionMark()?.setAttribute('content', 'no');
}

const A_STEP_MS = 100;

/**
 * Says that nobody is logged in, after the time a page takes to give way. A step of the router waits for whatever renders; told at
 * once, the page that is being left would ask again and again, and the door would come after thousands of steps.
 */
const nobody = () =>
  new Promise<never>((_resolve, reject) =>
    setTimeout(() => reject(new HttpError('ra.auth.auth_check_error', 401)), A_STEP_MS),
  );

function currentSession(): Promise<Session> {
  if (pageSaysNoSession()) return nobody();
  session ??= request<Session>('/api/auth/me')
    .then(({ json }) => json)
    .catch((error: unknown) => {
      session = undefined;
      throw error;
    });
  return session;
}

async function login(credentials: Credentials): Promise<void> {
  const { json } = await request<Session>('/api/auth/login', { method: 'POST', body: credentials });
  session = Promise.resolve(json);
  sessionMark()?.setAttribute('content', 'yes');
}

async function logout(): Promise<void> {
  const hadSession = session !== undefined;
  forgetSession();
  if (!hadSession) return;
  try {
    await request('/api/auth/logout', { method: 'POST' });
  } catch (error) {
    // An expired session is a finished log-out; anything else the user must learn of.
    if (!(error instanceof HttpError && error.status === 401)) throw error;
  }
}

/** Sessions by cookie; what a role may open comes with the session, from the server's own table. */
export const authProvider: AuthProvider = {
  login,
  logout,
  checkAuth: async () => {
    await currentSession();
  },
  checkError: async (error: unknown) => {
    if (!(error instanceof HttpError) || error.status !== 401) return;
    forgetSession();
    if (isUnsentAct(error)) return announceLostSession();
    throw error;
  },
  getIdentity: async (): Promise<StaffIdentity> => (await currentSession()).user,
  getPermissions: async () => (await currentSession()).permissions,
  canAccess: async ({ action, resource }) => mayOpen((await currentSession()).permissions, resource, action),
};

import type { Role } from '../auth/permission-rules.ts';

declare global {
  namespace Express {
    // passport's user is the acting member of staff.
    interface User {
      id: number;
      role: Role;
      officeId: number;
      fullName: string;
      username: string;
    }
    interface Request {
      requestId: string;
      /** The matched route's pattern, for the log: never the address itself. */
      routePattern?: string;
      /** The permissions of the bearer token, where one was used. */
      tokenScopes?: readonly string[];
      /** The bytes of a body that is signed. */
      rawBody?: Buffer;
    }
  }
}

/** The account a session belongs to, read together with it. */
interface SessionPerson {
  id: number;
  username: string;
  full_name: string;
  role: Role;
  office_id: number;
  active: number;
}

declare module 'express-session' {
  interface SessionData {
    passport?: { user?: number };
    reauthenticatedAt?: string;
    /** As they stand in the database at this request; never stored with the session. */
    person?: SessionPerson;
    lastSeenAt?: string;
  }
}

import type { Request } from 'express';
import passport from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';
import type { AuthService } from './auth-service.ts';
import { rowToActor } from './auth-store.ts';

/** passport with its local strategy; what is stored of a session is nothing but the staff id. */
export function createPassport(auth: AuthService): passport.Authenticator {
  const instance = new passport.Passport();
  instance.use(
    new LocalStrategy(
      { usernameField: 'username', passwordField: 'password', passReqToCallback: true },
      (req, username, password, done) => {
        auth
          .authenticate(username, password, req.ip ?? 'unknown', req.requestId)
          .then((actor) => done(null, actor))
          .catch((error: unknown) => done(error));
      },
    ),
  );
  instance.serializeUser((user, done) => done(null, (user as Express.User).id));
  instance.deserializeUser(
    (req: Request, id: number, done: (error: unknown, user?: Express.User | false) => void) => {
      // The session came with its account; only a session begun in this very request did not.
      const person = req.session.person;
      if (person?.id === id) return done(null, person.active === 1 ? rowToActor(person) : false);
      auth
        .actorOf(id)
        .then((actor) => done(null, actor ?? false))
        .catch((error: unknown) => done(error));
    },
  );
  return instance;
}

import type { RequestHandler } from 'express';
import type { Actor } from '../audit/audit-service.ts';
import { AppError, forbidden } from '../errors.ts';

export interface BearerLookup {
  bearer(token: string, now: string): Promise<{ actor: Actor; scopes: readonly string[] } | null>;
}

const badToken = () =>
  new AppError(
    401,
    'BAD_TOKEN',
    'This token is unknown, expired or revoked. Ask the administrator for another.',
    {
      headers: { 'WWW-Authenticate': 'Bearer' },
    },
  );

/** Logs a program in by its token, for this one request; it neither has nor opens a session. */
export function bearerToken(tokens: BearerLookup): RequestHandler {
  return async (req, _res, next) => {
    const header = req.get('authorization') ?? '';
    // Another scheme is a proxy's own business.
    if (!/^bearer\b/i.test(header)) return next();
    const token = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(header)?.[1];
    const found = token ? await tokens.bearer(token, new Date().toISOString()) : null;
    if (!found) return next(badToken());
    if (req.path.startsWith('/auth/'))
      return next(forbidden('NOT_FOR_TOKENS', 'Sessions and passwords are people’s, not programs’.'));
    req.user = found.actor;
    req.tokenScopes = found.scopes;
    next();
  };
}

/** Runs a handler only where nobody came with a token: a cookie beside a token means nothing. */
export const withoutToken =
  (handler: RequestHandler): RequestHandler =>
  (req, res, next) =>
    req.tokenScopes ? next() : handler(req, res, next);

import { join } from 'node:path';
import express, { type Express, type Request, type RequestHandler } from 'express';
import { createPassport } from './auth/passport-setup.ts';
import { bearerToken, withoutToken } from './http/bearer-token.ts';
import { errorHandler, noSuchRoute } from './http/error-handler.ts';
import { mountOperations } from './http/operations-routes.ts';
import { mountRoutes } from './http/mount-routes.ts';
import { apiPage, describeApi } from './http/openapi.ts';
import { originCheck } from './http/origin-check.ts';
import { requestId } from './http/request-id.ts';
import { requestLog } from './http/request-log.ts';
import { securityHeaders } from './http/security-headers.ts';
import { sessionMiddleware } from './http/session.ts';
import { serveClient, serveCounter } from './http/static-client.ts';
import { allRoutes } from './routes.ts';
import type { RouteRecord } from './http/route.ts';
import type { Services } from './services.ts';

export const VERSION = '0.1.0';
const BODY_LIMIT = '1mb';

/** A signature is over the bytes; only signed bodies are kept beside what was read from them. */
const keepSigned = (req: Request, _res: unknown, bytes: Buffer) => {
  if (req.get('x-loket-signature') !== undefined) req.rawBody = bytes;
};

export interface App {
  express: Express;
  routes: readonly RouteRecord[];
}

/** The middleware in order: read it as a table of contents. */
export function createApp(
  services: Services,
  options: { clientDir?: string; draining?: () => boolean } = {},
): App {
  const { config, database, audit, auth, logger } = services;
  const secure = config.publicUrl.startsWith('https:');
  const passport = createPassport(auth);
  const routes = allRoutes(services, passport);
  const description = describeApi(routes, VERSION);
  const app = express();

  app.disable('x-powered-by');
  // Answers are not to be stored; a record's ETag is its version and is set by its route.
  app.set('etag', false);
  app.set('query parser', 'simple');
  if (config.trustProxy !== null) app.set('trust proxy', config.trustProxy);
  app.use(requestId, requestLog(logger), ...securityHeaders(secure));
  mountOperations(app, {
    database,
    demo: config.demo,
    version: VERSION,
    metricsToken: config.metricsToken,
    draining: options.draining ?? (() => false),
  });
  app.get('/api/openapi.json', (_req, res) => void res.json(description));
  app.get(
    '/api/docs',
    (_req, res) => void res.type('html').send(apiPage(routes, String(res.locals['cspNonce']))),
  );
  app.use('/api', originCheck(config.publicUrl), express.json({ limit: BODY_LIMIT, verify: keepSigned }));
  app.use(
    '/api',
    bearerToken(services.bearers),
    withoutToken(sessionMiddleware(database, config.sessionSecrets, secure)),
    passport.initialize(),
    withoutToken(passport.session() as RequestHandler),
  );
  mountRoutes(app, routes, { audit, uploadsDir: services.uploadsDir });
  app.use('/api', noSuchRoute);
  const clientDir = options.clientDir ?? join(process.cwd(), 'dist', 'client');
  serveCounter(app, join(clientDir, '..', 'counter'));
  serveClient(app, clientDir);
  app.use(noSuchRoute, errorHandler(logger));
  return { express: app, routes };
}

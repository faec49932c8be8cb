import type {} from 'passport';
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import multer from 'multer';
import type { AuditService, ActRequest } from '../audit/audit-service.ts';
import { may } from '../auth/permission-rules.ts';
import { AppError, badRequest, forbidden, invalid, notFound, unauthenticated } from '../errors.ts';
import { assertContentType, assertPlainBody } from './body-guard.ts';
import { toAppError } from './error-handler.ts';
import { parseListQuery, type ListResult } from './list-query.ts';
import { toReply, type Reply, type RequestContext, type RouteRecord } from './route.ts';

export interface RouteDependencies {
  audit: AuditService;
  uploadsDir: string;
}

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,100}$/;
const IF_MATCH = /^(?:W\/)?"?(\d{1,9})"?$/;
/** Larger than any id, and more than PostgreSQL compares an id with. */
const NO_ID = /^\d{10,}$/;

/** `/api/batches/:id/seal` → subject `batches`, for events of refused requests. */
const subjectOf = (record: RouteRecord) => record.path.split('/')[2] ?? 'system';

function uploadReader(record: RouteRecord, uploadsDir: string): RequestHandler {
  if (!record.upload) return (_req, _res, next) => next();
  mkdirSync(uploadsDir, { recursive: true, mode: 0o700 });
  return multer({
    dest: uploadsDir,
    limits: {
      fileSize: record.upload.maxBytes,
      files: 1,
      fields: 4,
      parts: 6,
      fieldNameSize: 32,
      fieldSize: 4096,
    },
  }).single('file') as RequestHandler;
}

function readBody(
  record: RouteRecord,
  req: Request,
): { body: unknown; sent: string[]; version: number | null } {
  const raw: unknown = req.body ?? {};
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    throw badRequest('MALFORMED_JSON', 'The body must be a JSON object.');
  assertPlainBody(raw);
  const values = { ...raw } as Record<string, unknown>;
  const match = IF_MATCH.exec(req.get('if-match') ?? '');
  if (
    match &&
    values['version'] === undefined &&
    record.body &&
    'version' in ((record.body as { shape?: object }).shape ?? {})
  ) {
    // Beside a file everything is text.
    values['version'] = record.upload ? match[1] : Number(match[1]);
  }
  if (!record.body) return { body: values, sent: Object.keys(values), version: null };
  const body = record.body.parse(values) as { version?: unknown };
  return { body, sent: Object.keys(values), version: typeof body.version === 'number' ? body.version : null };
}

function repeatable(record: RouteRecord, req: Request, body: unknown): ActRequest['repeatable'] {
  const key = req.get('idempotency-key');
  if (key === undefined || !record.repeatable || record.method === 'GET') return null;
  if (!IDEMPOTENCY_KEY.test(key))
    throw invalid('BAD_IDEMPOTENCY_KEY', 'Idempotency-Key takes 1 to 100 printable characters.');
  return { key, route: `${record.method} ${req.path}`, body };
}

const LONGEST_FILE_NAME = 200;
/** A file's name goes into lists and the log: without a NIK and without what no column takes. */
const safeFileName = (name: string) =>
  name
    .replace(/[\p{Cc}\p{Cs}]/gu, '')
    .replace(/\d{14,}/g, '…')
    .slice(0, LONGEST_FILE_NAME);

/** Two files of one length are two requests; computed first, since a handler may move the file. */
async function fileDigest(req: Request): Promise<string | null> {
  if (!req.file || req.get('idempotency-key') === undefined) return null;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(req.file.path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function createContext(
  record: RouteRecord,
  req: Request,
  res: Response,
  { audit }: RouteDependencies,
): Promise<RequestContext> {
  const { body, sent, version } =
    record.method === 'GET' ? { body: {}, sent: [], version: null } : readBody(record, req);
  const request = (): ActRequest => ({
    action: typeof record.audit === 'string' ? record.audit : `${record.method} ${record.path}`,
    actor: req.user as Express.User,
    requestId: req.requestId,
  });
  const file = req.file;
  const digest = await fileDigest(req);
  return {
    actor: req.user as Express.User,
    requestId: req.requestId,
    now: new Date().toISOString(),
    params: req.params as Record<string, string>,
    query: req.query as Record<string, string>,
    body,
    sent,
    file: file
      ? {
          path: file.path,
          originalName: safeFileName(Buffer.from(file.originalname, 'latin1').toString('utf8')),
          size: file.size,
        }
      : null,
    version,
    req,
    res,
    act: (work) =>
      audit.act(
        {
          ...request(),
          repeatable: repeatable(record, req, file ? { body, file: digest } : body) ?? null,
        },
        work,
      ),
    actOnce: (action, work) => audit.act({ ...request(), action }, work),
    note: (entry) => audit.note(request(), entry),
  };
}

function sendList(record: RouteRecord, res: Response, from: number, result: ListResult<unknown>): void {
  const last = Math.max(from, from + result.rows.length - 1);
  res.setHeader('Content-Range', `${record.list?.resource ?? 'items'} ${from}-${last}/${result.total}`);
  if (result.capped) res.setHeader('X-Total-Capped', 'true');
  if (result.nextCursor) res.setHeader('X-Next-Cursor', result.nextCursor);
  res.json(result.rows);
}

const disposition = (name: string, inline = false) =>
  `${inline ? 'inline' : 'attachment'}; filename="${name.replace(/[^\w.-]/g, '_')}"`;

async function send(res: Response, reply: Reply): Promise<void> {
  if (reply.kind === 'json') {
    const { version } = (reply.body ?? {}) as { version?: unknown };
    if (typeof version === 'number') res.setHeader('ETag', `"${version}"`);
    res.status(reply.status).json(reply.body);
    return;
  }
  res.setHeader('Content-Type', reply.mime);
  if (reply.fileName)
    res.setHeader('Content-Disposition', disposition(reply.fileName, reply.kind === 'bytes' && reply.inline));
  if (reply.kind === 'bytes') {
    res.setHeader('Content-Length', reply.body.length);
    res.setHeader('ETag', `"${createHash('sha256').update(reply.body).digest('base64url').slice(0, 22)}"`);
    res.end(reply.body);
    return;
  }
  await pipeline(reply.body, res);
}

/** Leaves a refusal in the log; 401s have no person, malformed reads no meaning. */
async function noteRefusal(
  record: RouteRecord,
  req: Request,
  error: unknown,
  { audit }: RouteDependencies,
): Promise<void> {
  const known = toAppError(error);
  // A person's 401 is a session that ended; a program's is a proof that failed.
  if (!known || !req.user || known.status >= 500 || (known.status === 401 && !req.tokenScopes)) return;
  const read = record.method === 'GET';
  if (read && ![403, 404].includes(known.status)) return;
  // A read that leaves no event of its own still must not be tried in silence.
  const action = typeof record.audit === 'string' ? record.audit : 'access.refused';
  await audit.refused(
    { action, actor: req.user, requestId: req.requestId },
    {
      subject: subjectOf(record),
      subjectId: (req.params as Record<string, string>)['id']?.slice(0, 60) ?? null,
    },
    known,
    `${record.method} ${record.path}`,
  );
}

/** A stale version says who changed what: where the service did not, the log knows (subject `wave` of `/api/waves`). */
async function withLastChange(
  record: RouteRecord,
  req: Request,
  error: AppError | null,
  { audit }: RouteDependencies,
): Promise<AppError | null> {
  const id = (req.params as Record<string, string>)['id'];
  if (error?.code !== 'STALE_VERSION' || error.details?.['changedBy'] || !id) return error;
  const last = await audit.lastChange(subjectOf(record).replace(/(?<=ch)es$|s$/, ''), id);
  const details = { ...error.details, ...last };
  return new AppError(error.status, error.code, error.message, { details });
}

function authorise(record: RouteRecord, req: Request): void {
  if (record.permission === 'public') return;
  if (!req.user) throw unauthenticated();
  if (!may(req.user.role, record.permission)) {
    throw forbidden('FORBIDDEN', `The role ${req.user.role} may not do this (${record.permission}).`);
  }
  const scopes = req.tokenScopes;
  if (scopes && !scopes.includes(record.permission))
    throw forbidden('SCOPE', `This token was not given ${record.permission}.`);
}

async function run(record: RouteRecord, req: Request, res: Response, deps: RouteDependencies): Promise<void> {
  const context = await createContext(record, req, res, deps);
  res.setHeader('Cache-Control', 'no-store');
  if (record.list) {
    const request = parseListQuery(record.list, req.query as Record<string, unknown>);
    const handle = record.handle as unknown as (
      context: RequestContext,
      request: unknown,
    ) => Promise<ListResult<unknown>>;
    sendList(record, res, request.range[0], await handle(context, request));
    return;
  }
  const value = await (record.handle as (context: RequestContext) => Promise<unknown>)(context);
  if (!res.headersSent) await send(res, toReply(value, record.status));
}

/** Puts every route record on the app: permission, upload, body, act and refusal in the same order for all. */
export function mountRoutes(app: Express, records: readonly RouteRecord[], deps: RouteDependencies): void {
  for (const record of records) {
    const readUpload = uploadReader(record, deps.uploadsDir);
    const authorised: RequestHandler = async (req, _res, next) => {
      req.routePattern = record.path;
      authorise(record, req);
      await record.prove?.(req);
      if (Object.values(req.params).some((value) => NO_ID.test(String(value)))) throw notFound();
      if (record.method !== 'GET') assertContentType(req, record.upload !== undefined);
      next();
    };
    const handler = async (req: Request, res: Response, next: NextFunction) => {
      try {
        await run(record, req, res, deps);
      } catch (error) {
        next(error);
      } finally {
        // A handler that keeps the file has moved or read it by now.
        if (req.file)
          await unlink(req.file.path).catch((error: NodeJS.ErrnoException) =>
            error.code === 'ENOENT' ? undefined : Promise.reject(error),
          );
      }
    };
    const refused = async (error: unknown, req: Request, _res: Response, next: NextFunction) => {
      await noteRefusal(record, req, error, deps);
      next((await withLastChange(record, req, toAppError(error), deps)) ?? error);
    };
    const method = record.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
    app[method](record.path, authorised, readUpload, handler, refused as unknown as RequestHandler);
  }
}

import type { ErrorRequestHandler, RequestHandler } from 'express';
import { ZodError } from 'zod';
import { AppError, badRequest, conflict, invalid, notFound, tooLarge } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { SealError } from '../privacy/sealed-record.ts';
import { guardMessage } from './guard-messages.ts';

/** Where in the body; a number as long as a NIK, sent as the name of a field, is not told back. */
const field = (path: readonly PropertyKey[]) =>
  path
    .map(String)
    .join('.')
    .replace(/\d{14,}/g, '…') || 'body';

function fromZod(error: ZodError): AppError {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys) errors[field([...issue.path, key.slice(0, 60)])] = 'is not a field here';
    else errors[field(issue.path)] ??= issue.message;
  }
  return invalid('INVALID_INPUT', 'Some fields are not as they must be: see the fields named.', errors);
}

interface Known {
  status?: number;
  type?: string;
  code?: string;
  name?: string;
  message?: string;
}

function fromLibrary(error: Known): AppError | null {
  if (error.type === 'entity.parse.failed')
    return badRequest('MALFORMED_JSON', 'The body is not valid JSON.');
  if (error.type === 'entity.too.large') return tooLarge('The body is larger than is taken here.');
  if (error.type === 'charset.unsupported' || error.type === 'encoding.unsupported')
    return new AppError(415, 'UNSUPPORTED_ENCODING', 'Send the body as UTF-8.');
  if (error.name === 'MulterError') {
    return error.code === 'LIMIT_FILE_SIZE'
      ? tooLarge('The file is larger than is taken here.')
      : badRequest('MALFORMED_UPLOAD', 'Send one file in the field "file", and the fields this route names.');
  }
  if (error.name === 'URIError') return badRequest('MALFORMED_ADDRESS', 'The address is not well formed.');
  // busboy and the multipart parser name no type of their own.
  if (/multipart|boundary|unexpected end of form/i.test(error.message ?? ''))
    return badRequest('MALFORMED_UPLOAD', 'The upload was cut off or is not well formed. Send it again.');
  if (error.name === 'KnexTimeoutError' || error.code === 'SQLITE_BUSY') {
    return new AppError(503, 'BUSY', 'The system is busy. Try again in a moment.', {
      headers: { 'Retry-After': '2' },
    });
  }
  if (typeof error.status === 'number' && error.status >= 400 && error.status < 500)
    return new AppError(error.status, 'BAD_REQUEST', 'The request cannot be read.');
  return null;
}

/** The database's own refusal, said in words: the rule was bypassed or two people met. */
function fromDatabase(error: Known): AppError | null {
  const text = error.message ?? '';
  const guard = /GUARD_[A-Z_]+/.exec(text)?.[0];
  if (guard) return conflict(guard, guardMessage(guard));
  if (/submissions_one_nik_a_wave|submissions\.wave_id, submissions\.nik_bidx/.test(text)) {
    return conflict('DUPLICATE', 'This NIK is already registered in this wave.', {
      blockers: [{ code: 'DUPLICATE', message: 'NIK already registered in this wave' }],
    });
  }
  if (/decree_no/.test(text) && /unique/i.test(text)) {
    return conflict('DECREE_NO_USED', 'This decree number was used before. Each decree ratifies one batch.', {
      blockers: [{ code: 'DECREE_NO_USED', message: 'decree number used before' }],
    });
  }
  if (error.code === '23505' || /UNIQUE constraint failed/.test(text))
    return conflict('ALREADY_EXISTS', 'The same record exists already.');
  if (error.code === '23514' || /CHECK constraint failed/.test(text))
    return conflict('CONSTRAINT', 'The change would break a rule of the data.');
  if (error.code === '22003') return invalid('OUT_OF_RANGE', 'A number is larger than is taken here.');
  if (error.code === '23503' || /FOREIGN KEY constraint failed/.test(text))
    return invalid('UNKNOWN_REFERENCE', 'A record named here does not exist.');
  return null;
}

/** Any thrown thing as an answer; null for a defect of ours. */
export function toAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (error instanceof ZodError) return fromZod(error);
  if (error instanceof SealError)
    return conflict(
      'SEALED_DATA_UNREADABLE',
      'The sealed numbers of this record do not open: they were altered outside the system, or their key is missing. Nothing was changed; report it to the administrator.',
    );
  const known = (typeof error === 'object' && error !== null ? error : {}) as Known;
  return fromLibrary(known) ?? fromDatabase(known);
}

export const noSuchRoute: RequestHandler = (_req, _res, next) => next(notFound('address'));

/** Shapes every refusal: `{code, message, errors?, details?, requestId}`; never a stack, an SQL text or a NIK. */
export function errorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    const known = toAppError(error);
    if (error instanceof SealError)
      logger.error(
        { requestId: req.requestId, route: req.routePattern, code: error.code },
        'sealed data does not open',
      );
    if (!known) {
      // The message may quote a statement's values: only the kind and the stack's places are logged.
      const thrown = error instanceof Error ? error : new Error(String(error));
      const places = (thrown.stack ?? '')
        .split('\n')
        .filter((line) => line.trimStart().startsWith('at '))
        .slice(0, 12);
      logger.error(
        {
          requestId: req.requestId,
          kind: thrown.name,
          code: (thrown as Known).code,
          route: req.routePattern,
          places,
        },
        'request failed',
      );
    }
    const answer =
      known ??
      new AppError(
        500,
        'INTERNAL',
        'Something went wrong on our side. Nothing was changed; try again, and give the request id to support if it stays.',
      );
    if (res.headersSent) {
      res.destroy();
      return;
    }
    for (const [name, value] of Object.entries(answer.headers ?? {})) res.setHeader(name, value);
    res.setHeader('Cache-Control', 'no-store');
    res.status(answer.status).json({
      code: answer.code,
      message: answer.message,
      ...(answer.errors ? { errors: answer.errors } : {}),
      ...(answer.details ? { details: answer.details } : {}),
      requestId: req.requestId,
    });
  };
}

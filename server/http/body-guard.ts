import type { Request } from 'express';
import { AppError, badRequest, invalid } from '../errors.ts';

/** No body of this API nests deeper than a rule set does; what walks it by recursion must not be led into a well. */
const DEEPEST = 16;

const unstorable = (text: string) => /\0|\p{Cs}/u.test(text);

/**
 * Refuses a body nested without end, and texts that PostgreSQL stores nowhere and SQLite cuts short: a NUL, half of a
 * character. Walks without recursion. Throws 400 or 422 naming the field.
 */
export function assertPlainBody(body: object): void {
  const waiting: { value: unknown; path: string; depth: number }[] = [{ value: body, path: '', depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, path, depth } = next;
    if (depth > DEEPEST)
      throw badRequest('MALFORMED_JSON', `The body is nested more than ${DEEPEST} levels deep.`);
    if (typeof value === 'string' && unstorable(value))
      throw invalid('INVALID_INPUT', 'Some fields are not as they must be: see the fields named.', {
        [path || 'body']: 'holds a character that cannot be stored',
      });
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, part] of Object.entries(value)) {
      if (unstorable(key)) throw badRequest('MALFORMED_JSON', 'A field has a name that cannot be stored.');
      waiting.push({ value: part, path: path ? `${path}.${key}` : key, depth: depth + 1 });
    }
  }
}

/** True where bytes follow: a browser sends `Content-Length: 0` with a command that says nothing. */
const hasBody = (req: Request) =>
  req.get('transfer-encoding') !== undefined || Number(req.get('content-length') ?? 0) > 0;

/**
 * Throws 415 for a body of another kind than the route reads: unread it would count as an empty one, and the version in
 * it as not given.
 */
export function assertContentType(req: Request, upload: boolean): void {
  if (!hasBody(req) || req.is(upload ? 'multipart/form-data' : 'application/json')) return;
  throw new AppError(
    415,
    'UNSUPPORTED_TYPE',
    upload
      ? 'Send the file as multipart/form-data, in the field "file".'
      : 'Send the body as JSON, with Content-Type: application/json.',
  );
}

import type { Request } from 'express';
import { AppError, invalid } from '../errors.ts';

/** True where bytes follow: a browser sends `Content-Length: 0` with a command that says nothing. */
const hasBody = (req: Request) =>
  req.get('transfer-encoding') !== undefined || Number(req.get('content-length') ?? 0) > 0;

/** Throws 415 for a body of another kind than the route reads; one left unread would be taken for an empty one. */
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

/** Throws 422 for a text with a zero byte: no form holds one, and PostgreSQL stores none. Without recursion. */
export function assertNoZeroBytes(body: object): void {
  const waiting: [path: string, value: unknown][] = Object.entries(body);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [path, value] = next;
    if (typeof value === 'string' && value.includes('\0'))
      throw invalid('INVALID_INPUT', 'Some fields are not as they must be: see the fields named.', {
        [path.slice(0, 60)]: 'holds a zero byte',
      });
    if (typeof value !== 'object' || value === null) continue;
    for (const inner of Object.values(value)) waiting.push([path, inner]);
  }
}

/** An answer that is not a success: a code for machines, a sentence for people, a place in the form. */
export class AppError extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: Record<string, string> | undefined;
  readonly details: Record<string, unknown> | undefined;
  readonly headers: Record<string, string> | undefined;

  constructor(
    status: number,
    code: string,
    message: string,
    extra: {
      errors?: Record<string, string>;
      details?: Record<string, unknown>;
      headers?: Record<string, string>;
    } = {},
  ) {
    super(message);
    this.name = 'AppError';
    this.status = status;
    this.code = code;
    this.errors = extra.errors;
    this.details = extra.details;
    this.headers = extra.headers;
  }
}

export const badRequest = (code: string, message: string) => new AppError(400, code, message);
export const unauthenticated = () =>
  new AppError(401, 'NO_SESSION', 'You are not logged in, or the session has ended. Log in and try again.');
export const forbidden = (code = 'FORBIDDEN', message = 'Your role may not do this.') =>
  new AppError(403, code, message);
export const notFound = (what = 'record') =>
  new AppError(404, 'NOT_FOUND', `There is no such ${what}, or it is not for you to see.`);
export const invalid = (
  code: string,
  message: string,
  errors?: Record<string, string>,
  details?: Record<string, unknown>,
) => new AppError(422, code, message, { ...(errors ? { errors } : {}), ...(details ? { details } : {}) });
export const tooLarge = (message: string) => new AppError(413, 'TOO_LARGE', message);
export const conflict = (code: string, message: string, details?: Record<string, unknown>) =>
  new AppError(409, code, message, details ? { details } : {});

/** One thing that stands in the way, as rules give it; `message` is added on the way out. */
export type BlockerLike = { code: string; message?: string; [detail: string]: unknown };

/** 409: the record's state, its claim or the separation of duties forbids it; lists every reason at once. */
export const blocked = (blockers: readonly BlockerLike[], available: readonly string[] = []) =>
  new AppError(
    409,
    'BLOCKED',
    `This cannot be done now: ${blockers.map((blocker) => blocker.message ?? blocker.code).join('; ')}.`,
    { details: { blockers, available } },
  );

/** 409: somebody changed the record since it was read. */
export const staleVersion = (current: {
  version: number;
  changedBy?: string | null;
  changedAt?: string | null;
  change?: string | null;
}) =>
  new AppError(
    409,
    'STALE_VERSION',
    'Somebody changed this record after you opened it. Reload it, look at the change, and repeat your act if it still holds.',
    { details: { ...current } },
  );

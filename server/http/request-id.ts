import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';

/** Every answer and every line of the log carries the same id; a caller's own is never trusted. */
export const requestId: RequestHandler = (req, res, next) => {
  req.requestId = randomUUID();
  res.setHeader('X-Request-Id', req.requestId);
  next();
};

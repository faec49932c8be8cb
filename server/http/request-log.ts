import type { RequestHandler } from 'express';
import type { Logger } from '../logger.ts';

/** One line a request: the route's pattern, never the address, its query, a body or a header. */
export function requestLog(logger: Logger): RequestHandler {
  return (req, res, next) => {
    const begun = process.hrtime.bigint();
    res.on('finish', () => {
      const milliseconds = Number(process.hrtime.bigint() - begun) / 1e6;
      const level = res.statusCode >= 500 ? 'error' : 'info';
      logger[level](
        {
          requestId: req.requestId,
          method: req.method,
          route: req.routePattern ?? 'other',
          status: res.statusCode,
          ms: Math.round(milliseconds * 10) / 10,
          staffId: req.user?.id,
        },
        'request',
      );
    });
    next();
  };
}

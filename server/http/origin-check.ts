import type { RequestHandler } from 'express';
import { forbidden } from '../errors.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses unsafe requests another site's page could have sent. Browsers say where a request comes from
 * (`Sec-Fetch-Site`, else `Origin`); a program that sends neither carries no cookie of a victim.
 */
export function originCheck(publicUrl: string): RequestHandler {
  const published = new URL(publicUrl).origin;
  return (req, _res, next) => {
    if (SAFE.has(req.method)) return next();
    const site = req.get('sec-fetch-site');
    const origin = req.get('origin');
    // Behind a proxy with TLS the request itself may look like plain HTTP: what people open is known.
    const own = [published, `${req.protocol}://${req.get('host') ?? ''}`];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return next(foreign());
    if (origin !== undefined && !own.includes(origin)) return next(foreign());
    next();
  };
}

const foreign = () => forbidden('FOREIGN_ORIGIN', 'This request came from another site and was refused.');

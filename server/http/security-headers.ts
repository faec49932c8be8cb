import { randomBytes } from 'node:crypto';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** A fresh nonce for each answer, then the headers of security.md section 5. */
export function securityHeaders(secure: boolean): RequestHandler[] {
  const nonce: RequestHandler = (_req, res, next) => {
    res.locals['cspNonce'] = randomBytes(16).toString('base64');
    next();
  };
  const permissions: RequestHandler = (req, res, next) => {
    // The counter photographs the KTP and the signed form; no other page sees through a camera.
    const camera = /^\/loket(\/|$)/.test(req.path) ? '(self)' : '()';
    res.setHeader(
      'Permissions-Policy',
      `camera=${camera}, microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()`,
    );
    next();
  };
  return [
    nonce,
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'none'"],
          'script-src': ["'self'"],
          'style-src': [
            "'self'",
            (_req, res) => `'nonce-${String((res as { locals?: { cspNonce?: string } }).locals?.cspNonce)}'`,
          ],
          'style-src-attr': ["'unsafe-inline'"],
          'img-src': ["'self'", 'blob:', 'data:'],
          'font-src': ["'self'"],
          'connect-src': ["'self'"],
          'form-action': ["'self'"],
          'base-uri': ["'none'"],
          'object-src': ["'none'"],
          'frame-src': ["'self'", 'blob:'],
          'frame-ancestors': ["'none'"],
          'manifest-src': ["'self'"],
        },
      },
      strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
      referrerPolicy: { policy: 'no-referrer' },
      crossOriginEmbedderPolicy: false,
    }),
    permissions,
  ];
}

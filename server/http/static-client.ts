import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { isPortalPath } from './portal-path.ts';

const YEAR_SECONDS = 31_536_000;

/** Serves `x.js.br`, made at build, to whoever takes brotli. */
function precompressed(dir: string): RequestHandler {
  return (req, res, next) => {
    if (
      /\bbr\b/.test(req.get('accept-encoding') ?? '') &&
      /^\/assets\/[\w.-]+\.(js|css|svg)$/.test(req.path) &&
      existsSync(join(dir, `${req.path}.br`))
    ) {
      res.type(req.path.split('.').at(-1) ?? 'js');
      res.setHeader('Content-Encoding', 'br');
      req.url = req.url.replace(req.path, `${req.path}.br`);
    }
    res.vary('Accept-Encoding');
    next();
  };
}

/** A page of ours with this answer's nonce in it, and whether a session came along: then nothing is asked just to be refused. */
function sendPage(req: Request, res: Response, html: string, cookie: string): void {
  const session = new RegExp(`(?:^|;\\s*)${cookie}=`).test(req.headers.cookie ?? '') ? 'yes' : 'no';
  res.setHeader('Cache-Control', 'no-store');
  res
    .type('html')
    .send(
      html.replaceAll('__CSP_NONCE__', String(res.locals['cspNonce'])).replaceAll('__SESSION__', session),
    );
}

/** The applicants' portal: one page for all its addresses. What it shows before its script runs is the first page's. */
function portalPage(html: string): RequestHandler {
  return (req, res, next) => {
    if (!isPortalPath(req.path) || (req.method !== 'GET' && req.method !== 'HEAD')) return next();
    const page = /^\/daftar\/?$/.test(req.path) ? 'start' : 'other';
    sendPage(req, res, html.replaceAll('__PAGE__', page), 'pid');
  };
}

/**
 * The counter that works without a network, under `/loket/`: a page of its own, whose worker keeps these files and no others
 * (its scope ends where the console begins).
 */
export function serveCounter(app: Express, dir: string): void {
  if (!existsSync(join(dir, 'index.html'))) return;
  const page: RequestHandler = (_req, res) => {
    res.setHeader('Cache-Control', 'no-store');
    res.type('html').send(readFileSync(join(dir, 'index.html'), 'utf8'));
  };
  // Outside its scope the page would be without its worker.
  app.get('/loket', (req, res, next) => (req.path === '/loket' ? res.redirect('/loket/') : next()));
  app.get(['/loket/', '/loket/index.html'], page);
  app.use(
    '/loket/assets',
    (req, res, next) => precompressed(dir)(Object.assign(req, { url: `/assets${req.url}` }), res, next),
    express.static(dir, { immutable: true, maxAge: YEAR_SECONDS * 1000, index: false }),
  );
  app.use('/loket', express.static(dir, { index: false, maxAge: 0 }));
}

/** The console's files and the portal's; every other address that is not the API's is one of the console's pages. */
export function serveClient(app: Express, dir: string): void {
  const page = join(dir, 'index.html');
  if (!existsSync(page)) return;
  const html = readFileSync(page, 'utf8');
  const index: RequestHandler = (req, res, next) => {
    if (
      req.path.startsWith('/api/') ||
      req.path.startsWith('/assets/') ||
      (req.method !== 'GET' && req.method !== 'HEAD')
    )
      return next();
    sendPage(req, res, html, 'sid');
  };
  app.get(['/', '/index.html'], index);
  app.use(portalPage(readFileSync(join(dir, 'daftar.html'), 'utf8')));
  app.use(
    '/assets',
    (req, res, next) => precompressed(dir)(Object.assign(req, { url: `/assets${req.url}` }), res, next),
    express.static(dir, { immutable: true, maxAge: YEAR_SECONDS * 1000, index: false }),
  );
  app.use(express.static(dir, { index: false, maxAge: 0 }));
  app.get(/.*/, index);
}

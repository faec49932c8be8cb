import express from 'express';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveClient } from '../../../server/http/static-client.ts';

const dir = mkdtempSync(join(tmpdir(), 'static-client-'));
let server: Server;
const get = async (path: string, cookie = '') => {
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } });
  return { status: answer.status, cache: answer.headers.get('cache-control'), text: await answer.text() };
};

describe('the pages a browser is given', () => {
  beforeAll(async () => {
    mkdirSync(join(dir, 'assets'));
    writeFileSync(join(dir, 'index.html'), 'console __CSP_NONCE__ __SESSION__');
    writeFileSync(join(dir, 'daftar.html'), 'portal __CSP_NONCE__ __SESSION__ __PAGE__');
    writeFileSync(join(dir, 'assets', 'daftar-1.js'), 'script');
    const app = express();
    app.use((_req, res, next) => {
      res.locals['cspNonce'] = 'nonce-of-this-answer';
      next();
    });
    serveClient(app, dir);
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.close();
    rmSync(dir, { recursive: true });
  });

  it('are the portal’s under /daftar and at /status, with the nonce of this answer, and stored nowhere', async () => {
    for (const path of [
      '/daftar/masuk',
      '/daftar/formulir/alamat',
      '/status',
      '/status?no=PK71-7Q4M-9XTR-K',
    ]) {
      const { status, text, cache } = await get(path);
      expect([status, text, cache]).toEqual([200, 'portal nonce-of-this-answer no other', 'no-store']);
    }
  });

  it('show the first page’s words at once on the first page only', async () => {
    expect((await get('/daftar')).text).toBe('portal nonce-of-this-answer no start');
    expect((await get('/daftar/')).text).toContain('start');
  });

  it('are the console’s everywhere else', async () => {
    for (const path of ['/', '/submissions', '/daftarkan', '/status/1'])
      expect((await get(path)).text).toBe('console nonce-of-this-answer no');
  });

  it('say whether the session of these pages came along, and of no other', async () => {
    expect((await get('/daftar', 'pid=1')).text).toContain(' yes ');
    expect((await get('/daftar', 'sid=1')).text).toContain(' no ');
    expect((await get('/submissions', 'pid=1')).text).toContain(' no');
    expect((await get('/submissions', 'a=b; sid=1')).text).toContain(' yes');
  });

  it('bring files that never change, to be kept for a year', async () => {
    const { text, cache } = await get('/assets/daftar-1.js');
    expect(text).toBe('script');
    expect(cache).toContain('immutable');
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { changedFields, dataProvider } from '../../client/data-provider.ts';

const answer = (body: unknown, headers: Record<string, string> = {}, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });

const fetchMock = vi.fn<typeof fetch>();

beforeEach(() => {
  fetchMock.mockReset();
  vi.stubGlobal('fetch', fetchMock);
});
afterEach(() => vi.unstubAllGlobals());

function lastCall() {
  const [url, init] = fetchMock.mock.lastCall ?? [];
  const address = new URL(String(url), 'http://localhost');
  return { url: address, method: init?.method, headers: new Headers(init?.headers), body: init?.body };
}

describe('reading lists', () => {
  const page = { pagination: { page: 3, perPage: 25 }, sort: { field: 'id', order: 'DESC' as const } };

  it('asks for a page by range, sort and filter, and takes the total from Content-Range', async () => {
    fetchMock.mockResolvedValue(answer([{ id: 7 }], { 'Content-Range': 'submissions 50-50/319' }));
    const result = await dataProvider.getList('submissions', { ...page, filter: { status: 'submitted' } });
    const { url } = lastCall();
    expect(url.pathname).toBe('/api/submissions');
    expect(url.searchParams.get('range')).toBe('[50,74]');
    expect(url.searchParams.get('sort')).toBe('["id","DESC"]');
    expect(url.searchParams.get('filter')).toBe('{"status":"submitted"}');
    expect(result).toEqual({ data: [{ id: 7 }], total: 319 });
  });

  it('refuses to put a whole NIK into an address, and asks nothing', async () => {
    const asked = dataProvider.getList('submissions', { ...page, filter: { q: '3374011705949001' } });
    await expect(asked).rejects.toMatchObject({ status: 422, body: { code: 'NIK_IN_URL' } });
    expect(fetchMock).not.toHaveBeenCalled();
  });

  it('searches a NIK in the body of a request whose address holds none', async () => {
    fetchMock.mockResolvedValue(answer([]));
    await dataProvider.search('submissions', '3374011705949001');
    const { url, method, body } = lastCall();
    expect(url.href).toBe('http://localhost/api/submissions/search');
    expect(method).toBe('POST');
    expect(JSON.parse(String(body))).toEqual({ q: '3374011705949001' });
  });
});

describe('writing', () => {
  it('sends only the changed fields, with the version that was seen', async () => {
    fetchMock.mockResolvedValue(answer({ id: 1, version: 5 }));
    const previousData = { id: 1, version: 4, name: 'Gelombang 12', quota: 600 };
    await dataProvider.update('waves', { id: 1, data: { ...previousData, quota: 700 }, previousData });
    const { url, method, body } = lastCall();
    expect([method, url.pathname]).toEqual(['PUT', '/api/waves/1']);
    expect(JSON.parse(String(body))).toEqual({ quota: 700, version: 4 });
  });

  it('names the version in If-Match when a record is deleted', async () => {
    fetchMock.mockResolvedValue(answer({}));
    await dataProvider.delete('views', { id: 9, previousData: { id: 9, version: 2 } });
    expect(lastCall().headers.get('If-Match')).toBe('"2"');
  });

  it('sends a command to the record with its verb and an idempotency key', async () => {
    fetchMock.mockResolvedValue(answer({ id: 17 }));
    await dataProvider.command('submissions', 17, 'verify', { version: 3 }, { idempotencyKey: 'k-1' });
    const { url, headers, body } = lastCall();
    expect(url.pathname).toBe('/api/submissions/17/verify');
    expect(headers.get('Idempotency-Key')).toBe('k-1');
    expect(JSON.parse(String(body))).toEqual({ version: 3 });
  });

  it('makes one job of an act on many, by ids or by a filter with the count that was seen', async () => {
    fetchMock.mockImplementation(() => Promise.resolve(answer({ jobId: 5 }, {}, 202)));
    await dataProvider.bulk('submissions', 'reject', { ids: [1, 2] }, { reasons: ['DUPLICATE'] });
    expect(JSON.parse(String(lastCall().body))).toEqual({ ids: [1, 2], reasons: ['DUPLICATE'] });
    await dataProvider.bulk('submissions', 'assign', { filter: { status: 'submitted' }, expectedCount: 40 });
    expect(lastCall().url.pathname).toBe('/api/submissions/bulk/assign');
    expect(JSON.parse(String(lastCall().body))).toEqual({
      filter: { status: 'submitted' },
      expectedCount: 40,
    });
  });

  it('refuses to write many records one by one', async () => {
    await expect(dataProvider.updateMany('waves', { ids: [1], data: {} })).rejects.toThrow(/job/);
    expect(fetchMock).not.toHaveBeenCalled();
  });

  it('marks a poll for a job, so that it does not keep a session alive', async () => {
    fetchMock.mockResolvedValue(answer({ id: 5, status: 'running', progress: { done: 1, total: 2 } }));
    await dataProvider.job(5);
    expect(lastCall().headers.get('X-Loket-Polling')).toBe('1');
  });

  it('leaves out what did not change, also inside lists', () => {
    const before = { id: 1, tags: ['a'], name: 'x', note: null };
    expect(changedFields({ id: 1, tags: ['a'], name: 'y', note: null }, before)).toEqual({ name: 'y' });
  });
});

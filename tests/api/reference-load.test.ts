import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerVersion } from '../../server/identity/identity-store.ts';
import { csv, KTP_HEADER, ktpLine, person } from '../support/registered-people.ts';
import { ENGINES, startSystem, type ApiClient, type RunningSystem } from '../support/running-system.ts';

interface Accepted {
  id: number;
  jobId: number;
  repeated: boolean;
}
interface Job {
  status: string;
  error: string | null;
  receipt: {
    counts: Record<string, number>;
    problems: { line: number; column: string; code: string }[];
  } | null;
}

describe.each(ENGINES)('loads of reference files on %s', (engine) => {
  let system: RunningSystem;
  let admin: ApiClient;
  beforeAll(async () => {
    system = await startSystem({ engine });
    admin = await system.login('admin');
  });
  afterAll(() => system.stop());

  async function ended(jobId: number): Promise<Job> {
    for (;;) {
      const { body } = await admin.get<Job>(`/api/jobs/${jobId}`);
      if (!['queued', 'running'].includes(body.status)) return body;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const upload = <B = Accepted>(path: string, bytes: Uint8Array, fields: Record<string, string> = {}) =>
    admin.upload<B>(path, { bytes, name: 'berkas.csv', type: 'text/csv' }, fields);
  async function sealedFiles(): Promise<number> {
    const folders = (await readdir(join(system.dataDir, 'documents'))).filter((name) => name.length === 2);
    const files = await Promise.all(folders.map((name) => readdir(join(system.dataDir, 'documents', name))));
    return files.flat().length;
  }
  const list = async (code: string) =>
    (
      await admin.get<Record<string, unknown> & { versions: { status: string }[] }>(
        `/api/screening-lists/${code}`,
      )
    ).body;

  describe('the KTP register', () => {
    const people = [person(1), person(2), person(3)];
    const bad = { ...person(4), nik: '1111111111111111' };

    it('takes good lines, reports bad ones by line and never a value, and leaves no copy of the file', async () => {
      const bytes = csv(
        KTP_HEADER, ktpLine(people[0] as never), ktpLine(bad), ktpLine(people[1] as never),
        ktpLine(people[2] as never, 'HILANG'),
      ); // prettier-ignore
      const accepted = await upload('/api/ktp-records/import', bytes);
      expect(accepted.status).toBe(202);
      expect(accepted.body).toMatchObject({ repeated: false });
      const job = await ended(accepted.body.jobId);
      expect(job).toMatchObject({ status: 'succeeded', receipt: { counts: { done: 2, failed: 2 } } });
      expect(job.receipt?.problems).toEqual([
        { line: 3, column: 'NIK', code: 'PLACEHOLDER' },
        { line: 5, column: 'STATUS', code: 'NOT_IN_LIST' },
      ]);
      const load = await admin.get(`/api/ktp-loads/${accepted.body.id}`);
      expect(load.body).toMatchObject({ status: 'ready', rowCount: 2, badCount: 2 });
      expect(JSON.stringify([load.body, job])).not.toMatch(/\d{16}/);
      expect(await sealedFiles()).toBe(0);
      expect(await registerVersion(system.services.database.read)).not.toBeNull();
    });

    it('shows the register with NIK and KK masked, by the beginning of a name', async () => {
      const { rows, total } = await admin.list('/api/ktp-records', {
        filter: { q: (people[1] as { fullName: string }).fullName.slice(0, 12).toLowerCase() },
      });
      expect(total).toBe(1);
      expect(rows[0]).toMatchObject({
        nikMasked: '337401**********',
        kkNumberMasked: '337401**********',
        fullName: people[1]?.fullName,
        regency: 'KOTA SEMARANG',
        status: 'AKTIF',
      });
      expect(JSON.stringify(rows)).not.toMatch(/\d{16}/);
    });

    it('answers the same file again with the load it was and changes nothing', async () => {
      const bytes = csv(KTP_HEADER, ktpLine(person(5)));
      const first = await upload('/api/ktp-records/import', bytes);
      await ended(first.body.jobId);
      const again = await upload('/api/ktp-records/import', bytes);
      expect(again.status).toBe(202);
      expect(again.body).toEqual({ ...first.body, repeated: true });
      expect((await admin.list('/api/ktp-loads')).total).toBe(2);
      expect(await sealedFiles()).toBe(0);
    });

    it('replaces a person that comes again, and takes the last of two lines of one person', async () => {
      const [before, after] = [
        person(6),
        { ...person(6), fullName: 'NAMA BARU', kkNumber: '3374010101779999' },
      ];
      const accepted = await upload(
        '/api/ktp-records/import',
        csv(KTP_HEADER, ktpLine(before), ktpLine(after)),
      );
      expect(await ended(accepted.body.jobId)).toMatchObject({ status: 'succeeded' });
      const once = await upload('/api/ktp-records/import', csv(KTP_HEADER, ktpLine({ ...after, ktpAddress: 'JL. LAIN' }))); // prettier-ignore
      await ended(once.body.jobId);
      const { rows } = await admin.list('/api/ktp-records', { filter: { fullName: 'NAMA BARU' } });
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ address: 'JL. LAIN', kkNumberMasked: '337401**********' });
    });

    it.each([
      ['another template', csv('nik,note', '3374011203769001,x'), 'WRONG_TEMPLATE', /NO_KK/],
      ['no row at all', csv(KTP_HEADER), 'EMPTY_FILE', /no data row/],
      ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]), 'NOT_A_CSV', /CSV/],
      ['a column twice', csv(`${KTP_HEADER},NIK`, `${ktpLine(person(7))},x`), 'WRONG_TEMPLATE', /NIK/],
      ['another encoding', Buffer.from(`${KTP_HEADER}\nJOS\xc9\n`, 'latin1'), 'ENCODING', /UTF-8/],
    ])('refuses at once a file with %s, and says what to do', async (_what, bytes, code, words) => {
      const answer = await upload<{ code: string; message: string; errors: Record<string, string> }>(
        '/api/ktp-records/import',
        bytes,
      );
      expect(answer).toMatchObject({ status: 422, body: { code } });
      expect(answer.body.message).toMatch(words);
      expect(answer.body.errors['file']).toBe(answer.body.message);
      expect(await sealedFiles()).toBe(0);
    });

    it('takes nothing of a file that is cut in the middle, and says at which line', async () => {
      const lines = Array.from({ length: 4100 }, (_, n) => ktpLine(person(20_000 + n)));
      const whole = csv(KTP_HEADER, ...lines);
      const before = (await admin.list('/api/ktp-records')).total;
      const accepted = await upload('/api/ktp-records/import', whole.subarray(0, whole.length - 60));
      const job = await ended(accepted.body.jobId);
      expect(job).toMatchObject({ status: 'failed', receipt: null });
      expect(job.error).toMatch(/^CUT_FILE: .*line 4101/);
      expect((await admin.list('/api/ktp-records')).total).toBe(before);
      const load = await admin.get(`/api/ktp-loads/${accepted.body.id}`);
      expect(load.body).toMatchObject({ status: 'failed', errors: [{ line: 0, code: 'CUT_FILE' }] });
      expect(await sealedFiles()).toBe(0);
      const repaired = await upload('/api/ktp-records/import', whole);
      expect(repaired.body.repeated).toBe(false);
      expect(await ended(repaired.body.jobId)).toMatchObject({ status: 'succeeded' });
      expect((await admin.list('/api/ktp-records')).total).toBe(before + 4100);
    });

    it('refuses a file in which not one row is good', async () => {
      const accepted = await upload('/api/ktp-records/import', csv(KTP_HEADER, ktpLine(bad)));
      const job = await ended(accepted.body.jobId);
      expect(job).toMatchObject({ status: 'failed' });
      expect(job.error).toMatch(/^NO_GOOD_ROW: .*line 2, NIK: PLACEHOLDER/);
    });

    it('is read by those who may and loaded by the administrator only', async () => {
      const reviewer = await system.login('reviewer');
      expect((await reviewer.get('/api/ktp-records')).status).toBe(403);
      const tried = await reviewer.upload('/api/ktp-records/import', { bytes: csv(KTP_HEADER) });
      expect(tried.status).toBe(403);
      expect((await system.visitor().get('/api/ktp-records')).status).toBe(401);
    });
  });

  describe('a screening list', () => {
    const today = new Date().toISOString().slice(0, 10);
    const rows = (...niks: string[]) => csv('nik,note', ...niks.map((nik) => `${nik},uji`));
    const path = '/api/screening-lists/blacklist/versions';

    it('is stale and has no version before its first load', async () => {
      const { rows: lists, total } = await admin.list<Record<string, unknown>>('/api/screening-lists');
      expect(total).toBe(5);
      expect(lists.map((one) => one['id'])).toEqual([
        'aid',
        'blacklist',
        'education',
        'excluded_posts',
        'prior_recipients',
      ]);
      expect(lists[1]).toMatchObject({ code: 'blacklist', listVersion: null, stale: true, versions: [] });
    });

    it('becomes a version with its date, counts people once and reports bad lines', async () => {
      const [one, two] = [person(1).nik, person(2).nik];
      const accepted = await upload(path, rows(one, two, one, '123'), { asOf: today });
      expect(accepted).toMatchObject({ status: 202, body: { listVersion: 1, repeated: false } });
      const job = await ended(accepted.body.jobId);
      expect(job.receipt?.problems).toEqual([{ line: 5, column: 'nik', code: 'LENGTH' }]);
      expect(await list('blacklist')).toMatchObject({
        listVersion: 1,
        asOf: today,
        rowCount: 2,
        badCount: 1,
        stale: false,
      });
    });

    it('answers the same file and date again with the same version, and another date with a new one', async () => {
      const bytes = rows(person(1).nik, person(2).nik, person(1).nik, '123');
      const again = await upload(path, bytes, { asOf: today });
      expect(again.body).toMatchObject({ listVersion: 1, repeated: true });
      const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
      const other = await upload(path, bytes, { asOf: yesterday });
      expect(other.body).toMatchObject({ listVersion: 2, repeated: false });
      await ended(other.body.jobId);
      expect(await list('blacklist')).toMatchObject({ listVersion: 2, asOf: yesterday, ageDays: 1 });
      const versions = await admin.list<{ listVersion: number }>(path);
      expect(versions.rows.map((version) => version.listVersion)).toEqual([2, 1]);
    });

    it('loads once when the same request is sent twice with one Idempotency-Key', async () => {
      const headers = { 'idempotency-key': 'list-load-key-1' };
      const send = () =>
        admin.upload<Accepted>(
          path,
          { bytes: rows(person(9).nik), name: 'a.csv' },
          { asOf: today },
          { headers },
        );
      const first = await send();
      await ended(first.body.jobId);
      expect((await send()).body).toEqual(first.body);
      expect((await list('blacklist')).versions).toHaveLength(3);
      expect(await sealedFiles()).toBe(0);
    });

    it.each([
      ['no date', {}, 'asOf'],
      ['a day that is none', { asOf: '2026-02-30' }, 'asOf'],
      ['a day in the future', { asOf: '2999-01-01' }, 'asOf'],
      ['an unknown field', { asOf: '2026-11-01', more: 'x' }, 'more'],
    ])('refuses %s and names the field', async (_what, fields, field) => {
      const answer = await upload<{ errors: Record<string, string> }>(path, rows(person(1).nik), fields);
      expect(answer.status).toBe(422);
      expect(Object.keys(answer.body.errors)).toEqual([field]);
    });

    it('refuses a list it does not know, a missing file and a file with other columns', async () => {
      expect((await upload('/api/screening-lists/others/versions', rows(), { asOf: today })).status).toBe(
        404,
      );
      expect((await admin.upload(path, null, { asOf: today })).body).toMatchObject({ code: 'FILE_MISSING' });
      const wrong = await upload<{ code: string; message: string }>(path, csv('NIK;ALASAN', '1;2'), {
        asOf: today,
      });
      expect(wrong).toMatchObject({ status: 422, body: { code: 'WRONG_TEMPLATE' } });
      expect(wrong.body.message).toMatch(/Missing columns: "note".*Unknown: "ALASAN"/);
    });

    it('goes on behind its last batch when the process died, and is not asked before it is complete', async () => {
      const niks = Array.from({ length: 5000 }, (_, n) => person(40_000 + n).nik);
      const { services } = system;
      await services.worker.drain();
      const accepted = await upload('/api/screening-lists/education/versions', rows(...niks), {
        asOf: today,
      });
      const { jobId } = accepted.body;
      const handler = services.jobs.handlerOf('screening-list-load');
      const job = await services.database.read('jobs').where({ id: jobId }).first();
      const actor = system.accounts.admin as never;
      let checkpoint: unknown = null;
      let batches = 0;
      const run = (dies: boolean) =>
        handler?.({
          id: jobId,
          payload: JSON.parse(job.payload as string),
          job,
          actor,
          checkpoint,
          progress: (done, _total, place) => {
            if (place !== undefined) checkpoint = place;
            batches += 1;
            // Killed after the first batch was stored and noted, in the middle of the second's report.
            return dies && done > 0 ? Promise.reject(new Error('killed')) : Promise.resolve();
          },
          act: (action, work) => services.audit.act({ action, actor, requestId: 'r' }, work),
        });
      await expect(run(true)).rejects.toThrow('killed');
      const latest = async () => (await services.screening.latestVersions(services.database.read)).education;
      expect(await latest()).toBeNull();
      expect(await run(false)).toMatchObject({ counts: { done: 5000, failed: 0 } });
      expect(batches).toBe(2 + 2);
      expect(await latest()).toMatchObject({ rowCount: 5000 });
      const third = await run(false);
      expect(third).toMatchObject({ counts: { done: 5000 } });
      expect(await sealedFiles()).toBe(0);
    });

    it('never becomes one when its job was cancelled, and the same file can be loaded again', async () => {
      const bytes = rows(person(50_000).nik);
      const accepted = await upload('/api/screening-lists/aid/versions', bytes, { asOf: today });
      await admin.post(`/api/jobs/${accepted.body.jobId}/cancel`);
      const again = await upload('/api/screening-lists/aid/versions', bytes, { asOf: today });
      expect(again.body).toMatchObject({ listVersion: 2, repeated: false });
      expect((await list('aid')).versions.map((version) => version.status)).toEqual(['loading', 'failed']);
      expect(await sealedFiles()).toBe(1);
    });
  });

  it('leaves an event of each load with its counts and digest and no person in it', async () => {
    const events = (await system.services.database
      .read('audit_events')
      .whereIn('subject', ['ktp-load', 'screening-list'])
      .select('action', 'body')) as { action: string; body: string }[];
    const actions = new Set(events.map((event) => event.action));
    for (const action of [
      'ktp-records.load-queued',
      'ktp-records.load-repeated',
      'ktp-records.loaded',
      'ktp-records.load-failed',
      'screening-list.load-queued',
      'screening-list.load-repeated',
      'screening-list.loaded',
    ])
      expect(actions).toContain(action);
    expect(JSON.stringify(events)).not.toMatch(/\b\d{16}\b/);
  });
});

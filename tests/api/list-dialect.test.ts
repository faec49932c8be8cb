import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { person, submitted } from '../support/registrations.ts';
import { ENGINES, startSystem, type ApiClient, type RunningSystem } from '../support/running-system.ts';

type Row = { id: number | string; [field: string]: unknown };
type Page = Awaited<ReturnType<typeof pageOf>>;
const pageOf = (client: ApiClient, path: string, query: Parameters<ApiClient['list']>[1]) =>
  client.list<Row>(path, query);

describe.each(ENGINES)('lists speak one dialect (%s)', (engine) => {
  let system: RunningSystem;
  let intake: ApiClient;
  let coordinator: ApiClient;
  let auditor: ApiClient;
  const PEOPLE = 32;

  beforeAll(async () => {
    system = await startSystem({ engine });
    [intake, coordinator, auditor] = await Promise.all([
      system.login('intake'),
      system.login('coordinator'),
      system.login('auditor'),
    ]);
    for (let no = 0; no < PEOPLE; no += 1) {
      const form = person(no, { employmentStatus: no % 4 === 0 ? 'PHK' : 'UMK', cameInPerson: true });
      if (no % 3 === 0) await intake.post('/api/submissions', { waveId: system.waveId, ...form });
      else await submitted(intake, system.waveId, form);
    }
  });
  afterAll(() => system.stop());

  async function walk(path: string, sort: [string, string], size: number): Promise<unknown[]> {
    const ids: unknown[] = [];
    for (let after: string | null = null; ;) {
      const page: Page = await pageOf(coordinator, path, {
        sort,
        range: [0, size - 1],
        ...(after ? { after } : {}),
      });
      expect(page.status).toBe(200);
      ids.push(...page.rows.map(({ id }) => id));
      after = page.headers.get('x-next-cursor');
      if (!after) return ids;
    }
  }

  it('gives many by their ids, all of them, where no range is asked for', async () => {
    const { rows } = await coordinator.list<Row>('/api/submissions', { range: [0, 99] });
    const many = await coordinator.list<Row>('/api/submissions', {
      filter: { id: rows.map(({ id }) => id) },
    });
    expect(many.rows).toHaveLength(PEOPLE);
  });

  it.each(['ASC', 'DESC'])(
    'gives every row once by cursor, those with nothing to sort by too (%s)',
    async (way) => {
      for (const field of ['submittedAt', 'assigneeId', 'fullName', 'id']) {
        const ids = await walk('/api/submissions', [field, way], 5);
        expect(ids).toHaveLength(PEOPLE);
        expect(new Set(ids).size).toBe(PEOPLE);
      }
    },
  );

  it('goes through a list whose ids are codes by cursor', async () => {
    const first = await coordinator.list<Row>('/api/regions', { range: [0, 999], sort: ['name', 'ASC'] });
    const ids = await walk('/api/regions', ['name', 'ASC'], 1000);
    expect(ids).toHaveLength(first.total);
    expect(new Set(ids).size).toBe(first.total);
  });

  it('takes a cursor only in the order in which it was given', async () => {
    const page = await coordinator.list('/api/submissions', { sort: ['submittedAt', 'DESC'], range: [0, 4] });
    const after = page.headers.get('x-next-cursor') as string;
    expect((await coordinator.list('/api/submissions', { sort: ['id', 'DESC'], after })).status).toBe(422);
    expect((await coordinator.list('/api/submissions', { sort: ['submittedAt', 'ASC'], after })).status).toBe(
      422,
    );
  });

  it('finds nothing for a number no id can be', async () => {
    for (const filter of [{ id: 99_999_999_999 }, { id_gt: 99_999_999_999 }, { waveId: [99_999_999_999] }]) {
      const answer = await coordinator.list('/api/submissions', { filter });
      expect([answer.status, answer.total]).toEqual([200, 0]);
    }
  });

  it('filters registrations by the form’s own fields', async () => {
    const phk = await coordinator.list<Row>('/api/submissions', { filter: { employmentStatus: 'PHK' } });
    expect(phk.total).toBe(PEOPLE / 4);
    const seen = await coordinator.list('/api/submissions', {
      filter: {
        luringReason: 'INFRASTRUKTUR',
        educationLevel: 'SMA',
        cameInPerson: true,
        originalKtpSeen: true,
      },
    });
    expect(seen.total).toBe(PEOPLE);
    expect((await coordinator.list('/api/submissions', { filter: { cameInPerson: 'YA' } })).status).toBe(422);
  });

  it('searches with the dialect as a body, and refuses in it what the list refuses', async () => {
    const { nik } = person(4);
    for (const body of [
      { q: nik },
      { filter: { q: nik } },
      { q: nik, filter: { status: 'submitted' }, range: [0, 9] },
    ]) {
      const found = await coordinator.post<Row[]>('/api/submissions/search', body);
      expect(found.status).toBe(200);
      expect(found.body).toHaveLength(1);
      expect(found.headers.get('content-range')).toBe('submissions 0-0/1');
    }
    const none = await coordinator.post<Row[]>('/api/submissions/search', {
      q: nik,
      filter: { status: 'draft' },
    });
    expect(none.body).toEqual([]);
    for (const body of [
      { q: 'budi', range: [0, 1000] },
      { q: 'budi', filter: { nonsense: 1 } },
      { q: 'budi', sort: ['password_hash', 'ASC'] },
      { filter: {} },
      { filter: { q: 5 } },
    ])
      expect((await coordinator.post('/api/submissions/search', body)).status).toBe(422);
  });

  it('tells reasons and regions as lists and one by one', async () => {
    const some = await intake.list<Row>('/api/reasons', { filter: { id: ['KK_LIMIT', 'QUOTA'] } });
    expect(some.rows.map(({ id }) => id)).toEqual(['KK_LIMIT', 'QUOTA']);
    expect(some.headers.get('content-range')).toBe('reasons 0-1/2');
    const page = await intake.list<Row>('/api/reasons', { sort: ['code', 'DESC'], range: [0, 0] });
    expect(page.rows.map(({ id }) => id)).toEqual(['WITHDRAWN']);
    expect((await intake.list<Row>('/api/reasons', { filter: { q: 'dua penerima' } })).rows).toHaveLength(1);
    for (const query of [
      { filter: { nonsense: 1 } },
      { range: [0, 1000] as [number, number] },
      { after: 'x' },
    ])
      expect((await intake.list('/api/reasons', query)).status).toBe(422);
    expect((await intake.get('/api/reasons/KK_LIMIT')).body).toMatchObject({
      id: 'KK_LIMIT',
      correctable: false,
    });
    expect((await intake.get('/api/reasons/NONSENSE')).status).toBe(404);
    expect((await intake.get('/api/regions/33.74')).body).toMatchObject({ id: '33.74', kind: 'regency' });
    expect((await intake.get('/api/regions/99')).status).toBe(404);
  });

  it('filters the log by actor, and by a subject’s id as lists give it', async () => {
    const { rows } = await coordinator.list<Row>('/api/submissions', { range: [0, 0] });
    const id = rows[0]?.id as number;
    const filter = { subject: 'submission', subjectId: id, actor: system.accounts.intake.id, at_gte: '2026' };
    const events = await auditor.list<Row>('/api/audit-events', { filter });
    expect(events.status).toBe(200);
    expect(events.total).toBeGreaterThan(0);
    const other = { ...filter, actor: system.accounts.reviewer.id };
    expect((await auditor.list('/api/audit-events', { filter: other })).total).toBe(0);
  });

  it.each([
    'imports',
    'jobs',
    'views',
    'rule-sets',
    'identity-checks',
    'screening-results',
    'batches',
    'waves',
  ])('searches %s by q', async (resource) => {
    const answer = await coordinator.list(`/api/${resource}`, { filter: { q: "a_%'\\" } });
    expect([answer.status, answer.total]).toEqual([200, 0]);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqlite, type Database } from '../../../server/database.ts';
import { parseListQuery } from '../../../server/http/list-query.ts';
import { planList } from '../../../server/submissions/submission-list-plan.ts';
import { READING_QUEUES } from '../../../server/submissions/submission-schema.ts';
import { SUBMISSION_LIST } from '../../../server/submissions/submission-list.ts';

const COORDINATOR = { role: 'coordinator' } as const;
const plan = (
  filter: Record<string, unknown>,
  sort: [string, string] = ['id', 'DESC'],
  actor: Parameters<typeof planList>[0] = COORDINATOR,
) =>
  planList(
    actor,
    parseListQuery(SUBMISSION_LIST, { filter: JSON.stringify(filter), sort: JSON.stringify(sort) }),
  );

describe('the plan of a page of registrations', () => {
  it('walks a queue in the order asked for', () => {
    expect(plan({ status: 'submitted' }, ['dueAt', 'ASC'])?.walk).toBe('submissions_queue_by_due');
    expect(plan({ status: 'submitted' }, ['fullName', 'DESC'])?.walk).toBe('submissions_queue_by_name');
    expect(plan({}, ['submittedAt', 'ASC'])?.walk).toBe('submissions_all_by_time');
  });

  it('walks all registrations where several queues are asked for at once', () => {
    expect(plan({ status: ['submitted', 'in_review'] })?.walk).toBe('submissions_all_by_id');
  });

  it('gathers by the rarest thing asked for, and not by what nearly everybody has', () => {
    expect(plan({ proposer: 'SERIKAT', identityOutcome: 'inactive' })?.gather).toBe(
      'submissions_of_identity',
    );
    expect(plan({ identityOutcome: 'matched', screeningOutcome: 'hit' })?.gather).toBe(
      'submissions_of_screening',
    );
    expect(plan({ status: 'on_hold', identityOutcome: 'matched' })?.gather).toBe('submissions_queue_by_id');
    expect(plan({ status: 'on_hold', channel: 'online' })?.gather).toBe('submissions_queue_by_id');
    expect(plan({ channel: 'assisted' })?.gather).toBe('submissions_of_channel');
  });

  it('gathers by the office for somebody at the counter, who sees no other', () => {
    expect(plan({ status: 'draft' }, undefined, { role: 'intake' })?.gather).toBe('submissions_of_office');
  });

  it('gathers what readers wait for from the queues they read in', () => {
    for (const reading of READING_QUEUES)
      expect(plan({ reading, officeId: 3 }, ['fullName', 'ASC'])).toEqual({
        walk: 'submissions_queue_by_id',
        gather: 'submissions_queue_by_id',
        few: 400,
      });
  });

  it('sorts more matches before it walks where the order asked for has no outcomes in its index', () => {
    expect(plan({ identityOutcome: 'partial' }, ['fullName', 'ASC'])?.few).toBe(2000);
    expect(plan({ screeningOutcome: 'hit', status: 'verified' }, ['dueAt', 'ASC'])?.few).toBe(2000);
    expect(plan({ identityOutcome: 'partial' }, ['submittedAt', 'ASC'])?.few).toBe(400);
    expect(plan({ officeId: 3 }, ['fullName', 'ASC'])?.few).toBe(400);
  });

  it('leaves every other question to the database', () => {
    expect(plan({ q: 'SITI' })).toBeNull();
    expect(plan({ assigneeId: 4, status: 'in_review' })).toBeNull();
    expect(plan({ submittedAt_gte: '2026-01-01' })).toBeNull();
    expect(plan({}, ['updatedAt', 'DESC'])).toBeNull();
  });
});

describe('the indexes a plan names', () => {
  let dir: string;
  let database: Database;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'loket-plan-'));
    database = await openSqlite(join(dir, 'plan.sqlite'));
    await database.migrate();
  });
  afterAll(async () => {
    await database.close();
    await rm(dir, { recursive: true });
  });

  it('exist, and answer filter and order without reading or sorting a row', async () => {
    const facets = [
      {},
      { officeId: 1 },
      { regionCode: '33.74' },
      { identityOutcome: 'inactive' },
      { screeningOutcome: 'hit' },
      { proposer: 'SERIKAT' },
      { channel: 'online' },
      { status: 'submitted' },
      { status: 'submitted', waveId: 1 },
    ];
    const orders = { id: ['id'], submittedAt: ['submitted_at', 'id'], dueAt: ['due_at', 'id'], fullName: ['full_name', 'id'] }; // prettier-ignore
    for (const filter of facets)
      for (const [field, columns] of Object.entries(orders)) {
        const chosen = plan(filter, [field, 'ASC']);
        const where =
          'status' in filter ? "status = 'submitted' AND proposer = 'DINAS'" : "proposer = 'DINAS'";
        const walk = (await database.read.raw(
          `EXPLAIN QUERY PLAN SELECT id FROM submissions INDEXED BY ${chosen?.walk} WHERE ${where} ORDER BY ${columns.join(', ')} LIMIT 25`,
        )) as { detail: string }[];
        expect(walk.map(({ detail }) => detail).join()).toContain('COVERING INDEX');
        expect(walk.map(({ detail }) => detail).join()).not.toContain('TEMP B-TREE');
        const gather = (await database.read.raw(
          `EXPLAIN QUERY PLAN SELECT count(*) FROM submissions INDEXED BY ${chosen?.gather} WHERE wave_id = 1 AND channel = 'online'`,
        )) as { detail: string }[];
        expect(gather.map(({ detail }) => detail).join()).toContain('COVERING INDEX');
      }
  });

  it('hold what checks say where those checked together are neighbours', async () => {
    const held = (await database.read.raw(
      "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'submissions' AND sql LIKE '%identity_outcome%screening_outcome%'",
    )) as { name: string }[];
    const names = held.map(({ name }) => name);
    expect(names).toContain('submissions_queue_by_id');
    expect(names).toContain('submissions_all_by_time');
    for (const apart of ['queue_by_name', 'all_by_name', 'queue_by_due', 'all_by_due'])
      expect(names).not.toContain(`submissions_${apart}`);
  });
});

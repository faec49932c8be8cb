import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRows } from '../../server/bulk-sql.ts';
import { startSystem, type RunningSystem } from '../support/running-system.ts';

/** The other engine plans by its own statistics; here the plan is made from the text, and what ANALYZE once saw. */
describe('the guard that holds a seal against its batch', () => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem({ engine: 'sqlite' });
  });
  afterAll(() => system?.stop());

  it('walks the batch once, however little is known of its tables', async () => {
    const { read, write } = system.services.database;
    // As on the day a large batch was first sealed: registrations are known to be many, a batch to hold few.
    await write.raw('ANALYZE');
    await write('sqlite_stat1').delete();
    await write('sqlite_stat1').insert([
      { tbl: 'submissions', idx: 'submissions_by_batch', stat: '100000 2 1' },
      { tbl: 'submissions', idx: null, stat: '100000' },
    ]);
    await write.raw('ANALYZE sqlite_schema');
    const [guard] = await rawRows<{ sql: string }>(read, "SELECT sql FROM sqlite_master WHERE name = 'guard_batch_seal_true'", []); // prettier-ignore
    const [counted] = /SELECT count\(\*\) FROM batch_rows r (?:CROSS )?JOIN[^)]*?(?=\))/.exec(guard?.sql ?? '') ?? []; // prettier-ignore
    expect(counted).toBeDefined();
    const asked = (counted as string).replaceAll('NEW.id', '1').replaceAll('m.id', '1');
    const plan = await rawRows<{ detail: string }>(write, `EXPLAIN QUERY PLAN ${asked}`, []);
    expect(plan.map(({ detail }) => /^SEARCH (\w)/.exec(detail)?.[1])).toEqual(['r', 's', 'l']);
    expect(plan[1]?.detail).toMatch(/PRIMARY KEY \(rowid=\?\)|\(id=\?\)/);
    expect(plan[2]?.detail).toMatch(/manifest_id=\? AND submission_id=\?/);
  });
});

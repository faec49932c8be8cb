import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handsOn } from '../../migrations/batch-hands.ts';
import { rawRows } from '../../server/bulk-sql.ts';
import { VERIFIED_BY } from '../../server/batches/hand-sql.ts';
import { startSystem, type RunningSystem } from '../support/running-system.ts';

/** The other engine keeps statistics; here the plan is made from the text alone. */
describe('the question whose hands were on the rows of a batch', () => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem({ engine: 'sqlite' });
  });
  afterAll(() => system?.stop());

  const planOf = async (sql: string, bindings: number[] = []) =>
    (await rawRows<{ detail: string }>(system.services.database.read, `EXPLAIN QUERY PLAN ${sql}`, bindings))
      .map(({ detail }) => detail)
      .filter((detail) => /\bh\b/.test(detail));

  it('looks at each registration’s own transitions, never at all that the approver ever made', async () => {
    const asked = [
      await planOf(`SELECT ${handsOn('1', '2')}`),
      await planOf(
        `SELECT count(*) FROM submissions s WHERE EXISTS (SELECT 1 FROM submission_transitions h WHERE ${VERIFIED_BY})`,
        [2],
      ),
    ];
    for (const plan of asked) {
      expect(plan).toHaveLength(1);
      expect(plan[0]).toMatch(/submission_transitions_submission_id_id_index \(submission_id=\?\)/);
    }
  });
});

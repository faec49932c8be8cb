import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqlite, type Connection, type Database } from '../../../server/database.ts';
import { applyConditions, readFilter } from '../../../server/http/list-query.ts';
import { planList } from '../../../server/submissions/submission-list-plan.ts';
import { SUBMISSION_LIST } from '../../../server/submissions/submission-list.ts';
import { SUBMISSION_SIGNALS } from '../../../server/submissions/submission-schema.ts';
import {
  decisionPaces,
  inRunsOfNiks,
  keyedTotals,
  keyingPaces,
  notPassed,
  onSharedPhones,
} from '../../../server/signals/signal-figures.ts';

interface Asked {
  sql: string;
  bindings: unknown[];
}

describe('what signals are counted from', () => {
  let dir: string;
  let database: Database;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'loket-signals-'));
    database = await openSqlite(join(dir, 'signals.sqlite'));
    await database.migrate();
  });
  afterAll(async () => {
    await database.close();
    await rm(dir, { recursive: true });
  });

  /** How SQLite, which knows no figures of any value, means to answer what a question asks of it. */
  async function plansOf(ask: (connection: Connection) => Promise<unknown>): Promise<string[]> {
    const asked: Asked[] = [];
    const listen = ({ sql, bindings }: Asked) => void asked.push({ sql, bindings });
    database.read.on('query', listen);
    await ask(database.read);
    database.read.removeListener('query', listen);
    const plans: string[] = [];
    for (const { sql, bindings } of asked) {
      const steps = (await database.read.raw(`EXPLAIN QUERY PLAN ${sql}`, bindings as never)) as {
        detail: string;
      }[];
      plans.push(...steps.map(({ detail }) => detail));
    }
    return plans.filter((detail) => /submission/.test(detail));
  }

  it.each([
    ['registrations and their outcomes', keyedTotals, 'submissions_signals'],
    ['forms keyed by hand', keyingPaces, 'submissions_keyed_by_hand'],
    ['decisions', decisionPaces, 'submissions_decided'],
    ['shared telephones', onSharedPhones, 'submissions_signal_phones'],
    ['runs of NIKs', inRunsOfNiks, 'submissions_signal_tags'],
  ] as const)('is one index alone for %s', async (_name, ask, index) => {
    const plans = await plansOf((connection) => ask(connection, 1));
    expect(plans.length).toBeGreaterThan(0);
    for (const plan of plans) expect(plan).toContain(`USING COVERING INDEX ${index} (wave_id=?`);
  });

  it('is never the whole table for what was not passed', async () => {
    const plans = await plansOf((connection) =>
      notPassed(connection, { id: 1, opensAt: '2026-11-01T00:00:00.000Z' }),
    );
    expect(plans.filter((plan) => /^SCAN (submissions|s|t)$/.test(plan))).toEqual([]);
  });

  it.each(SUBMISSION_SIGNALS)('lists the rows behind %s from an index of one office', async (signal) => {
    for (const beside of [{}, { keyedById: 3 }, { status: 'submitted', q: 'SITI' }]) {
      const request = readFilter(SUBMISSION_LIST, { waveId: 1, officeId: 2, signal, ...beside });
      const plan = planList({ role: 'coordinator' }, { ...request, sort: ['fullName', 'ASC'] });
      const plans = await plansOf(async (connection) => {
        const table = connection.raw('?? INDEXED BY ??', ['submissions', plan?.gather as string]);
        const query = connection.from(table).select('submissions.id');
        applyConditions(query, SUBMISSION_LIST, request, connection);
        await query.orderBy('submissions.full_name').limit(25);
      });
      const ofRows = plans.filter((one) => !/submission_names/.test(one));
      expect(ofRows.length).toBeGreaterThan(0);
      for (const one of ofRows)
        expect(one).toMatch(/INDEX submissions_(signal\w*|keyed_by_hand) \(wave_id=\? AND office_id=\?/);
    }
  });
});

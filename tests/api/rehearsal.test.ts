import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig, type Config } from '../../server/config.ts';
import { CALENDAR } from '../../server/rehearsal/rehearsal-calendar-rules.ts';
import { createRehearsalClock } from '../../server/rehearsal/rehearsal-clock.ts';
import { NONE_CONFIRMED } from '../../server/rehearsal/rehearsal-figure-rules.ts';
import { LATE_REASON } from '../../server/rehearsal/rehearsal-lateness.ts';
import { openForRehearsal } from '../../server/rehearsal/rehearsal-opening.ts';
import { createProgress, type Progress } from '../../server/rehearsal/rehearsal-progress.ts';
import type { Proof } from '../../server/rehearsal/rehearsal-proof.ts';
import { holdsTrue, proofLines } from '../../server/rehearsal/rehearsal-report.ts';
import { rehearse } from '../../server/rehearsal/rehearsal.ts';
import { listCorrections } from '../../server/lateness/lateness-store.ts';
import type { Services } from '../../server/services.ts';
import { createTestDatabase, ENGINES } from '../support/running-system.ts';

const ROWS = 400;
/** Smaller than most batches, so that they are sealed, ratified and forwarded by jobs. */
const AT_ONCE = '30';

const configOf = (dataDir: string, more: Record<string, string> = {}): Config =>
  readConfig({ NODE_ENV: 'test', DEMO: 'off', LOKET_LOG_LEVEL: 'error', DATA_DIR: dataDir, ...more });

describe.each(ENGINES)('the rehearsal of October and November 2020 on %s', (engine) => {
  let dir: string;
  let drop: (() => Promise<void>) | undefined;
  let config: Config;
  let services: Services;
  let proof: Proof;
  let progress: Progress;
  const lines: string[] = [];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'loket-rehearsal-test-'));
    const database = engine === 'postgres' ? await createTestDatabase() : null;
    drop = database?.drop;
    config = configOf(join(dir, 'data'), {
      LOKET_BATCH_AT_ONCE: AT_ONCE,
      ...(database ? { DATABASE_URL: database.url } : {}),
    });
    const clock = createRehearsalClock(CALENDAR.set);
    services = await openForRehearsal(config, clock);
    progress = createProgress((line) => lines.push(line));
    proof = await rehearse(services, { rows: ROWS, seed: '2020', clock, progress });
  });
  afterAll(async () => {
    await services?.database.close();
    await drop?.();
    await rm(dir, { recursive: true, force: true });
  });

  const read = () => services.database.read;
  const figuresOf = (label: string) => {
    const line = proof.sheet.lines.find(({ key }) => key === label);
    if (!line) throw new Error(`the sheet has no line of ${label}`);
    return line;
  };

  it('ends with a sheet that balances in every round, of every proposer and office', () => {
    const { figures, rounds } = proof.sheet.total;
    expect(proof.differences).toEqual([]);
    expect([proof.sheet.balanced, proof.byOffice.balanced]).toEqual([true, true]);
    expect(rounds[0]?.figures).toMatchObject({ verified: ROWS, batched: ROWS, ratified: ROWS, sent: ROWS });
    expect(rounds[0]?.figures.pending).toBe(0);
    expect(figures.sent).toBe(figures.confirmed + figures.returned + figures.refused + figures.pending);
    expect(figures.pending).toBeGreaterThan(0);
    expect(holdsTrue(proof)).toBe(true);
  });

  it('accepts as many in each round as the PMO did in 2020, in proportion', () => {
    const [first, second] = proof.sheet.total.rounds;
    const near = (share: number) => Math.round((share * ROWS) / 555_540);
    const off = (figure = 0, share: number) => Math.abs(figure - near(share));
    // Proposers of few rows are rounded up to four.
    expect(off(first?.figures.confirmed, 270_000)).toBeLessThanOrEqual(3);
    expect(off(second?.figures.sent, 209_400)).toBeLessThanOrEqual(3);
    expect(off(second?.figures.confirmed, 95_559)).toBeLessThanOrEqual(3);
  });

  it('confirms nobody of one proposer, and some of each of the others', () => {
    expect(figuresOf(NONE_CONFIRMED).figures.confirmed).toBe(0);
    expect(figuresOf(NONE_CONFIRMED).rounds.map(({ figures }) => figures.sent > 0)).toEqual([true, true]);
    for (const other of ['DINAS', 'ORMAS', 'SERIKAT'])
      expect(figuresOf(other).figures.confirmed, other).toBeGreaterThan(0);
  });

  it('lets corrections in after the deadline by an override alone, and lists each with its reason', async () => {
    const sent = proof.sheet.total.rounds[1]?.figures.sent ?? 0;
    expect(proof.late).toEqual({ corrections: 2 * sent, withoutReason: 0 });
    const { rows } = await listCorrections(services.database, {
      conditions: [],
      q: null,
      range: [0, 999],
      sort: ['id', 'ASC'],
      after: null,
    });
    expect(new Set(rows.map(({ act }) => act))).toEqual(new Set(['resubmit', 'compose']));
    for (const row of rows) {
      expect(row.reason).toBe(LATE_REASON);
      expect(row.at > CALENDAR.deadline && row.deadline === CALENDAR.deadline).toBe(true);
    }
    expect(progress.taken.find(({ name }) => name.startsWith('kept out'))?.rows).toBe(sent);
    const overrides = await read()('late_overrides').select('status', 'ordered_by_id', 'answered_by_id');
    expect(overrides).toHaveLength(2);
    for (const one of overrides as {
      status: string;
      ordered_by_id: number;
      answered_by_id: number;
    }[]) {
      expect(one.status).toBe('consented');
      expect(one.answered_by_id).not.toBe(one.ordered_by_id);
    }
  });

  it('has each batch sealed, signed, ratified and delivered once, by hands that had no part in its rows', async () => {
    const batches = (await read()('batches')) as {
      status: string;
      composed_by_id: number;
      ratified_by_id: number;
      decree_no: string;
      ratified_at: string;
    }[];
    expect(proof.seals).toEqual({ batches: batches.length, lines: proof.sheet.total.figures.sent, findings: [] });
    for (const batch of batches) {
      expect(['acknowledged', 'settled']).toContain(batch.status);
      expect(batch.ratified_by_id).not.toBe(batch.composed_by_id);
      expect(batch.decree_no).toMatch(/^KEP\.\d+\/MEN\/1[01]\/2020$/);
      expect(batch.ratified_at.slice(0, 7)).toMatch(/^2020-1[01]$/);
    }
    const counted = async (table: string, where: Record<string, unknown> = {}) => {
      const [row] = (await read()(table).where(where).count({ n: '*' })) as { n: number }[];
      return Number(row?.n);
    };
    expect(await counted('dispatches')).toBe(batches.length);
    expect(await counted('pmo_deliveries')).toBe(batches.length);
    expect(await counted('batch_signatures')).toBe(batches.length);
    expect(await counted('jobs', { kind: 'batches.seal', status: 'succeeded' })).toBeGreaterThan(0);
    expect(await counted('jobs', { status: 'failed' })).toBe(0);
    expect(await counted('pmo_answer_issues')).toBe(0);
  }); // prettier-ignore

  it('dates every act in 2020 and leaves a log that gives its digests', async () => {
    const [bounds] = (await read()('audit_events').min({ first: 'at' }).max({ last: 'at' })) as {
      first: string;
      last: string;
    }[];
    expect(bounds?.first.slice(0, 10)).toBe('2020-09-20');
    expect(bounds?.last.slice(0, 7)).toBe('2020-11');
    expect(proof.log.findings).toEqual([]);
    expect(proof.log.events).toBeGreaterThan(ROWS);
  });

  it('tells each step with its rows, time and memory, and the verdicts at the end', () => {
    const told = proofLines(proof);
    expect(told.filter((line) => line.startsWith('OK'))).toHaveLength(4);
    expect(told.filter((line) => line.startsWith('DIFFERS'))).toEqual([]);
    expect(lines.some((line) => /ratified by decree +400 rows .* s .* rows\/s .* MiB/.test(line))).toBe(true);
    expect(progress.taken.every(({ peakMib, seconds }) => peakMib > 0 && seconds >= 0)).toBe(true);
    expect(told.find((line) => /^LEMBAGA_NEGARA 1 /.test(line))).toBeDefined();
  });

  it('refuses a database that has anything in it, and changes nothing there', async () => {
    const before = await read()('audit_events').count({ n: '*' });
    await expect(openForRehearsal(config, createRehearsalClock(CALENDAR.set))).rejects.toThrow(/not empty/);
    expect(await read()('audit_events').count({ n: '*' })).toEqual(before);
  });
});

describe('where a rehearsal is refused', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'loket-rehearsal-refused-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));
  const clock = createRehearsalClock(CALENDAR.set);

  it('refuses in production before anything is opened', async () => {
    const config = { ...configOf(join(dir, 'production')), production: true };
    await expect(openForRehearsal(config, clock)).rejects.toThrow(/production/);
    expect(await readdir(dir)).toEqual([]);
  });

  it('refuses a folder with anything in it', async () => {
    const folder = await mkdtemp(join(dir, 'used-'));
    await writeFile(join(folder, 'somebody'), '');
    await expect(openForRehearsal(configOf(folder), clock)).rejects.toThrow(/not empty/);
    expect(await readdir(folder)).toEqual(['somebody']);
    await rm(folder, { recursive: true });
  });

  it('refuses where it would reach the PMO or Dukcapil outside', async () => {
    const config = configOf(join(dir, 'outside'), { PMO_URL: 'http://127.0.0.1:9', PMO_TOKEN: 'rahasia-uji' });
    await expect(openForRehearsal(config, clock)).rejects.toThrow(/reaches nobody outside/);
  });
}); // prettier-ignore

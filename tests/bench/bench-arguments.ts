import { parseArgs } from 'node:util';

export const SECTIONS = ['cases', 'lists', 'import', 'identity', 'batches', 'client'] as const;
export type Section = (typeof SECTIONS)[number];

export interface BenchArguments {
  /** What is measured; everything when nothing is named. */
  sections: readonly Section[];
  rows: number;
  /** Rows of the hand-over that `import` measures. */
  recap: number;
  seed: string;
  engine: 'sqlite' | 'postgres';
}
export type ParsedArguments = { ok: true; value: BenchArguments } | { ok: false; problem: string };

export const ROAD_ROWS = 100_000;
const MOST_ROWS = 5_000_000;
export const RECAP_ROWS = 10_000;
/** Of one office, which numbers its people by a day of birth and a serial. */
const MOST_RECAP_ROWS = 700_000;

export const BENCH_USAGE = `Usage: npm run bench -- [--only ${SECTIONS.join('|')}] [--rows N] [--recap N] [--seed S] [--db sqlite|postgres]
  --only  one section, may be given several times (all of them)
  --rows  registrations in the database, 1000 to ${MOST_ROWS} (${ROAD_ROWS})
  --recap rows of the hand-over that import measures, 1000 to ${MOST_RECAP_ROWS} (${RECAP_ROWS})
  --seed  letters, digits, "-" and "_", at most 20; the same seed makes the same rows (1)
  --db    sqlite, or postgres on the server the tests use (sqlite)`;

const OPTIONS = {
  only: { type: 'string', multiple: true },
  rows: { type: 'string', default: String(ROAD_ROWS) },
  recap: { type: 'string', default: String(RECAP_ROWS) },
  seed: { type: 'string', default: '1' },
  db: { type: 'string', default: 'sqlite' },
} as const;

const isSection = (name: string): name is Section => (SECTIONS as readonly string[]).includes(name);

/** Reads the words after `npm run bench --`; a problem comes back as one line. */
export function parseBenchArguments(words: readonly string[]): ParsedArguments {
  const refuse = (problem: string): ParsedArguments => ({ ok: false, problem });
  let values;
  try {
    values = parseArgs({ args: [...words], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return refuse((error as Error).message.split(/\.\s/)[0] ?? String(error));
  }
  const { only = [...SECTIONS], seed, db } = values;
  const unknown = only.find((name) => !isSection(name));
  if (unknown !== undefined) return refuse(`--only takes ${SECTIONS.join(', ')}`);
  const rows = /^\d{4,7}$/.test(values.rows) ? Number(values.rows) : 0;
  if (rows < 1000 || rows > MOST_ROWS) return refuse(`--rows takes a whole number from 1000 to ${MOST_ROWS}`);
  const recap = /^\d{4,6}$/.test(values.recap) ? Number(values.recap) : 0;
  if (recap < 1000 || recap > MOST_RECAP_ROWS)
    return refuse(`--recap takes a whole number from 1000 to ${MOST_RECAP_ROWS}`);
  if (!/^[A-Za-z0-9_-]{1,20}$/.test(seed))
    return refuse('--seed takes letters, digits, "-" and "_", at most 20');
  if (db !== 'sqlite' && db !== 'postgres') return refuse('--db takes sqlite or postgres');
  const sections = [...new Set(only.filter(isSection))];
  return { ok: true, value: { sections, rows, recap, seed, engine: db } };
}

import { parseArgs } from 'node:util';
import { dayNumber } from './calendar.ts';

export type SeedArguments = {
  rows: number;
  seed: string;
  out: string;
  today: string;
  officeRegion?: string;
};
export type ParsedArguments = { ok: true; value: SeedArguments } | { ok: false; problem: string };

export const LARGEST_POPULATION = 5_000_000;
/** Ages are counted on a fixed day, so that a seed means the same rows next year; they keep clear of the limits. */
export const REFERENCE_DAY = '2026-01-01';

export const SEED_USAGE = `Usage: npm run seed -- [--rows N] [--seed S] [--out DIR] [--today yyyy-mm-dd] [--office-region 33.74]
  --rows           rows of the recap, 1 to ${LARGEST_POPULATION} (500)
  --seed           letters, digits, "-" and "_", at most 40; the same seed makes the same people (1)
  --out            folder to write (var/handover-<seed>)
  --today          day on which ages are counted (${REFERENCE_DAY})
  --office-region  regency or city of the one office that hands over (people of all 514 if absent)`;

const OPTIONS = {
  rows: { type: 'string', default: '500' },
  seed: { type: 'string', default: '1' },
  out: { type: 'string' },
  today: { type: 'string', default: REFERENCE_DAY },
  'office-region': { type: 'string' },
} as const;

/** Reads the words after `npm run seed --`; a problem comes back as one English line. */
export function parseSeedArguments(words: readonly string[]): ParsedArguments {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: OPTIONS,
      strict: true,
      allowPositionals: false,
    });
    const problem = problemOf(values);
    if (problem) return { ok: false, problem };
    const { rows, seed, out = `var/handover-${seed}`, today, 'office-region': officeRegion } = values;
    return {
      ok: true,
      value: { rows: Number(rows), seed, out, today, ...(officeRegion && { officeRegion }) },
    };
  } catch (error) {
    return {
      ok: false,
      problem: error instanceof Error ? (error.message.split(/\.\s/)[0] ?? '') : String(error),
    };
  }
}

type Given = { rows: string; seed: string; out?: string; today: string; 'office-region'?: string };

function problemOf(given: Given): string | undefined {
  const rows = /^\d{1,7}$/.test(given.rows) ? Number(given.rows) : 0;
  if (rows < 1 || rows > LARGEST_POPULATION)
    return `--rows takes a whole number from 1 to ${LARGEST_POPULATION}`;
  if (!/^[A-Za-z0-9_-]{1,40}$/.test(given.seed))
    return '--seed takes letters, digits, "-" and "_", at most 40';
  if (given.out?.trim() === '') return '--out takes a folder';
  if (!/^\d\d\.\d\d$/.test(given['office-region'] ?? '33.74'))
    return '--office-region takes a code like 33.74';
  return problemOfDay(given.today);
}

function problemOfDay(today: string): string | undefined {
  try {
    dayNumber(today);
    return undefined;
  } catch {
    return '--today takes a date like 2026-01-31';
  }
}

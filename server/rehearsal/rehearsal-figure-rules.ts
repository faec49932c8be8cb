import type { SubmissionForm } from '../submissions/submission-schema.ts';

/**
 * What happened in October and November 2020 (domain.md section 2): the first delivery, what came of it, and what was
 * sent again after the deadline.
 */
export const FIGURES_2020 = { rows: 555_540, confirmed: 270_000, resent: 209_400, confirmedLater: 95_559 };

export interface ProposerPlan {
  key: string;
  proposer: SubmissionForm['proposer'];
  officeName: string;
  rows: number;
}

/**
 * Four proposers and the rest, with their rows of 2020. Two bodies are of one kind; each has an office of its own. Which
 * of them had nobody confirmed is not in our sources: here it is the state body.
 */
export const PROPOSERS_2020: readonly ProposerPlan[] = [
  { key: 'dinas', proposer: 'DINAS', officeName: 'Dinas Tenaga Kerja', rows: 500_000 },
  { key: 'lembaga', proposer: 'LEMBAGA_NEGARA', officeName: 'Sekretariat Lembaga Negara', rows: 25_000 },
  { key: 'ormas-1', proposer: 'ORMAS', officeName: 'Ormas Pertama', rows: 20_700 },
  { key: 'ormas-2', proposer: 'ORMAS', officeName: 'Ormas Kedua', rows: 9_000 },
  { key: 'serikat', proposer: 'SERIKAT', officeName: 'Serikat Pekerja', rows: 840 },
];
export const NONE_CONFIRMED: SubmissionForm['proposer'] = 'LEMBAGA_NEGARA';

/** Fewer would not be divided into confirmed, returned, refused and pending. */
const FEWEST_ROWS = 4;
/** So few rows at least the whole is divided into. */
export const LEAST_REHEARSED = 100;
/** Of one birth day so many names differ in every word. */
export const MOST_REHEARSED = 600_000;

/** Rows of each proposer where there are `rows` in all; the first takes what rounding leaves. */
export function proposerRows(rows: number): Map<string, number> {
  const share = ({ rows: of }: ProposerPlan) =>
    Math.max(FEWEST_ROWS, Math.round((of * rows) / FIGURES_2020.rows));
  const others = PROPOSERS_2020.slice(1).map((one) => [one.key, share(one)] as const);
  const rest = rows - others.reduce((sum, [, count]) => sum + count, 0);
  return new Map([['dinas', rest], ...others]);
}

export type Dealt = 'CONFIRMED' | 'RETURNED' | 'REJECTED' | 'PENDING';

/** What the PMO said to how many, round by round: of everybody, and of the proposer that had nobody confirmed. */
export const ANSWERS_2020: readonly Record<'others' | 'none', Partial<Record<Dealt, number>>>[] = [
  {
    others: { CONFIRMED: FIGURES_2020.confirmed, RETURNED: 219_856, REJECTED: 40_684 },
    none: { RETURNED: 20_000, REJECTED: 5_000 },
  },
  {
    others: { CONFIRMED: FIGURES_2020.confirmedLater, RETURNED: 36_380, REJECTED: 60_000 },
    none: { RETURNED: 7_461, REJECTED: 7_000, PENDING: 3_000 },
  },
];
/** Of those returned in the first round, who was corrected and sent again, and who was not. */
export const RESENT_2020 = { resent: FIGURES_2020.resent, left: 239_856 - FIGURES_2020.resent };

/** Deals words in these proportions, evenly and always alike: after any number each is within one of its share. */
export function createDealer<W extends string>(weights: Partial<Record<W, number>>): () => W {
  const words = (Object.entries(weights) as [W, number][]).map(([word, weight]) => ({
    word,
    weight,
    dealt: 0,
  }));
  const total = words.reduce((sum, { weight }) => sum + weight, 0);
  let count = 0;
  return () => {
    count += 1;
    const owed = (one: (typeof words)[number]) => (one.weight * count) / total - one.dealt;
    const next = words.reduce((most, one) => (owed(one) > owed(most) ? one : most));
    next.dealt += 1;
    return next.word;
  };
}

const MOST_IN_A_BATCH = 25_000;
const FEWEST_IN_A_BATCH = 50;
const BATCHES_WANTED = 10;

/** Rows of a batch: large ones where there are many, and several even where there are few. */
export const batchSize = (rows: number): number =>
  Math.min(MOST_IN_A_BATCH, Math.max(FEWEST_IN_A_BATCH, Math.ceil(rows / BATCHES_WANTED)));

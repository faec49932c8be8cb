import type { PlantCode } from './plant-schedule.ts';
import type { PopulationRow } from './population.ts';

/** What an office types beside its file, and how many rows each plant took. */
export type ControlTotals = {
  rows: number;
  male: number;
  female: number;
  byPlant: Partial<Record<PlantCode, number>>;
};

/** Starts totals at nought, to be kept with `addToTotals` while rows stream by. */
export function emptyTotals(): ControlTotals {
  return { rows: 0, male: 0, female: 0, byPlant: {} };
}

/** Counts one row in. */
export function addToTotals(totals: ControlTotals, { recap, plant }: PopulationRow): void {
  totals.rows += 1;
  if (recap.jenis_kelamin === 'L') totals.male += 1;
  else totals.female += 1;
  totals.byPlant[plant] = (totals.byPlant[plant] ?? 0) + 1;
}

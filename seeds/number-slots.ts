import type { DayNumber } from './calendar.ts';
import type { Random } from './random.ts';

/** What makes a NIK or a KK number unique before any district is put in front of it. */
export type NumberSlot = { day: DayNumber; serial: string };

const SERIALS = 1000;
const FIRST_SERIAL = 9000;
// Steps through the serials so that ten numbers in a row end in ten different digits, the 0 last: a file in which
// more than a fifth of the NIKs end in 0 is refused as truncated by a spreadsheet, and even a short one must not be.
const SERIAL_STEP = 367;
const SERIAL_LAST_DIGIT = 7;

/**
 * Hands out pairs of day and serial (9000–9999, which the registry does not reach), each pair once, without
 * remembering any: the serial turns with every call, and each thousandth call moves every serial's day on by a step
 * that visits all `days` days before it repeats. The starting day of each serial is chance, so that it looks like it.
 * After `1000 × days` calls the pairs are used up, and the next call throws.
 */
export function createNumberSlots(random: Random, first: DayNumber, days: number): () => NumberSlot {
  const offsets = Array.from({ length: SERIALS }, () => random.below(days));
  const serialStart = random.below(SERIALS / 10) * 10 + SERIAL_LAST_DIGIT;
  const dayStep = coprimeStep(days);
  let count = 0;
  return () => {
    if (count >= SERIALS * days) throw new Error(`No unused number left after ${count}`);
    const serial = (count * SERIAL_STEP + serialStart) % SERIALS;
    const round = Math.floor(count / SERIALS);
    const day = first + ((round * dayStep + (offsets[serial] ?? 0)) % days);
    count += 1;
    return { day, serial: String(FIRST_SERIAL + serial) };
  };
}

function coprimeStep(days: number): number {
  let step = Math.max(1, Math.floor(days * 0.382));
  while (greatestCommonDivisor(step, days) !== 1) step += 1;
  return step;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

import type { SinglePlantCode } from './planted-defects.ts';
import type { Random } from './random.ts';

/** What is planted in a row; the groups take two or three rows together. */
export type PlantCode = SinglePlantCode | 'twice' | 'family3' | 'samePhone' | 'nearDuplicate';

/** A unit of the schedule: one plant, and the rows it takes. `clean` in two rows is a couple under one KK. */
export type PlantUnit = { plant: PlantCode; rows: number };

const BLOCK = 500;
// Below this there is no room for one of each.
const ROOM_FOR_EACH = 100;

/**
 * Rows of 500, by plant. The figures of one office's hand-over as the ministry met it (identity mismatches of some
 * 23 % among the e-mail-verified belong to the online road and are not imitated here). The rest of a block is clean.
 */
const ROWS_OF_500: Readonly<Record<Exclude<PlantCode, 'clean'>, number>> = {
  nikDateDiffers: 2,
  nikSexDiffers: 3,
  nikRegionDiffers: 3,
  'bad.nameEmpty': 1,
  'bad.enum': 4,
  'bad.date': 2,
  'bad.nikScientific': 4,
  'bad.nikShort': 5,
  twice: 12,
  family3: 9,
  samePhone: 4,
  nearDuplicate: 4,
  blacklist: 7,
  prior_recipients: 6,
  aid: 6,
  education: 8,
  excluded_posts: 5,
  overAge: 2,
  underAge: 7,
  duplicate: 2,
  inactive: 4,
  deceased: 2,
  notFound: 17,
  birth: 13,
  kk: 14,
  'name.different': 4,
  'name.typo': 3,
  'name.missingWord': 5,
  'name.order': 5,
  'name.oldSpelling': 8,
  'name.abbreviation': 8,
  'name.degree': 8,
  'name.title': 5,
};
const ROWS_TOGETHER: Partial<Record<PlantCode, number>> = {
  twice: 2,
  family3: 3,
  samePhone: 2,
  nearDuplicate: 2,
};
const COUPLES_AMONG_CLEAN = 0.2;

/**
 * Deals the plants over exactly `rows` rows, in blocks of 500 with the same shares, each block shuffled. A population
 * of 100 rows or more holds every plant at least once; smaller ones hold what their share comes to.
 */
export function* plantSchedule(random: Random, rows: number): Generator<PlantUnit> {
  for (let done = 0; done < rows; done += BLOCK) {
    const size = Math.min(BLOCK, rows - done);
    yield* random.shuffle(blockOf(size, done === 0 && size >= ROOM_FOR_EACH));
  }
}

function blockOf(size: number, oneOfEach: boolean): PlantUnit[] {
  const units: PlantUnit[] = [];
  let room = size;
  for (const [plant, rowsOf500] of Object.entries(ROWS_OF_500) as [PlantCode, number][]) {
    const rows = ROWS_TOGETHER[plant] ?? 1;
    const share = Math.floor((rowsOf500 * size) / (BLOCK * rows));
    const count = Math.max(oneOfEach ? 1 : 0, share);
    for (let index = 0; index < count; index += 1) units.push({ plant, rows });
    room -= count * rows;
  }
  const couples = Math.floor((room * COUPLES_AMONG_CLEAN) / 2);
  for (let index = 0; index < couples; index += 1) units.push({ plant: 'clean', rows: 2 });
  for (let index = couples * 2; index < room; index += 1) units.push({ plant: 'clean', rows: 1 });
  return units;
}

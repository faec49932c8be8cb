import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../seeds/random.ts';
import { MOST_OF_A_NAME, pairsAmong } from '../../server/submissions/duplicate-finding.ts';
import {
  people,
  PERSON_COLUMNS,
  toPerson,
  type PersonRow,
} from '../../server/submissions/duplicate-person.ts';
import { NOW, person, register, type TestPerson } from '../support/registered-people.ts';
import { ENGINES, startSystem, type RunningSystem } from '../support/running-system.ts';

const random = createRandom('duplicate-candidates');
const FIRST = ['SITI', 'MUHAMMAD', 'MOH.', 'NUR', 'M.', 'DEWI', 'HJ. SITI', 'YANI'];
const LAST = [
  'AMINAH',
  'AMIMAH',
  'NURHAYATI',
  'NUR HAYATI',
  'SOETJIPTO',
  'SUCIPTO',
  'YANI',
  'MUNAWAROH',
  'MUNAWARAH',
];
const DAYS = ['1990-01-01', '1990-01-02', '1990-01-03'];
const MAILBOXES = ['rina', 'r.ina', 'ri.na+1', 'budi', 'b.udi', 'dewi'];
/** Its key is longer than the column that holds it. */
const LONG = `${'M. '.repeat(12)}ZULKARNAENSYAH`;

const someone = (n: number): TestPerson =>
  person(n, {
    fullName: random.chance(0.05) ? LONG : `${random.pick(FIRST)} ${random.pick(LAST)}`,
    birthDate: random.pick(DAYS),
    phone: random.chance(0.3) ? `+6281234567${100 + random.below(40)}` : random.chance(0.2) ? '+6281234567999' : null,
    email: random.chance(0.3) ? `${random.pick(MAILBOXES)}@${random.chance(0.5) ? 'gmail.com' : 'contoh.id'}` : null,
    status: random.chance(0.1) ? 'draft' : 'submitted',
  }); // prettier-ignore

const CROWD = MOST_OF_A_NAME + 200;
/** More of one day and one beginning of a name than are compared, drafts among the earliest. */
const crowd = (from: number): TestPerson[] =>
  Array.from({ length: CROWD }, (_, n) =>
    person(from + n, {
      fullName: n < 20 || n > CROWD - 40 ? 'SIMAHARANI SINTA' : `SI${'BCDFGHKLMP'[n % 10]}A ${n % 2 ? 'TOGAR' : 'WIRYO'}`,
      birthDate: '1970-07-01',
      status: n % 9 === 0 ? 'draft' : 'submitted',
    }),
  ); // prettier-ignore

describe.each(ENGINES)('who is compared with a newcomer on %s', (engine) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem({ engine });
  });
  afterAll(() => system.stop());

  it('leaves nobody out: the pairs are those of comparing everybody with everybody', async () => {
    const { database, duplicates } = system.services;
    const ids = await register(system, [
      ...Array.from({ length: 400 }, (_, n) => someone(n)),
      ...crowd(1000),
      person(500, { fullName: LONG, birthDate: '1991-01-01', email: 'z.ul@gmail.com' }),
      person(501, { fullName: 'ZULKARNAENSYAH', birthDate: '1991-01-01', email: 'zul@gmail.com' }),
    ]);
    const rows = (await people(database.read).select(PERSON_COLUMNS)) as PersonRow[];
    const everybody = new Map(rows.map((row) => [row.id, toPerson(row)]));
    const newcomers = [...ids.slice(300, 400), ...ids.slice(-12, -2), ids.at(-1) as number];
    const subjects = newcomers.flatMap((id) => everybody.get(id) ?? []);
    const expected = pairsAmong(subjects, everybody);
    expect(new Set(expected.flatMap(({ reasons }) => reasons))).toEqual(
      new Set(['SAME_BIRTHDATE_NEAR_NAME', 'SAME_EMAIL', 'SAME_PHONE']),
    );
    await database.transaction((trx) => duplicates.findPairs(trx, newcomers, NOW));
    const found = (await database.read('duplicate_pairs').select()) as {
      first_id: number; second_id: number; score: number; reasons: string;
    }[]; // prettier-ignore
    const sorted = (texts: string[]) => texts.sort();
    expect(
      sorted(found.map((pair) => JSON.stringify([pair.first_id, pair.second_id, pair.score, JSON.parse(pair.reasons)]))),
    ).toEqual(sorted(expected.map((pair) => JSON.stringify([pair.firstId, pair.secondId, pair.score, pair.reasons])))); // prettier-ignore
  });
});

import { readConfig } from '../../server/config.ts';
import { openServices } from '../../server/start.ts';
import type { Services } from '../../server/services.ts';
import type { Bench } from './bench.ts';
import type { Figure } from './figures.ts';
import type { Wave } from './measure-identity.ts';

/** As many as the check after an import compares in one transaction. */
const AT_ONCE = 300;
/** The first quarter is timed by itself: the rest must not be dearer a row by more than half. */
const FIRST_SHARE = 0.25;
const BUDGET_SECONDS = 20;
const BUDGET_ROWS = 100_000;
const MOST_GROWTH = 1.5;

async function compared({ database, duplicates }: Services, ids: readonly number[]) {
  const started = performance.now();
  let found = 0;
  for (let at = 0; at < ids.length; at += AT_ONCE)
    found += await database.transaction((trx) =>
      duplicates.findPairs(trx, ids.slice(at, at + AT_ONCE), new Date().toISOString()),
    );
  return { found, seconds: (performance.now() - started) / 1000 };
}

/** The service's own search for pairs, in the parts in which the check after an import calls it; in a process of its own. */
export async function measurePairs(bench: Bench, wave: Wave): Promise<Figure[]> {
  const services = await openServices(readConfig(bench.env));
  try {
    const ids = (await services.database
      .read('submissions')
      .where({ wave_id: wave.id })
      .orderBy('id')
      .pluck('id')) as number[];
    const { n } = (await services.database.read('submissions').count({ n: '*' }).first()) as { n: number };
    bench.progress('near-duplicate pairs …');
    const split = Math.round(ids.length * FIRST_SHARE);
    const first = await compared(services, ids.slice(0, split));
    const others = await compared(services, ids.slice(split));
    const seconds = first.seconds + others.seconds;
    return [
      {
        section: 'identity',
        name: `near-duplicate pairs, ${ids.length} rows against ${n - ids.length}`,
        values: {
          seconds,
          'rows/s': ids.length / seconds,
          pairs: first.found + others.found,
          growth: others.seconds / (ids.length - split) / (first.seconds / split),
        },
        atMost: { seconds: (BUDGET_SECONDS * ids.length) / BUDGET_ROWS, growth: MOST_GROWTH },
      },
    ];
  } finally {
    await services.database.close();
  }
}

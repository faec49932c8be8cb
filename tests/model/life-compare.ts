import type { Batch, Life, Registration } from './life-model.ts';
import type { LifeWorld } from './life-world.ts';

/** What the database holds of a life, and what the model says that it should hold, as lines that can be laid side by side. */
type Row = Record<string, string | number | null>;
const listed = (values: (string | number)[]) => values.map(String).sort().join() || '-';
const line = (...values: unknown[]) => values.map(String).join(' ');

function registrationLine(one: Registration): string {
  const holder = one.holder ? `${one.holder.id}${one.holder.isOver ? ' over' : ''}` : 'nobody';
  return line(
    ...['registration', one.id, one.status, 'v', one.version, 'held by', holder, 'decided by', one.deciderId],
    ...['identity', one.outcome, one.isStale, 'readings', one.readings.length, 'screening', one.screening.outcome],
    ...['batch', one.batchId, 'round', one.roundNo, 'history', one.steps, 'revisions', one.edits],
    ...['places', one.place === null ? 0 : 1],
  ); // prettier-ignore
}

const batchLine = (batch: Batch): string =>
  line(
    ...['batch', batch.id, batch.status, 'v', batch.version, 'rows', batch.rowCount, 'sealed', batch.digest],
    ...['live', listed([...batch.rows.keys()]), 'history', batch.steps, 'deliveries', batch.deliveries],
    ...['answers', listed([...batch.answers].map(([id, result]) => `${id}:${result}`))],
  ); // prettier-ignore

/** One number for each kind of registration there is: what tabs and the dashboard add up. */
function totals(life: Life): string[] {
  const sums = new Map<string, number>();
  for (const { waveId, status, channel, officeId } of life.registrations) {
    const key = line('total', waveId, status, channel, officeId);
    sums.set(key, (sums.get(key) ?? 0) + 1);
  }
  return [...sums].map(([key, sum]) => `${key} = ${sum}`);
}

export const expectedLines = (life: Life): string[] =>
  [...life.registrations.map(registrationLine), ...life.batches.map(batchLine), ...totals(life)].sort();

type Numbers = Map<number, number>;
type Read = LifeWorld['read'];

async function perRow(read: Read, table: string, key: string, of: readonly number[]): Promise<Numbers> {
  const rows = (await read(table).whereIn(key, of).groupBy(key).select(key).count({ n: '*' })) as Row[];
  return new Map(rows.map((row) => [Number(row[key]), Number(row['n'])]));
}

async function registrationsOf(read: Read, waveIds: readonly number[]): Promise<string[]> {
  const now = new Date().toISOString();
  const rows = (await read('submissions').whereIn('wave_id', waveIds)) as Row[];
  const ids = rows.map((row) => row['id'] as number);
  const checks = rows.map((row) => Number(row['identity_check_id'] ?? 0));
  const [steps, edits, readings, held] = await Promise.all([
    perRow(read, 'submission_transitions', 'submission_id', ids),
    perRow(read, 'submission_revisions', 'submission_id', ids),
    perRow(read, 'identity_settlements', 'check_id', checks),
    read('kk_reservations').whereIn('submission_id', ids).whereNull('released_at').pluck('submission_id'),
  ]);
  return rows.map((row) => {
    const id = row['id'] as number;
    const until = String(row['lease_until']) > now ? '' : ' over';
    const holder = row['assignee_id'] === null ? 'nobody' : `${row['assignee_id']}${until}`;
    return line(
      ...['registration', id, row['status'], 'v', row['version'], 'held by', holder, 'decided by', row['decided_by_id']],
      ...['identity', row['identity_outcome'], row['identity_stale'] === 1],
      ...['readings', readings.get(Number(row['identity_check_id'])) ?? 0, 'screening', row['screening_outcome']],
      ...['batch', row['batch_id'], 'round', row['round_no'], 'history', steps.get(id) ?? 0, 'revisions', edits.get(id) ?? 0],
      ...['places', (held as number[]).filter((one) => one === id).length],
    ); // prettier-ignore
  });
}

async function batchesOf(read: Read, waveIds: readonly number[]): Promise<string[]> {
  const rows = (await read('batches').whereIn('wave_id', waveIds)) as Row[];
  const ids = rows.map((row) => row['id'] as number);
  const answered = read('pmo_answers as a').join('dispatches as d', 'd.id', 'a.dispatch_id').whereIn('d.batch_id', ids);
  const [live, answers, steps, deliveries] = await Promise.all([
    read('batch_rows').whereIn('batch_id', ids).where({ live: 1 }) as Promise<Row[]>,
    answered.select('d.batch_id', 'a.submission_id', 'a.result') as Promise<Row[]>,
    perRow(read, 'batch_transitions', 'batch_id', ids),
    perRow(read, 'dispatches', 'batch_id', ids),
  ]);
  return rows.map((row) => {
    const id = row['id'] as number;
    const of = (some: Row[]) => some.filter((one) => one['batch_id'] === id);
    return line(
      ...['batch', id, row['status'], 'v', row['version'], 'rows', row['row_count'], 'sealed', row['digest']],
      ...['live', listed(of(live).map((one) => one['submission_id'] as number))],
      ...['history', steps.get(id) ?? 0, 'deliveries', deliveries.get(id) ?? 0],
      ...['answers', listed(of(answers).map((one) => `${one['submission_id']}:${one['result']}`))],
    ); // prettier-ignore
  });
} // prettier-ignore

async function totalsOf(read: Read, waveIds: readonly number[]): Promise<string[]> {
  const kind = ['wave_id', 'status', 'channel', 'office_id'];
  const sums = (await read('submission_counters')
    .whereIn('wave_id', waveIds)
    .groupBy(kind)
    .select(kind)
    .sum({ n: 'delta' })) as Row[];
  return sums
    .filter((row) => Number(row['n']) !== 0)
    .map((row) => `${line('total', ...kind.map((name) => row[name]))} = ${row['n']}`);
}

/** Reads everything of a life's waves from the database. */
export async function actualLines({ read }: LifeWorld, life: Life): Promise<string[]> {
  const waveIds = life.waves.map(({ id }) => id);
  const parts = await Promise.all([registrationsOf(read, waveIds), batchesOf(read, waveIds), totalsOf(read, waveIds)]);
  return parts.flat().sort();
} // prettier-ignore

/** Where the two differ: what the model expects and does not find, what is there and should not be. */
export function differences(expected: readonly string[], actual: readonly string[]): string[] {
  const [wanted, found] = [new Set(expected), new Set(actual)];
  return [
    ...expected.filter((one) => !found.has(one)).map((one) => `expected  ${one}`),
    ...actual.filter((one) => !wanted.has(one)).map((one) => `found     ${one}`),
  ];
}

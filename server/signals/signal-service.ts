import { createCachedFigure } from '../cached-figure.ts';
import { chosenWave } from '../dashboard/wave-figures.ts';
import type { Connection, Database } from '../database.ts';
import { notFound } from '../errors.ts';
import { findWave } from '../reference/reference-store.ts';
import type { WaveRecord } from '../reference/reference-schema.ts';
import { whereAny } from '../bulk-sql.ts';
import {
  decisionPaces,
  inRunsOfNiks,
  keyedTotals,
  keyingPaces,
  notPassed,
  onSharedPhones,
  type KeyedTotals,
} from './signal-figures.ts';
import {
  filterOf,
  isRated,
  medianOf,
  paceOf,
  shareOf,
  SIGNAL_RULES,
  toLookFirst,
  verdictsOf,
  type Figure,
  type SignalRule,
} from './signal-rules.ts';
import {
  SIGNAL_KINDS,
  type SignalGroup,
  type SignalKind,
  type SignalRow,
  type Signals,
  type SignalSubject,
} from './signal-schema.ts';

const MOST_ROWS = 50;
const clock = () => new Date().toISOString();

/** A figure with whose it is. */
interface Counted {
  officeId: number | null;
  staffId: number | null;
  figure: Figure;
  busiest?: string;
}
type CountedByKind = Record<SignalKind, Counted[]>;

const keyOf = (row: { office_id: number; keyed_by_id: number }) => `${row.office_id}.${row.keyed_by_id}`;

/** The shares of what was keyed, by officer: everything an office's share is the sum of. */
async function keyedShares(connection: Connection, waveId: number) {
  const [totals, phones, runs] = await Promise.all([
    keyedTotals(connection, waveId),
    onSharedPhones(connection, waveId),
    inRunsOfNiks(connection, waveId),
  ]);
  const shared = new Map(phones.map((row) => [keyOf(row), row.n]));
  const inRuns = new Map(runs.map((row) => [keyOf(row), row.n]));
  const counted = (of: (row: KeyedTotals) => Figure): Counted[] =>
    totals.map((row) => ({ officeId: row.office_id, staffId: row.keyed_by_id, figure: of(row) }));
  return {
    identity_mismatch: counted((row) => shareOf(row.mismatched, row.checked)),
    nik_zero: counted((row) => shareOf(row.zeros, row.niks)),
    nik_run: counted((row) => shareOf(inRuns.get(keyOf(row)) ?? 0, row.niks)),
    shared_phone: counted((row) => shareOf(shared.get(keyOf(row)) ?? 0, row.registrations)),
  };
}

async function reviewed(connection: Connection, wave: WaveRecord) {
  const [paces, { rejected, returned }] = await Promise.all([
    decisionPaces(connection, wave.id),
    notPassed(connection, wave),
  ]);
  return {
    decision_pace: paces.map(({ staff_id, total, busiest, n }) => ({
      officeId: null,
      staffId: staff_id,
      figure: paceOf(n, total),
      busiest,
    })),
    all_pass: paces.map(({ staff_id, total }) => ({
      officeId: null,
      staffId: staff_id,
      figure: shareOf(total - (rejected.get(staff_id) ?? 0), total + (returned.get(staff_id) ?? 0)),
    })),
  };
}

async function countAll(connection: Connection, wave: WaveRecord): Promise<CountedByKind> {
  const [shares, paces, reviews] = await Promise.all([
    keyedShares(connection, wave.id),
    keyingPaces(connection, wave.id),
    reviewed(connection, wave),
  ]);
  const keying_pace = paces.map(({ office_id, staff_id, total, busiest, n }) => ({
    officeId: office_id,
    staffId: staff_id,
    figure: paceOf(n, total),
    busiest,
  }));
  return { ...shares, keying_pace, ...reviews };
}

/** The officers' shares of each office added up. */
export function officeSums(counted: readonly Counted[]): Counted[] {
  const sums = new Map<number | null, { count: number; of: number }>();
  for (const { officeId, figure } of counted) {
    const sum = sums.get(officeId) ?? { count: 0, of: 0 };
    sums.set(officeId, { count: sum.count + figure.count, of: sum.of + figure.of });
  }
  return [...sums].map(([officeId, { count, of }]) => ({
    officeId,
    staffId: null,
    figure: shareOf(count, of),
  }));
}

type Unnamed = Omit<SignalRow, 'officeName' | 'staffName'>;
type UnnamedGroup = Omit<SignalGroup, 'rows'> & { rows: Unnamed[] };

function groupOf(
  kind: SignalKind,
  subject: SignalSubject,
  counted: readonly Counted[],
  waveId: number,
): UnnamedGroup {
  const rule: SignalRule = SIGNAL_RULES[kind];
  const figures = counted.map(({ figure }) => figure);
  const verdicts = verdictsOf(rule, figures);
  const rows = counted.map(({ officeId, staffId, figure, busiest }, at): Unnamed => ({
    ...{ subject, officeId, staffId, ...figure, verdict: verdicts[at] ?? 'too_few' },
    filter: filterOf(kind, { waveId, officeId, staffId, busiest: busiest ?? '' }),
  }));
  const rated = figures.filter((figure) => isRated(rule, figure));
  return {
    ...{ kind, subject, measure: rule.measure, minimum: rule.minimum, limit: rule.limit },
    usual: medianOf(rated.map(({ value }) => value)),
    look: verdicts.filter((verdict) => verdict === 'look').length,
    rated: rated.length,
    tooFew: figures.length - rated.length,
    rows: rows.sort(toLookFirst).slice(0, MOST_ROWS),
  };
}

async function namesOf(
  connection: Connection,
  table: 'offices' | 'staff',
  ids: readonly (number | null)[],
): Promise<Map<number | null, string>> {
  const column = table === 'staff' ? 'full_name' : 'name';
  const asked = [...new Set(ids.filter((id) => id !== null))];
  const rows = (await whereAny(connection(table), connection, 'id', asked).select('id', {
    name: column,
  })) as { id: number; name: string }[];
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function withNames(connection: Connection, groups: readonly UnnamedGroup[]): Promise<SignalGroup[]> {
  const rows = groups.flatMap((group) => group.rows);
  const offices = await namesOf(
    connection,
    'offices',
    rows.map(({ officeId }) => officeId),
  );
  const staff = await namesOf(
    connection,
    'staff',
    rows.map(({ staffId }) => staffId),
  );
  return groups.map((group) => ({
    ...group,
    rows: group.rows.map((row) => ({
      ...row,
      officeName: offices.get(row.officeId) ?? null,
      staffName: staff.get(row.staffId) ?? null,
    })),
  }));
}

async function signalsOf(connection: Connection, wave: WaveRecord): Promise<Signals> {
  const countedAt = clock();
  const counted = await countAll(connection, wave);
  const groups = SIGNAL_KINDS.flatMap((kind) =>
    SIGNAL_RULES[kind].subjects.map((subject: SignalSubject) =>
      groupOf(kind, subject, subject === 'office' ? officeSums(counted[kind]) : counted[kind], wave.id),
    ),
  );
  return {
    wave: { id: wave.id, name: wave.name },
    countedAt,
    groups: await withNames(connection, groups),
  };
}

/** Signals of a wave, counted once for all who ask and, where a wave is large, behind the answers. */
export function createSignalService(database: Database) {
  const connection = database.read;
  const ofWave = createCachedFigure(async (key) => {
    const wave = await findWave(connection, Number(key));
    return wave ? signalsOf(connection, wave) : Promise.reject(notFound('wave'));
  });
  return {
    /** Of the wave asked for, else of the open one; throws 404 for a wave that does not exist. */
    async of(waveId: number | null): Promise<Signals> {
      const id = waveId ?? (await chosenWave(connection, null, clock()))?.id;
      return id === undefined ? { wave: null, countedAt: clock(), groups: [] } : ofWave(String(id));
    },
  };
}
export type SignalService = ReturnType<typeof createSignalService>;

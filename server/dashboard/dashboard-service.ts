import type { Actor } from '../audit/audit-service.ts';
import { findStaff, rowToActor, type StaffRow } from '../auth/auth-store.ts';
import type { BatchRow } from '../batches/batch-store.ts';
import { createCachedFigure, createSharedFigure } from '../cached-figure.ts';
import type { Connection, Database } from '../database.ts';
import { notFound } from '../errors.ts';
import type { WaveRecord } from '../reference/reference-schema.ts';
import {
  answersOf,
  blockersOf,
  dashboardBatch,
  dashboardDelivery,
  openDeliveries,
  waitingBatches,
} from './batch-figures.ts';
import type { Dashboard } from './dashboard-schema.ts';
import { neighbours, type RegisterAccount } from './neighbour-figures.ts';
import { auditFigures, systemFigures } from './oversight-figures.ts';
import {
  ageingOf,
  chosenWave,
  decisionsPerDay,
  officesOf,
  pipelineOf,
  QUOTA_STATUSES,
  reasonsOf,
  statusTotals,
  sumOf,
  type StatusTotals,
} from './wave-figures.ts';
import {
  submittedToday,
  counterOf,
  openDisagreements,
  openSecondReadings,
  queueOf,
  workload,
} from './work-figures.ts';

const clock = () => new Date().toISOString();

/** Figures shared by everybody who asks at the same time, and computed behind the answers once they take long. */
function dearFigures(connection: Connection, account: RegisterAccount) {
  const byWave = <V>(load: (wave: WaveRecord) => Promise<V>) =>
    createCachedFigure(async (key) => {
      const wave = await chosenWave(connection, Number(key), clock());
      return wave ? load(wave) : Promise.reject(notFound('wave'));
    });
  return {
    /** The wave asked for, else the open one, with its totals. */
    wave: createSharedFigure(async (key) => {
      const wave = await chosenWave(connection, key === '' ? null : Number(key), clock());
      return wave && { wave, totals: await statusTotals(connection, { waveId: wave.id }) };
    }),
    counter: createSharedFigure((key) => {
      const [officeId, waveId] = key.split('.').map(Number);
      return counterOf(connection, officeId as number, waveId || null);
    }),
    waiting: createSharedFigure(async () => (await statusTotals(connection, {})).submitted ?? 0),
    batches: createSharedFigure((role) => waitingBatches(connection, role as Actor['role'])),
    deliveries: createSharedFigure(() => openDeliveries(connection)),
    submittedToday: createCachedFigure((officeId) => submittedToday(connection, Number(officeId), clock())),
    neighbours: createSharedFigure(() => neighbours(connection, account, clock())),
    decisions: createCachedFigure(() => decisionsPerDay(connection, clock())),
    ageing: byWave((wave) => ageingOf(connection, wave.id, clock())),
    reasons: byWave((wave) => reasonsOf(connection, wave)),
    offices: byWave((wave) => officesOf(connection, wave.id)),
    workload: createCachedFigure(() => workload(connection, clock())),
    secondReadings: createCachedFigure(() => openSecondReadings(connection)),
    disagreements: createCachedFigure(() => openDisagreements(connection)),
    audit: createCachedFigure(() => auditFigures(connection, clock())),
    system: createCachedFigure(() => systemFigures(connection)),
    answers: createCachedFigure((dispatchId) => answersOf(connection, Number(dispatchId))),
    /** By batch, version and person: who may ratify differs from one to the next. */
    blockers: createCachedFigure(async (key) => {
      const [batchId, , staffId] = key.split('.').map(Number);
      const batch = (await connection('batches').where({ id: batchId }).first()) as BatchRow;
      const staff = (await findStaff(connection, staffId as number)) as StaffRow;
      return blockersOf(connection, batch, rowToActor(staff), clock());
    }),
  };
}

function waveFigures(wave: WaveRecord, totals: StatusTotals): NonNullable<Dashboard['wave']> {
  const { id, code, name, quota, closesAt, handoverDeadline } = wave;
  return { id, code, name, quota, ratified: sumOf(totals, QUOTA_STATUSES), closesAt, handoverDeadline };
}

/** The home page's figures, role by role (screens.md). */
export function createDashboardService(database: Database, account: RegisterAccount) {
  const connection = database.read;
  const dear = dearFigures(connection, account);

  async function batches(actor: Actor): Promise<NonNullable<Dashboard['batches']>> {
    const rows = await dear.batches(actor.role);
    const keyOf = (row: BatchRow) => `${row.id}.${row.version}.${actor.id}`;
    return Promise.all(rows.map(async (row) => dashboardBatch(row, await dear.blockers(keyOf(row)))));
  }

  async function deliveries(): Promise<NonNullable<Dashboard['deliveries']>> {
    const rows = await dear.deliveries();
    return Promise.all(
      rows.map(async (row) => dashboardDelivery(row, await dear.answers(String(row.dispatch_id)), clock())),
    );
  }

  /** Each role's parts beside the wave itself. */
  const parts: Record<
    Actor['role'],
    (actor: Actor, wave: WaveRecord | null) => Record<string, Promise<unknown>>
  > = {
    intake: ({ officeId }, wave) => ({
      intake: Promise.all([
        dear.counter(`${officeId}.${wave?.id ?? 0}`),
        dear.submittedToday(String(officeId)),
      ]).then(([counter, today]) => ({ ...counter, submittedToday: today })),
      ...(wave ? { pipeline: statusTotals(connection, { waveId: wave.id, officeId }).then(pipelineOf) } : {}),
    }),
    reviewer: ({ id }, wave) => ({
      queue: Promise.all([dear.secondReadings(), dear.waiting()]).then(([secondReadings, waiting]) =>
        queueOf(connection, id, clock(), { secondReadings, waiting }),
      ),
      ...ofWave(wave, ['ageing', 'reasons']),
      decisionsPerDay: dear.decisions(),
      neighbours: dear.neighbours(),
    }),
    coordinator: (actor, wave) => ({
      ...ofWave(wave, ['ageing', 'reasons', 'offices']),
      decisionsPerDay: dear.decisions(),
      disagreements: dear.disagreements(),
      workload: dear.workload(),
      batches: batches(actor),
      lateAnswers: deliveries().then((all) =>
        all.filter(({ answersState }) => answersState === 'soon' || answersState === 'overdue'),
      ),
      neighbours: dear.neighbours(),
    }),
    approver: (actor) => ({ batches: batches(actor) }),
    pmo: () => ({ deliveries: deliveries() }),
    auditor: (_actor, wave) => ({
      audit: dear.audit(),
      decisionsPerDay: dear.decisions(),
      ...ofWave(wave, ['reasons', 'offices']),
    }),
    admin: () => ({ system: dear.system(), neighbours: dear.neighbours() }),
  };

  function ofWave(wave: WaveRecord | null, names: readonly ('ageing' | 'reasons' | 'offices')[]) {
    return wave ? Object.fromEntries(names.map((name) => [name, dear[name](String(wave.id))])) : {};
  }

  const PIPELINE_ROLES: ReadonlySet<Actor['role']> = new Set(['reviewer', 'coordinator', 'auditor']);

  return {
    /** Throws 404 for a wave that does not exist. */
    async figures(actor: Actor, waveId: number | null): Promise<Dashboard> {
      const chosen = await dear.wave(waveId === null ? '' : String(waveId));
      if (waveId !== null && !chosen) throw notFound('wave');
      const wave = chosen?.wave ?? null;
      const totals = chosen?.totals ?? {};
      const named = Object.entries(parts[actor.role](actor, wave));
      const values = await Promise.all(named.map(([, value]) => value));
      return {
        role: actor.role,
        wave: wave && waveFigures(wave, totals),
        ...(wave && PIPELINE_ROLES.has(actor.role) ? { pipeline: pipelineOf(totals) } : {}),
        ...(Object.fromEntries(named.map(([name], at) => [name, values[at]])) as Partial<Dashboard>),
      };
    },
  };
}
export type DashboardService = ReturnType<typeof createDashboardService>;

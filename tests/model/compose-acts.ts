import { batchCase, forbids, onEachBatch, some, takeOut } from './batch-case.ts';
import {
  moveBatch, pick, step, type Act, type Batch, type Case, type Life, type Registration, type Staff,
} from './life-model.ts'; // prettier-ignore

/** Why a registration does not come into a batch; empty = it does. */
function keptOut(batch: Batch, one: Registration): string[] {
  const isIn = one.batchId === batch.id ? 'ALREADY_IN_BATCH' : one.batchId ? 'IN_OTHER_BATCH' : 'NOT_VERIFIED';
  return [
    ...(one.status === 'verified' ? [] : [isIn]),
    ...(one.waveId === batch.waveId ? [] : ['OTHER_WAVE']),
    ...((one.channel === 'offline') === (batch.channel === 'offline') ? [] : ['OTHER_CHANNEL']),
    ...(batch.officeId === null || batch.officeId === one.officeId ? [] : ['OTHER_OFFICE']),
    ...(one.screening.outcome === 'hit' ? ['SCREENING_HIT'] : []),
  ];
} // prettier-ignore

function composing(life: Life): Case {
  const values = (detail: number) => ({
    waveId: pick(life.waves, detail).id,
    channel: detail % 5 === 4 ? 'online' : 'offline',
    officeId: detail % 7 === 6 ? (life.staff[0] as Staff).officeId : null,
  });
  return {
    label: 'a new batch',
    version: null,
    isSeenBy: () => true,
    against: () => [],
    request: (_actor, detail) => ({ method: 'POST', path: '/api/batches', body: values(detail) }),
    done(actor, detail, answer) {
      life.batches.push({
        ...(values(detail) as Pick<Batch, 'waveId' | 'channel' | 'officeId'>),
        ...{ id: answer['id'] as number, status: 'open', version: 1, composerId: actor.id, sealerId: null },
        ...{
          rows: new Map(),
          rowCount: 0,
          digest: null,
          papers: new Set(),
          lines: [],
          deliveries: 0,
          steps: 1,
        },
        answers: new Map(),
      });
      return ['batch.created'];
    },
  };
}

/** Those that fit first, so that a batch fills up; by every third number whoever is there. */
function wanted(life: Life, batch: Batch, detail: number): Registration[] {
  const fitting = life.registrations.filter((one) => keptOut(batch, one).length === 0);
  return detail % 3 < 2 && fitting.length > 0 ? some(fitting, detail) : some(life.registrations, detail);
}

function adding(life: Life, batch: Batch): Case {
  return batchCase(
    life,
    batch,
    'rows',
    {
      against: () => forbids(batch, 'open'),
      isInvalid: () => life.registrations.length === 0,
      isIdle: (_actor, detail) => wanted(life, batch, detail).every((one) => keptOut(batch, one).length > 0),
      done(actor, detail, answer) {
        const asked = wanted(life, batch, detail);
        const fit = asked.filter((one) => keptOut(batch, one).length === 0);
        const kept = asked.filter((one) => !fit.includes(one));
        const said = answer['skipped'] as { id: number; reasons: string[] }[];
        const expected = kept.map((one) => `${one.id}: ${keptOut(batch, one).sort().join()}`).sort();
        const actual = said.map(({ id, reasons }) => `${id}: ${[...reasons].sort().join()}`).sort();
        if (answer['added'] !== fit.length || actual.join('|') !== expected.join('|'))
          throw new Error(`added ${String(answer['added'])}, kept out ${actual.join('|')}; expected ${fit.length}, ${expected.join('|')}`);
        for (const one of fit) {
          batch.rows.set(one.id, actor.id);
          one.batchId = batch.id;
          step(one, 'batched');
        }
        batch.rowCount = batch.rows.size;
        if (fit.length > 0) moveBatch(batch);
        return ['batch.rows-added'];
      },
    },
    (_actor, detail) => ({ body: { ids: wanted(life, batch, detail).map(({ id }) => id) } }),
  );
} // prettier-ignore

function removing(life: Life, batch: Batch): Case {
  const named = (detail: number) =>
    detail % 4 < 3 && batch.rows.size > 0
      ? some([...batch.rows.keys()], detail)
      : some(
          life.registrations.map(({ id }) => id),
          detail,
        );
  return batchCase(
    life,
    batch,
    'rows/remove',
    {
      against: (_actor, detail) => [
        ...forbids(batch, 'open'),
        ...(named(detail).every((id) => batch.rows.has(id)) ? [] : ['NOT_IN_BATCH']),
      ],
      isInvalid: () => life.registrations.length === 0,
      done(_actor, detail) {
        takeOut(life, batch, named(detail));
        moveBatch(batch);
        return ['batch.rows-removed'];
      },
    },
    (_actor, detail) => ({ body: { ids: named(detail), reason: 'salah kolektif' } }),
  );
}

const cancelling = (life: Life, batch: Batch): Case =>
  batchCase(life, batch, 'cancel', {
    against: () => forbids(batch, 'open'),
    done() {
      takeOut(life, batch, [...batch.rows.keys()]);
      moveBatch(batch, 'cancelled');
      return ['batch.cancelled'];
    },
  });

const COORDINATOR = { kind: 'batch', roles: ['coordinator'] } as const;

/** Composing a batch: what comes in, and what is taken out again while it is open (domain.md section 6). */
export const COMPOSE_ACTS: readonly Act[] = [
  { ...COORDINATOR, name: 'compose', event: 'batch.created', status: 201, isRoad: true, cases: (life) => [composing(life)] },
  { ...COORDINATOR, name: 'add-rows', event: 'batch.rows-added', isRoad: true, cases: onEachBatch(adding) },
  { ...COORDINATOR, name: 'remove-rows', event: 'batch.rows-removed', cases: onEachBatch(removing) },
  { ...COORDINATOR, name: 'cancel', event: 'batch.cancelled', cases: onEachBatch(cancelling) },
]; // prettier-ignore

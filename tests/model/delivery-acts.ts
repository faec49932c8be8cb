import { batchCase, forbids, onEachBatch, rowsOf, screenRows, some, stopped } from './batch-case.ts';
import {
  byId, moveBatch, pick, step,
  type Act, type AnswerResult, type Batch, type Case, type Life, type Staff, type Status,
} from './life-model.ts'; // prettier-ignore

/** What happens between the ministry and the PMO: delivery, receipt, and an answer for every person (section 6). */
const forwarding = (life: Life, batch: Batch): Case =>
  batchCase(life, batch, 'forward', {
    against: () => {
      const status = forbids(batch, 'ratified');
      return status.length > 0 ? status : stopped(life, batch);
    },
    keptAnyway(reasons) {
      if (reasons.join() !== 'SCREENING_HIT') return [];
      screenRows(life, batch);
      return ['batch.screened'];
    },
    done() {
      screenRows(life, batch);
      moveBatch(batch, 'sent');
      batch.deliveries += 1;
      for (const one of rowsOf(life, batch)) step(one, 'sent');
      return ['batch.screened', 'batch.forwarded'];
    },
  });

function acknowledging(life: Life, batch: Batch): Case {
  const isOther = (detail: number) => detail % 5 === 4;
  return batchCase(
    life,
    batch,
    'acknowledge',
    {
      against: (_actor, detail) => {
        const status = forbids(batch, 'sent');
        return status.length > 0 || !isOther(detail) ? status : ['COUNT_DIFFERS'];
      },
      done() {
        moveBatch(batch, 'acknowledged');
        return ['batch.acknowledged'];
      },
    },
    (_actor, detail) => ({
      body: { count: batch.rowCount + (isOther(detail) ? 1 : 0), digest: batch.digest ?? 'a'.repeat(64) },
    }),
  );
}

/** The whole delivery is refused: every row is ratified again, and may be sent anew. */
const refusing = (life: Life, batch: Batch): Case =>
  batchCase(
    life,
    batch,
    'refuse',
    {
      against: () => forbids(batch, 'sent'),
      done() {
        moveBatch(batch, 'ratified');
        for (const one of rowsOf(life, batch)) step(one, 'ratified');
        return ['batch.refused'];
      },
    },
    () => ({ body: { reasons: ['BAST_MISSING'] } }),
  );

const AFTER: Record<AnswerResult, Status> = {
  CONFIRMED: 'confirmed',
  RETURNED: 'pmo_returned',
  REJECTED: 'pmo_rejected',
};

/** Records answers of rows that have none; the last one settles the batch. */
function record(
  life: Life,
  batch: Batch,
  answers: ReadonlyMap<number, AnswerResult>,
  event: string,
): string[] {
  for (const [id, result] of answers) {
    const one = byId(life, id);
    batch.answers.set(id, result);
    step(one, AFTER[result]);
    // Who was refused for good gives the place of the KK card back.
    if (result === 'REJECTED') one.place = null;
  }
  moveBatch(batch);
  if (batch.answers.size < batch.lines.length) return [event];
  moveBatch(batch, 'settled');
  return [event, 'batch.settled'];
}

const ownAmong = (life: Life, ids: Iterable<number>, actor: Staff) =>
  [...ids].some((id) => life.people.indexOf(byId(life, id).person) === actor.self)
    ? ['OWN_REGISTRATION']
    : [];

const RESULTS = ['CONFIRMED', 'RETURNED', 'CONFIRMED', 'REJECTED', 'CONFIRMED'] as const;

function answering(life: Life, batch: Batch): Case {
  /** Mostly rows without an answer, now and then what was answered before, the same or otherwise. */
  function said(detail: number): Map<number, AnswerResult> {
    const pending = batch.lines.filter((id) => !batch.answers.has(id));
    const asked = some(detail % 4 < 3 && pending.length > 0 ? pending : batch.lines, detail);
    const isSame = detail % 8 < 6;
    return new Map(
      asked.map((id, index) => [
        id,
        (isSame && batch.answers.get(id)) || pick(RESULTS, detail + index),
      ]),
    );
  }
  const fresh = (detail: number) => new Map([...said(detail)].filter(([id]) => !batch.answers.has(id)));
  const isStranger = (detail: number) => detail % 9 === 8;
  return batchCase(
    life,
    batch,
    'answer',
    {
      against(actor, detail) {
        const status = forbids(batch, 'acknowledged');
        if (status.length > 0) return status;
        const isContradicted = [...said(detail)].some(
          ([id, result]) => (batch.answers.get(id) ?? result) !== result,
        );
        return isContradicted ? ['ALREADY_ANSWERED'] : ownAmong(life, fresh(detail).keys(), actor);
      },
      isInvalid: (_actor, detail) => batch.lines.length === 0 || isStranger(detail),
      done: (_actor, detail) => record(life, batch, fresh(detail), 'batch.answered'),
    },
    (_actor, detail) => ({
      body: {
        answers: [...said(detail)].map(([id, result]) => ({
          registrationNo: isStranger(detail) ? 'PK-0000-0000-0000' : byId(life, id).registrationNo,
          result,
          ...(result === 'CONFIRMED' ? {} : { note: 'lihat daftar' }),
        })),
      },
    }),
  );
} // prettier-ignore

function confirmingAll(life: Life, batch: Batch): Case {
  const pending = () => batch.lines.filter((id) => !batch.answers.has(id));
  return batchCase(life, batch, 'confirm-all', {
    against: (actor) => {
      const status = forbids(batch, 'acknowledged');
      return status.length > 0 ? status : ownAmong(life, pending(), actor);
    },
    done: () => record(life, batch, new Map(pending().map((id) => [id, 'CONFIRMED'])), 'batch.confirmed-all'),
  });
}

/** Acts on a ratified batch: sending it, and what the PMO says of it. */
export const DELIVERY_ACTS: readonly Act[] = [
  { name: 'forward', kind: 'batch', event: 'batch.forwarded', roles: ['coordinator'], isRoad: true, cases: onEachBatch(forwarding) },
  { name: 'acknowledge', kind: 'batch', event: 'batch.acknowledged', roles: ['pmo'], isRoad: true, cases: onEachBatch(acknowledging) },
  { name: 'refuse', kind: 'batch', event: 'batch.refused', roles: ['pmo'], cases: onEachBatch(refusing) },
  { name: 'answer', kind: 'batch', event: 'batch.answered', roles: ['pmo'], isRoad: true, cases: onEachBatch(answering) },
  { name: 'confirm-all', kind: 'batch', event: 'batch.confirmed-all', roles: ['pmo'], cases: onEachBatch(confirmingAll) },
]; // prettier-ignore

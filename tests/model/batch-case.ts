import {
  byId, screen, seesBatch, step,
  type Batch, type Case, type Life, type Registration, type Sent, type Staff,
} from './life-model.ts'; // prettier-ignore

/** The life of a batch up to the decree, as domain.md section 6 tells it. */
export const batchLabel = (life: Life, batch: Batch): string =>
  `batch ${life.batches.indexOf(batch)} (${batch.status}, ${batch.rowCount} rows)`;

export const rowsOf = (life: Life, batch: Batch): Registration[] =>
  [...batch.rows.keys()].map((id) => byId(life, id));

type Part = Partial<Case> & Pick<Case, 'against' | 'done'>;

/** A case about one batch; `body` is what is sent beside the version. */
export function batchCase(
  life: Life,
  batch: Batch,
  verb: string,
  part: Part,
  body: (actor: Staff, detail: number) => Omit<Partial<Sent>, 'path'> = () => ({}),
): Case {
  return {
    label: batchLabel(life, batch),
    version: batch.version,
    isSeenBy: (actor) => seesBatch(actor, batch),
    request: (actor, detail) => ({
      ...{ method: 'POST', path: `/api/batches/${batch.id}/${verb}`, body: {} },
      ...body(actor, detail),
    }),
    ...part,
  };
}

export const forbids = (batch: Batch, ...allowed: Batch['status'][]) =>
  allowed.includes(batch.status) ? [] : ['STATUS_FORBIDS'];

/** Between one and all of a list, by a number. */
export const some = <T>(from: readonly T[], detail: number): T[] =>
  from.filter((_one, index) => index === detail % from.length || (detail >> index) % 2 === 1);

/** Whom the newest lists stop: sealing, ratifying and sending ask again, and what they learn stays on record. */
export function screenRows(life: Life, batch: Batch): void {
  for (const one of rowsOf(life, batch)) screen(life, one);
}
export const stopped = (life: Life, batch: Batch) =>
  rowsOf(life, batch).some(({ person }) => life.listed.has(person)) ? ['SCREENING_HIT'] : [];

/** Takes rows out: they are verified registrations again. */
export function takeOut(life: Life, batch: Batch, ids: readonly number[]): void {
  for (const id of ids) {
    batch.rows.delete(id);
    const one = byId(life, id);
    step(one, 'verified');
    one.batchId = null;
  }
  batch.rowCount = batch.rows.size;
}

/** An act on each batch of a life. */
export const onEachBatch = (of: (life: Life, batch: Batch) => Case) => (life: Life) =>
  life.batches.map((batch) => of(life, batch));

import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { insertMany } from '../../server/bulk-sql.ts';
import { beginManifest, completeManifest } from '../../server/batches/manifest-writing.ts';
import { signManifest } from '../../server/batches/manifest-seal.ts';
import type { BatchRow } from '../../server/batches/batch-store.ts';
import type { Services } from '../../server/services.ts';
import type { SubmissionStatus } from '../../server/submissions/submission-schema.ts';
import { DAY_MS, type Base } from './population-base.ts';
import { groupedBy, moveAll, type Traveller } from './population-road.ts';

const ROWS_OF_A_BATCH = 2000;
const LINE_BYTES = 700;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** How far a batch comes; its rows' targets say so. */
const STAGE: Partial<Record<SubmissionStatus, 'open' | 'ratified' | 'sent' | 'answered'>> = {
  batched: 'open',
  ratified: 'ratified',
  sent: 'sent',
  confirmed: 'answered',
  pmo_returned: 'answered',
  pmo_rejected: 'answered',
};
const ANSWER: Partial<Record<SubmissionStatus, string>> = {
  confirmed: 'CONFIRMED',
  pmo_returned: 'RETURNED',
  pmo_rejected: 'REJECTED',
};

interface Batch {
  id: number;
  no: number;
  channel: 'online' | 'offline';
  stage: string;
  rows: Traveller[];
  digest: string;
}

const idOf = async (trx: Knex.Transaction, table: string, row: Record<string, unknown>) => {
  const [made] = (await trx(table).insert(row).returning('id')) as { id: number }[];
  return (made as { id: number }).id;
};

async function compose(
  trx: Knex.Transaction,
  base: Base,
  no: number,
  key: string,
  rows: Traveller[],
  at: string,
): Promise<Batch> {
  const [waveId, channel, stage] = key.split('|') as [string, Batch['channel'], string];
  const by = base.coordinator.id;
  const id = await idOf(trx, 'batches', {
    batch_no: `B-${String(no).padStart(5, '0')}`, channel, wave_id: Number(waveId), composed_by_id: by, created_at: at, updated_at: at,
  }); // prettier-ignore
  await insertMany(trx, {
    table: 'batch_rows',
    columns: ['batch_id', 'submission_id', 'added_by_id', 'added_at'],
    rows: rows.map((row) => [id, row.id, by, at]),
  });
  await moveAll(trx, rows, {
    action: 'batch', from: 'verified', to: 'batched', role: 'coordinator', after: 2 * DAY_MS, actorId: () => by, set: `batch_id = ${id}`,
  }); // prettier-ignore
  return { id, no, channel, stage, rows, digest: sha256(`bench-${no}`) };
}

const changeBatch = (trx: Knex.Transaction, batch: Batch, values: Record<string, unknown>) =>
  trx('batches')
    .where({ id: batch.id })
    .update({ ...values, version: trx.raw('version + 1') });

async function seal(
  trx: Knex.Transaction,
  services: Services,
  base: Base,
  batch: Batch,
  at: string,
): Promise<number> {
  const by = base.coordinator.id;
  const draft = { rowCount: batch.rows.length, screeningAsOf: at, sealedById: by };
  const manifestId = await beginManifest(trx, batch.id, draft);
  await insertMany(trx, {
    table: 'manifest_lines',
    columns: [
      'manifest_id',
      'position',
      'submission_id',
      'office_id',
      'proposer',
      'round_no',
      'region_code',
      'line',
    ],
    rows: batch.rows.map((row, index) => {
      const place = { table: 'manifest_lines', column: 'line', rowUid: `${manifestId}:${index + 1}` };
      const line = services.encryption.encrypt(row.registration_no.padEnd(LINE_BYTES), place);
      return [manifestId, index + 1, row.id, row.office_id, row.proposer, 1, row.region_code, line];
    }),
  });
  const row_count = batch.rows.length;
  const sealed = { manifestId, digest: batch.digest, sealedAt: at };
  await completeManifest(trx, manifestId, sealed);
  const row = (await trx('batches').where({ id: batch.id }).first()) as BatchRow;
  await signManifest(trx, services.signingKeys, { ...row, row_count }, sealed);
  await changeBatch(trx, batch, {
    status: 'sealed',
    digest: batch.digest,
    row_count,
    sealed_at: at,
    sealed_by_id: by,
  });
  return manifestId;
}

async function signPapers(trx: Knex.Transaction, base: Base, batch: Batch, at: string): Promise<void> {
  if (batch.channel !== 'offline') return;
  for (const kind of ['attestation', 'handover']) {
    const name = sha256(`${batch.no}-${kind}`);
    const by = base.coordinator.id;
    const document_id = await idOf(trx, 'documents', {
      batch_id: batch.id, kind, mime: 'application/pdf', size: 1, sha256: name, original_name: name, uploaded_by_id: by, created_at: at,
    }); // prettier-ignore
    await trx('batch_papers').insert({
      batch_id: batch.id,
      kind,
      digest: batch.digest,
      document_id,
      attached_by_id: by,
      attached_at: at,
    });
  }
}

async function ratify(trx: Knex.Transaction, base: Base, batch: Batch, at: string): Promise<void> {
  await changeBatch(trx, batch, {
    status: 'awaiting_ratification',
    submitted_at: at,
    submitted_by_id: base.coordinator.id,
  });
  await changeBatch(trx, batch, {
    status: 'ratified', ratified_by_id: base.approverId, ratified_at: at, ratified_digest: batch.digest, decree_no: `KEP-${batch.no}`, decree_date: at.slice(0, 10),
  }); // prettier-ignore
  const approver = { role: 'approver', after: 3 * DAY_MS, actorId: () => base.approverId };
  await moveAll(trx, batch.rows, { ...approver, action: 'ratify', from: 'batched', to: 'ratified' });
}

async function send(
  trx: Knex.Transaction,
  base: Base,
  batch: Batch,
  manifestId: number,
  at: string,
): Promise<number> {
  const dispatchNo = `PK-${String(batch.no).padStart(5, '0')}`;
  const dispatchId = await idOf(trx, 'dispatches', {
    dispatch_no: dispatchNo, batch_id: batch.id, manifest_id: manifestId, idempotency_key: sha256(dispatchNo), digest: batch.digest,
    row_count: batch.rows.length, round_no: 1, next_attempt_at: at, queued_by_id: base.coordinator.id, queued_at: at,
  }); // prettier-ignore
  await changeBatch(trx, batch, { status: 'sent', dispatch_no: dispatchNo, sent_at: at });
  const sent = { role: 'coordinator', after: 3 * DAY_MS + 1, actorId: () => base.coordinator.id };
  await moveAll(trx, batch.rows, { ...sent, action: 'send', from: 'ratified', to: 'sent' });
  await trx('dispatches').where({ id: dispatchId }).update({ status: 'sending' });
  await trx('pmo_deliveries').insert({
    idempotency_key: sha256(dispatchNo), dispatch_no: dispatchNo, dispatch_id: dispatchId, received_count: batch.rows.length, received_digest: batch.digest, received_at: at,
  }); // prettier-ignore
  await trx('dispatches').where({ id: dispatchId }).update({ status: 'delivered', delivered_at: at });
  return dispatchId;
}

async function answer(
  trx: Knex.Transaction,
  base: Base,
  batch: Batch,
  dispatchId: number,
  at: string,
): Promise<void> {
  await trx('dispatches')
    .where({ id: dispatchId })
    .update({ status: 'acknowledged', acknowledged_at: at, acknowledged_by_id: base.pmoId });
  await changeBatch(trx, batch, { status: 'acknowledged', acknowledged_at: at });
  await insertMany(trx, {
    table: 'pmo_answers',
    columns: [
      'dispatch_id',
      'submission_id',
      'result',
      'answered_at',
      'source',
      'recorded_by_id',
      'recorded_at',
    ],
    rows: batch.rows.map((row) => [
      dispatchId,
      row.id,
      ANSWER[row.target] as string,
      at,
      'console',
      base.pmoId,
      at,
    ]),
  });
  for (const [target, rows] of groupedBy(batch.rows, (row) => row.target))
    await moveAll(trx, rows, {
      action: 'answer',
      from: 'sent',
      to: target,
      role: 'pmo',
      after: 4 * DAY_MS,
      actorId: () => base.pmoId,
    });
}

/** Puts the verified into batches and takes each batch as far as its rows' targets say. */
export async function batchAll(
  services: Services,
  base: Base,
  travellers: readonly Traveller[],
  now: Date,
): Promise<void> {
  const at = new Date(now.getTime() - DAY_MS).toISOString();
  const groups = groupedBy(
    travellers.filter(({ target }) => STAGE[target] !== undefined),
    (one) => `${one.wave_id}|${one.channel === 'offline' ? 'offline' : 'online'}|${STAGE[one.target]}`,
  );
  let no = 0;
  for (const [key, rows] of groups) {
    for (let from = 0; from < rows.length; from += ROWS_OF_A_BATCH) {
      no += 1;
      const some = rows.slice(from, from + ROWS_OF_A_BATCH);
      await services.database.transaction(async (trx) => {
        const batch = await compose(trx, base, no, key, some, at);
        if (batch.stage === 'open') return;
        const manifestId = await seal(trx, services, base, batch, at);
        await signPapers(trx, base, batch, at);
        await ratify(trx, base, batch, at);
        if (batch.stage === 'ratified') return;
        const dispatchId = await send(trx, base, batch, manifestId, at);
        if (batch.stage === 'answered') await answer(trx, base, batch, dispatchId, at);
      });
    }
  }
}

import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Act } from '../audit/audit-service.ts';
import { withBatchMessages } from '../batches/batch-blocker-rules.ts';
import { rowsMoving } from '../batches/row-move-store.ts';
import { lockBatch } from '../batches/batch-store.ts';
import type { Database } from '../database.ts';
import { blocked, conflict, invalid, notFound, staleVersion } from '../errors.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import { SealError } from '../privacy/sealed-record.ts';
import { packageFiles } from './delivery-package.ts';
import { fileBlockers } from './delivery-rules.ts';
import { acknowledgeByReceipt, keepReceipt } from './dispatch-outcome.ts';
import { deliveryDifferences } from './dispatch-rules.ts';
import { changeDispatch, findDispatch, rowToDispatch, type NamedDispatchRow } from './dispatch-store.ts';
import type { DispatchRecord } from './forwarding-schema.ts';
import { PmoReceipt } from './pmo-answer-rules.ts';
import type { SealOf } from './pmo-client.ts';
import { tarStream, type TarFile } from './tar-stream.ts';

export interface DeliveryFileDependencies {
  database: Database;
  encryption: FieldEncryption;
  sealOf: SealOf;
}

/** A receipt as a file: strict JSON of a few lines. @throws 422 where it is none */
async function readReceipt(path: string): Promise<{ receipt: PmoReceipt; text: string }> {
  const text = await readFile(path, 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('RECEIPT_MALFORMED', 'The receipt is no JSON.', { file: 'no JSON' });
  }
  const receipt = PmoReceipt.safeParse(value);
  if (!receipt.success)
    throw invalid('RECEIPT_MALFORMED', 'The receipt needs dispatchNo, count and digest.', {
      file: receipt.error.issues.map((issue) => issue.path.join('.')).join(', '),
    });
  return { receipt: receipt.data, text };
}

function assertByFile(row: NamedDispatchRow): void {
  if (row.status !== 'by_file')
    throw blocked(withBatchMessages([{ code: 'DISPATCH_NOT_BY_FILE', status: row.status }]));
}

/** Delivery as a file: the package that leaves the house, and the PMO's receipt that alone makes it delivered. */
export function createDeliveryFiles({ database, encryption, sealOf }: DeliveryFileDependencies) {
  async function find(act: Act, id: number): Promise<NamedDispatchRow> {
    const row = await findDispatch(act.trx, act.actor, id);
    if (!row) throw notFound('delivery');
    return row;
  }

  async function filesOf(row: NamedDispatchRow): Promise<TarFile[]> {
    const seal = await sealOf(row.manifest_id);
    const files = await packageFiles(database.read, encryption, row, seal).catch((error: unknown) => {
      if (error instanceof SealError && error.code !== 'UNKNOWN_KEY') return null;
      throw error;
    });
    if (!files) throw blocked(withBatchMessages([{ code: 'MANIFEST_TAMPERED' }]));
    return files;
  }

  return {
    /** Takes a delivery off the wire: from here on a file carries it. */
    async byFile(act: Act, id: number, version: number): Promise<DispatchRecord> {
      const row = await find(act, id);
      const blockers = fileBlockers(row.status);
      if (blockers.length > 0) throw blocked(withBatchMessages(blockers));
      return changeDispatch(act, row, version, { status: 'by_file', last_error: null });
    },

    /** The package, once its evidence stands: who took it out, when, and with which digest. */
    async download(
      find: () => Promise<NamedDispatchRow | null>,
      leaveEvidence: (work: (act: Act) => Promise<void>) => Promise<void>,
    ): Promise<{ body: NodeJS.ReadableStream; fileName: string }> {
      const row = await find();
      if (!row) throw notFound('delivery');
      assertByFile(row);
      const files = await filesOf(row);
      await leaveEvidence(async (act) => {
        await act.trx('package_downloads').insert({
          dispatch_id: row.id,
          digest: row.digest,
          downloaded_by_id: act.actor.id,
          downloaded_at: act.now,
        });
        act.record({
          subject: 'dispatch',
          subjectId: row.id,
          details: { dispatchNo: row.dispatch_no, digest: row.digest, rows: row.row_count },
        });
      });
      const seconds = Math.floor(Date.parse(row.queued_at) / 1000);
      return { body: Readable.from(tarStream(files, seconds)), fileName: `${row.dispatch_no}.tar` };
    },

    /**
     * The PMO's receipt of a delivery by file. Count and digest must be those of the delivery: then it is delivered and acknowledged;
     * else nothing changes, and both numbers are told.
     */
    async takeReceipt(act: Act, id: number, version: number, path: string): Promise<DispatchRecord> {
      const { receipt, text } = await readReceipt(path);
      const row = await find(act, id);
      const batch = await lockBatch(act, row.batch_id, null);
      assertByFile(row);
      if (row.version !== version) throw staleVersion({ version: row.version });
      if (receipt.dispatchNo !== row.dispatch_no)
        throw conflict('RECEIPT_OF_ANOTHER', 'This receipt is of another delivery.', {
          stated: receipt.dispatchNo,
          sent: row.dispatch_no,
        });
      const sealed = { count: row.row_count, digest: row.digest };
      const differences = deliveryDifferences(receipt, receipt, sealed);
      if (differences.length > 0) throw blocked(withBatchMessages(differences));
      const moving = await rowsMoving(act.trx, batch.id);
      if (moving) throw blocked(withBatchMessages([{ code: 'ROWS_FOLLOWING', ...moving }]));
      await keepReceipt(act, row, { ...receipt, text }, { source: 'file', recordedById: act.actor.id });
      await changeDispatch(act, row, version, {
        status: 'delivered',
        delivered_at: act.now,
        last_error: null,
      });
      await acknowledgeByReceipt(act, batch, row);
      const after = (await findDispatch(act.trx, act.actor, id)) as NamedDispatchRow;
      return rowToDispatch(after);
    },
  };
}
export type DeliveryFiles = ReturnType<typeof createDeliveryFiles>;

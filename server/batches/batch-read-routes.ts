import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Database } from '../database.ts';
import { list, read, type Reply, type RequestContext, type RouteRecord } from '../http/route.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import { BatchSignOff } from '../sign-off/sign-off-schema.ts';
import { signOffOf } from '../sign-off/sign-off-store.ts';
import { availableBatchActions } from './batch-available-actions.ts';
import { quotaLeft } from './batch-facts.ts';
import { BATCH_LIST, BATCH_ROW_LIST, listBatches, listBatchRows } from './batch-list.ts';
import { assertPrintable, papersOf } from './batch-papers.ts';
import {
  AvailableBatchAction,
  BatchDetail,
  BatchRecord,
  BatchRowRecord,
  BatchTransitionRecord,
} from './batch-schema.ts';
import type { BatchService } from './batch-service.ts';
import { batchHistory, findBatch, rowToBatch, type BatchRow } from './batch-store.ts';
import { findSeal } from './manifest-seal.ts';
import { findManifest, storedLines } from './manifest-store.ts';
import { latestRun, toBatchRunRecord } from './batch-run-store.ts';
import { rowsMoving } from './row-move-store.ts';
import { idOf } from '../http/address-id.ts';

export interface BatchReadDependencies {
  database: Database;
  encryption: FieldEncryption;
  batches: BatchService;
}

function paperRoute(
  paper: 'attestation' | 'handover' | 'decree',
  summary: string,
  { database, batches }: BatchReadDependencies,
): RouteRecord {
  return read(`/batches/:id/${paper}.pdf`, {
    permission: 'batch.read',
    audit: 'batch.paper-printed',
    summary,
    handle: async (context): Promise<Reply> => {
      const batch = await findBatch(database.read, context.actor, idOf(context.params));
      const body = await batches.printing[paper](database.read, batch, context.now);
      await context.note({ subject: 'batch', subjectId: batch.id, details: { paper, digest: batch.digest } });
      return {
        kind: 'bytes',
        body,
        mime: 'application/pdf',
        fileName: `${batch.batch_no}-${paper}.pdf`,
        inline: true,
      };
    },
  });
}

async function* manifestText(
  { database, encryption }: BatchReadDependencies,
  manifestId: number,
): AsyncGenerator<string> {
  for await (const lines of storedLines(database.read, encryption, manifestId))
    yield lines.map(({ line }) => `${line}\n`).join('');
}

function manifestRoute(dependencies: BatchReadDependencies): RouteRecord {
  return read('/batches/:id/manifest', {
    // Whole NIKs stand in it: only who forwards it, receives it or audits it reads one.
    permission: 'dispatch.read',
    audit: 'batch.manifest-read',
    summary: 'The sealed manifest, NDJSON: its bytes give the digest (coordinator, PMO, auditor)',
    handle: async (context): Promise<Reply> => {
      const batch = await findBatch(dependencies.database.read, context.actor, idOf(context.params));
      assertPrintable(batch, 'sealed');
      const manifest = await findManifest(dependencies.database.read, batch);
      if (!manifest) throw new Error(`batch ${batch.id} has no manifest`);
      await context.note({
        subject: 'batch',
        subjectId: batch.id,
        details: { digest: manifest.digest, rows: manifest.row_count },
      });
      return {
        kind: 'stream',
        body: Readable.from(manifestText(dependencies, manifest.id)),
        mime: 'application/x-ndjson; charset=utf-8',
        fileName: `${batch.batch_no}.ndjson`,
      };
    },
  });
}

/** Reading batches: lists, one, its rows, history, manifest and printed papers. */
export function batchReadRoutes(dependencies: BatchReadDependencies): RouteRecord[] {
  const { database } = dependencies;
  const find = ({ actor, params }: RequestContext<unknown>): Promise<BatchRow> =>
    findBatch(database.read, actor, idOf(params));
  return [
    list('/batches', {
      permission: 'batch.read',
      audit: { none: 'batches by their numbers, nobody’s case' },
      summary: 'Batches; the PMO sees those sent to it',
      list: BATCH_LIST,
      response: BatchRecord,
      handle: ({ actor }, request) => listBatches(database, actor, request),
    }),
    read('/batches/:id', {
      permission: 'batch.read',
      audit: { none: 'a batch by its numbers, nobody’s case' },
      summary: 'One batch with its signed papers and the places left in the wave',
      response: BatchDetail,
      handle: async (context) => {
        // First the run, then who follows, then the batch: a step that ends in between is told as not yet ended, and asked
        // about again. In another order it would be told as done, beside rows or a batch that know nothing of it.
        const id = idOf(context.params);
        const run = await latestRun(database.read, id);
        const moving = await rowsMoving(database.read, id);
        const batch = await find(context);
        const seal = await findSeal(database.read, batch);
        return {
          ...rowToBatch(batch),
          papers: await papersOf(database.read, batch),
          quotaLeft: await quotaLeft(database.read, batch),
          seal: seal && { kid: seal.kid, digest: seal.digest, signedAt: seal.signed_at },
          run: run && toBatchRunRecord(run),
          moving,
        };
      },
    }),
    list('/batches/:id/rows', {
      permission: 'batch.read',
      audit: { none: 'masked rows of a batch' },
      summary: 'The rows of a batch, masked, with the PMO’s answers',
      list: BATCH_ROW_LIST,
      response: BatchRowRecord,
      handle: async (context, request) => {
        const batch = await find(context);
        const manifest = batch.digest === null ? null : await findManifest(database.read, batch);
        return listBatchRows(database, batch, manifest?.id ?? null, request);
      },
    }),
    read('/batches/:id/history', {
      permission: 'batch.read',
      audit: { none: 'a batch by its steps, nobody’s case' },
      summary: 'Everything that happened to a batch',
      response: z.array(BatchTransitionRecord),
      handle: async (context) => batchHistory(database.read, (await find(context)).id),
    }),
    read('/batches/:id/available-actions', {
      permission: 'batch.read',
      audit: { none: 'a batch by its steps, nobody’s case' },
      summary: 'What may be done to a batch now, and what stands in the way of the rest',
      response: z.array(AvailableBatchAction),
      handle: async (context) =>
        availableBatchActions(database.read, await find(context), context.actor, context.now),
    }),
    read('/batches/:id/sign-off', {
      permission: 'batch.read',
      audit: { none: 'who signed a batch, nobody’s case' },
      summary: 'The stages a batch goes through before it is ratified, with their signatures',
      response: BatchSignOff,
      handle: async (context) => signOffOf(database.read, await find(context)),
    }),
    manifestRoute(dependencies),
    paperRoute('attestation', 'The statement of data truth, to be signed', dependencies),
    paperRoute('handover', 'The handover minutes (BAST), to be signed', dependencies),
    paperRoute('decree', 'The annex of the decree that ratified the batch', dependencies),
  ];
}

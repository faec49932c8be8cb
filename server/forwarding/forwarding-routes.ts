import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { actOrOrder } from '../batches/batch-acts.ts';
import { StepOrdered } from '../batches/batch-run-schema.ts';
import { BatchRecord } from '../batches/batch-schema.ts';
import { findBatch } from '../batches/batch-store.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database.ts';
import { badRequest, notFound } from '../errors.ts';
import { runList } from '../http/list-query.ts';
import { command, list, read, type RouteRecord } from '../http/route.ts';
import type { BlindIndex } from '../privacy/blind-index.ts';
import { readAnswerFile } from './answer-file-reader.ts';
import type { AnswerFileService } from './answer-file-service.ts';
import {
  ISSUE_COLUMNS,
  ISSUE_LIST,
  issuesVisibleTo,
  rowToIssue,
  type IssueRow,
} from './answer-issue-store.ts';
import type { AnswerService } from './answer-service.ts';
import {
  DISPATCH_LIST,
  dispatchDetail,
  dispatchesVisibleTo,
  findDispatch,
  rowToDispatch,
  type NamedDispatchRow,
} from './dispatch-store.ts';
import type { DeliveryFiles } from './delivery-files.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import type { DispatchWorker } from './dispatch-worker.ts';
import * as Body from './forwarding-schema.ts';
import type { ForwardingService } from './forwarding-service.ts';
import { reconcile } from './reconciliation.ts';
import { idOf } from '../http/address-id.ts';

export interface ForwardingRouteDependencies {
  database: Database;
  blindIndex: BlindIndex;
  forwarding: ForwardingService;
  answers: AnswerService;
  answerFiles: AnswerFileService;
  dispatchWorker: DispatchWorker;
  deliveryFiles: DeliveryFiles;
  config: Pick<Config, 'pmo'>;
}

/** So long an answer waits for the delivery: most are over by then, and the page shows them at once. */
const PATIENCE_MS = 1500;

function dispatchRoutes({
  database,
  forwarding,
  dispatchWorker,
}: ForwardingRouteDependencies): RouteRecord[] {
  return [
    list('/dispatches', {
      permission: 'dispatch.read',
      audit: { none: 'deliveries by their numbers, nobody’s case' },
      summary: 'Deliveries to the PMO; the PMO sees those that reached it',
      list: DISPATCH_LIST,
      response: Body.DispatchRecord,
      handle: ({ actor }, request) =>
        runList<NamedDispatchRow, Body.DispatchRecord>(database.read, DISPATCH_LIST, request, {
          from: () => dispatchesVisibleTo(database.read, actor),
          columns: ['d.*', 'b.batch_no', 'b.wave_id'],
          toRecord: rowToDispatch,
          idColumn: 'd.id',
        }),
    }),
    read('/dispatches/:id', {
      permission: 'dispatch.read',
      audit: { none: 'a delivery by its numbers, nobody’s case' },
      summary: 'One delivery with its attempts and what arrived of it',
      response: Body.DispatchDetail,
      handle: async ({ actor, params }) => {
        const row = await findDispatch(database.read, actor, idOf(params));
        if (!row) throw notFound('delivery');
        return dispatchDetail(database.read, row);
      },
    }),
    command('/dispatches/:id/retry', {
      permission: 'dispatch.retry',
      audit: 'dispatch.retried',
      summary: 'Try a delivery again now, under the same key',
      body: Body.VersionedDispatch,
      response: Body.DispatchRecord,
      handle: async ({ act, body, params }) => {
        const record = await act((one) => forwarding.retry(one, idOf(params), body.version));
        void dispatchWorker.wake();
        return record;
      },
    }),
    command('/batches/:id/forward', {
      permission: 'batch.forward',
      audit: 'batch.forwarded',
      summary:
        'Screen every row once more and send a ratified batch to the PMO; 202 {jobId} for a large batch',
      body: Body.ForwardBatch,
      response: z.union([BatchRecord, StepOrdered]),
      handle: async (context) => {
        const answer = await actOrOrder(context, database, (act) =>
          forwarding.forward(act, idOf(context.params), context.body),
        );
        await Promise.race([dispatchWorker.wake(), sleep(PATIENCE_MS, undefined, { ref: false })]);
        return answer;
      },
    }),
  ];
}

function pmoRoutes({
  forwarding,
  answers,
  answerFiles,
  blindIndex,
}: ForwardingRouteDependencies): RouteRecord[] {
  return [
    command('/batches/:id/acknowledge', {
      permission: 'delivery.acknowledge',
      audit: 'batch.acknowledged',
      summary: 'Acknowledge a delivery: count and digest must be what arrived and what was sealed',
      body: Body.Acknowledge,
      response: BatchRecord,
      handle: ({ act, body, params }) => act((one) => forwarding.acknowledge(one, idOf(params), body)),
    }),
    command('/batches/:id/refuse', {
      permission: 'delivery.refuse',
      audit: 'batch.refused',
      summary: 'Refuse a whole delivery; the batch is ratified again and may be sent anew',
      body: Body.RefuseDelivery,
      response: BatchRecord,
      handle: ({ act, body, params }) => act((one) => forwarding.refuse(one, idOf(params), body)),
    }),
    command('/batches/:id/answer', {
      permission: 'delivery.answer',
      audit: 'batch.answered',
      summary: 'Confirm, return or reject rows, all of them or none',
      body: Body.Answer,
      response: BatchRecord,
      handle: ({ act, body, params }) => act((one) => answers.answer(one, idOf(params), body)),
    }),
    command('/batches/:id/confirm-all', {
      permission: 'delivery.answer',
      audit: 'batch.confirmed-all',
      summary: 'Confirm every row that has no answer yet',
      body: Body.ConfirmAll,
      response: BatchRecord,
      handle: ({ act, body, params }) => act((one) => answers.confirmAll(one, idOf(params), body.version)),
    }),
    command('/batches/:id/answer-files', {
      permission: 'delivery.answer',
      audit: 'batch.answer-file',
      summary: 'Take the PMO’s answer file (CSV); lines that cannot be taken become work items',
      body: Body.UploadAnswers,
      response: Body.AnswerFileReceipt,
      status: 202,
      upload: { maxBytes: Body.MAX_ANSWER_FILE_BYTES },
      handle: async ({ act, body, params, file }) => {
        if (!file) throw badRequest('NO_FILE', 'Send the answer file in the field "file".');
        const read = await readAnswerFile(file.path, blindIndex);
        const about = { fileName: file.originalName, version: body.version ?? null };
        return act((one) => answerFiles.take(one, idOf(params), read, about));
      },
    }),
  ];
}

function issueRoutes({ database, answerFiles }: ForwardingRouteDependencies): RouteRecord[] {
  return [
    list('/answer-issues', {
      permission: 'dispatch.read',
      audit: { none: 'lines of answer files without a NIK' },
      summary: 'Lines of answer files that somebody must look at',
      list: ISSUE_LIST,
      response: Body.AnswerIssueRecord,
      handle: ({ actor }, request) =>
        runList<IssueRow, Body.AnswerIssueRecord>(database.read, ISSUE_LIST, request, {
          from: () => issuesVisibleTo(database.read, actor),
          columns: ISSUE_COLUMNS,
          toRecord: rowToIssue,
          idColumn: 'i.id',
        }),
    }),
    command('/answer-issues/:id/close', {
      permission: 'dispatch.retry',
      audit: 'answer-issue.closed',
      summary: 'Close a work item with a word on what was done',
      body: Body.CloseIssue,
      response: Body.AnswerIssueRecord,
      handle: ({ act, body, params }) =>
        act((one) => answerFiles.closeIssue(one, idOf(params), body.version, body.note)),
    }),
  ];
}

function reconciliationRoutes({ database }: ForwardingRouteDependencies): RouteRecord[] {
  return [
    read('/batches/:id/reconciliation', {
      permission: 'batch.read',
      audit: { none: 'sums of a batch, nobody’s case' },
      summary: 'sent = confirmed + returned + refused + pending, by office, proposer and round',
      response: Body.Reconciliation,
      handle: async ({ actor, params }) => {
        const batch = await findBatch(database.read, actor, idOf(params));
        return reconcile(database.read, batch.id);
      },
    }),
  ];
}

/** Deliveries, the PMO's acts, its answers and the sheet that balances both. */
export function forwardingRoutes(dependencies: ForwardingRouteDependencies): RouteRecord[] {
  return [
    ...dispatchRoutes(dependencies),
    ...deliveryRoutes(dependencies),
    ...pmoRoutes(dependencies),
    ...issueRoutes(dependencies),
    ...reconciliationRoutes(dependencies),
  ];
}

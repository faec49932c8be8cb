import { z } from 'zod';
import type { AuthService } from '../auth/auth-service.ts';
import { MAX_DOCUMENT_BYTES } from '../documents/document-schema.ts';
import type { Database } from '../database.ts';
import { badRequest } from '../errors.ts';
import { command, type RouteRecord } from '../http/route.ts';
import { RescreenAccepted } from '../submissions/rescreen-schema.ts';
import { BatchSignOff, SignBatch } from '../sign-off/sign-off-schema.ts';
import { actOrOrder } from './batch-acts.ts';
import { batchReadRoutes, type BatchReadDependencies } from './batch-read-routes.ts';
import { StepOrdered } from './batch-run-schema.ts';
import * as Body from './batch-schema.ts';
import type { BatchService } from './batch-service.ts';
import { findBatch } from './batch-store.ts';
import { sealRoutes } from './seal-routes.ts';
import { idOf } from '../http/address-id.ts';

export interface BatchRouteDependencies extends BatchReadDependencies {
  database: Database;
  auth: AuthService;
  batches: BatchService;
}

function composeRoutes({ batches }: BatchRouteDependencies): RouteRecord[] {
  return [
    command('/batches', {
      permission: 'batch.compose',
      audit: 'batch.created',
      summary: 'Open a batch for one wave and channel; online batches take assisted registrations too',
      body: Body.CreateBatch,
      response: Body.BatchRecord,
      status: 201,
      handle: ({ act, body }) => act((one) => batches.create(one, body)),
    }),
    command('/batches/:id/rows', {
      permission: 'batch.compose',
      audit: 'batch.rows-added',
      summary: 'Add verified rows by id, or by a filter with the number of rows it showed',
      body: Body.AddRows,
      response: Body.RowsAdded,
      handle: ({ act, body, params }) => act((one) => batches.addRows(one, idOf(params), body)),
    }),
    command('/batches/:id/rows/remove', {
      permission: 'batch.compose',
      audit: 'batch.rows-removed',
      summary: 'Take rows out of an open batch; they are verified registrations again',
      body: Body.RemoveRows,
      response: Body.BatchRecord,
      handle: ({ act, body, params }) => act((one) => batches.removeRows(one, idOf(params), body)),
    }),
    command('/batches/:id/cancel', {
      permission: 'batch.compose',
      audit: 'batch.cancelled',
      summary: 'Give an open batch up; its rows are verified registrations again',
      body: Body.CancelBatch,
      response: Body.BatchRecord,
      handle: ({ act, body, params }) =>
        act((one) => batches.cancel(one, idOf(params), body.version, body.reason ?? body.note)),
    }),
  ];
}

function paperRoutes({ batches }: BatchRouteDependencies): RouteRecord[] {
  return [
    command('/batches/:id/rescreen', {
      permission: 'batch.seal',
      audit: 'batch.rescreen-ordered',
      summary: 'Screen every row again by a job, without moving the batch',
      body: Body.VersionedBatch,
      response: RescreenAccepted,
      status: 202,
      handle: ({ act, body, params }) => act((one) => batches.rescreen(one, idOf(params), body.version)),
    }),
    command('/batches/:id/unseal', {
      permission: 'batch.seal',
      audit: 'batch.unsealed',
      summary: 'Open a sealed batch again; a new seal makes a new manifest',
      body: Body.WithReason,
      response: Body.BatchRecord,
      handle: ({ act, body, params }) =>
        act((one) => batches.unseal(one, idOf(params), body.version, body.reason ?? body.note ?? '')),
    }),
    command('/batches/:id/papers', {
      permission: 'batch.papers',
      audit: 'batch.paper-attached',
      summary: 'Attach a signed paper (JPEG, PNG or PDF) with the digest printed on it',
      body: Body.AttachPaper,
      response: Body.BatchRecord,
      status: 201,
      upload: { maxBytes: MAX_DOCUMENT_BYTES },
      handle: ({ act, body, params, file }) => {
        if (!file) throw badRequest('NO_FILE', 'Send the scanned paper in the field "file".');
        return batches.attachScan(file.path, idOf(params), body, act);
      },
    }),
    command('/batches/:id/submit', {
      permission: 'batch.submit',
      audit: 'batch.submitted',
      summary: 'Put a sealed batch before the approver; an offline one needs its two signed papers',
      body: Body.VersionedBatch,
      response: Body.BatchRecord,
      handle: ({ act, body, params }) => act((one) => batches.submit(one, idOf(params), body.version)),
    }),
  ];
}

function ratifyRoutes({ batches, database, auth }: BatchRouteDependencies): RouteRecord[] {
  return [
    command('/batches/:id/sign', {
      permission: 'batch.sign',
      audit: 'batch.signed',
      summary: 'Sign the open stage of a batch for its digest; asks for the password again',
      body: SignBatch,
      response: BatchSignOff,
      handle: async ({ actor, body, params, req, act }) => {
        const { password, ...signature } = body;
        await auth.reauthenticate(actor, password, req.ip ?? '');
        return act((one) => batches.sign(one, idOf(params), signature));
      },
    }),
    command('/batches/:id/ratify', {
      permission: 'batch.ratify',
      audit: 'batch.ratified',
      summary:
        'Ratify the digest of a batch by decree; asks for the password again; 202 {jobId} for a large batch',
      body: Body.Ratify,
      response: z.union([Body.BatchRecord, StepOrdered]),
      handle: async (context) => {
        const { password, ...decree } = context.body;
        await auth.reauthenticate(context.actor, password, context.req.ip ?? '');
        const id = idOf(context.params);
        const batch = await findBatch(database.read, context.actor, id);
        const proven = await batches.beforeRatifying(batch, decree, context.actor, context.now);
        return actOrOrder(context, database, (act) => batches.ratify(act, id, decree, proven));
      },
    }),
    command('/batches/:id/send-back', {
      permission: 'batch.send-back',
      audit: 'batch.sent-back',
      summary: 'Send a batch back, whole or by rows: those rows leave it',
      body: Body.SendBack,
      response: Body.BatchRecord,
      handle: ({ act, body, params }) => act((one) => batches.sendBack(one, idOf(params), body)),
    }),
  ];
}

/** Batches from the first row to the decree; what comes after is forwarding's. */
export function batchRoutes(dependencies: BatchRouteDependencies): RouteRecord[] {
  return [
    ...batchReadRoutes(dependencies),
    ...composeRoutes(dependencies),
    ...sealRoutes(dependencies),
    ...paperRoutes(dependencies),
    ...ratifyRoutes(dependencies),
  ];
}

import type { Config } from '../config.ts';
import type { Database } from '../database.ts';
import { badRequest } from '../errors.ts';
import { command, read, type Reply, type RouteRecord } from '../http/route.ts';
import type { DeliveryFiles } from './delivery-files.ts';
import { findDispatch } from './dispatch-store.ts';
import type { DispatchWorker } from './dispatch-worker.ts';
import * as Body from './forwarding-schema.ts';
import { SendingState, TurnSending } from './sending-schema.ts';
import { readSending, turnSending } from './sending-switch.ts';
import { idOf } from '../http/address-id.ts';

export interface DeliveryRouteDependencies {
  database: Database;
  deliveryFiles: DeliveryFiles;
  dispatchWorker: DispatchWorker;
  config: Pick<Config, 'pmo'>;
}

function sendingRoutes({ database, dispatchWorker, config }: DeliveryRouteDependencies): RouteRecord[] {
  const way = config.pmo ? 'http' : 'console';
  return [
    read('/sending', {
      permission: 'sending.read',
      audit: { none: 'whether deliveries leave, nobody’s case' },
      summary: 'Whether deliveries leave the house, who said so, and how many wait',
      response: SendingState,
      handle: () => readSending(database.read, way),
    }),
    command('/sending/stop', {
      permission: 'sending.turn',
      audit: 'sending.stopped',
      summary: 'Stop all sending at once, in every process; what is under way is cut off and asked about',
      body: TurnSending,
      response: SendingState,
      handle: ({ act, body }) => act((one) => turnSending(one, 'stop', body, way)),
    }),
    command('/sending/resume', {
      permission: 'sending.turn',
      audit: 'sending.resumed',
      summary: 'Let deliveries leave again',
      body: TurnSending,
      response: SendingState,
      handle: async ({ act, body }) => {
        const state = await act((one) => turnSending(one, 'resume', body, way));
        void dispatchWorker.wake();
        return state;
      },
    }),
  ];
}

function fileRoutes({ database, deliveryFiles }: DeliveryRouteDependencies): RouteRecord[] {
  return [
    command('/dispatches/:id/by-file', {
      permission: 'dispatch.by-file',
      audit: 'dispatch.by-file',
      summary: 'Hand a delivery over as a file instead: for a PMO that cannot be reached',
      body: Body.VersionedDispatch,
      response: Body.DispatchRecord,
      handle: ({ act, body, params }) => act((one) => deliveryFiles.byFile(one, idOf(params), body.version)),
    }),
    read('/dispatches/:id/package.tar', {
      // Whole NIKs stand in it.
      permission: 'dispatch.by-file',
      audit: 'dispatch.package-downloaded',
      summary: 'The package of a delivery by file: manifest, statement, signature, how to check them',
      handle: async ({ actor, params, act }): Promise<Reply> => {
        const file = await deliveryFiles.download(
          () => findDispatch(database.read, actor, idOf(params)),
          act,
        );
        return { kind: 'stream', ...file, mime: 'application/x-tar' };
      },
    }),
    command('/dispatches/:id/receipt', {
      permission: 'dispatch.by-file',
      audit: 'dispatch.receipt',
      summary: 'Take the PMO’s receipt (JSON) of a delivery by file: count and digest must agree',
      body: Body.UploadReceipt,
      response: Body.DispatchRecord,
      upload: { maxBytes: Body.MAX_RECEIPT_BYTES },
      handle: ({ act, body, params, file }) => {
        if (!file) throw badRequest('NO_FILE', 'Send the receipt in the field "file".');
        return act((one) => deliveryFiles.takeReceipt(one, idOf(params), body.version, file.path));
      },
    }),
  ];
}

/** How deliveries leave the house: all of them stopped, or one of them as a file. */
export function deliveryRoutes(dependencies: DeliveryRouteDependencies): RouteRecord[] {
  return [...sendingRoutes(dependencies), ...fileRoutes(dependencies)];
}

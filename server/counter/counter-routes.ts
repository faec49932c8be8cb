import { readFile } from 'node:fs/promises';
import type { Act } from '../audit/audit-service.ts';
import { MAX_DOCUMENT_BYTES } from '../documents/document-schema.ts';
import { invalid, notFound } from '../errors.ts';
import { command, read, type RequestContext, type RouteRecord } from '../http/route.ts';
import type { CounterDeskService } from './counter-desk.ts';
import type { CounterItems } from './counter-items.ts';
import * as Body from './counter-schema.ts';
import { MAX_PACKAGE_BYTES } from './package-rules.ts';
import type { NamedAct, PackageImport } from './package-import.ts';

export interface CounterRouteDependencies {
  counter: { desk: CounterDeskService; items: CounterItems; packages: PackageImport };
}

function clientIdOf({ params }: RequestContext): string {
  const parsed = Body.ClientId.safeParse(params['clientId']);
  if (!parsed.success) throw notFound('form');
  return parsed.data;
}

function fileOf({ file }: RequestContext): string {
  if (!file) throw invalid('FILE_MISSING', 'Send the file in the field "file".', { file: 'is missing' });
  return file.path;
}

/** Acts beside the route's own, each with its event and its result. */
const namedActs =
  (context: RequestContext): NamedAct =>
  (action) =>
  async <T>(work: (act: Act) => Promise<T>): Promise<T> => {
    const results: T[] = [];
    await context.actOnce(action, async (act) => void results.push(await work(act)));
    return results[0] as T;
  };

function deskRoutes({ desk }: CounterRouteDependencies['counter']): RouteRecord[] {
  return [
    read('/counter/desk', {
      permission: 'counter.use',
      audit: { none: 'open waves, regencies and a public key: no case data' },
      summary: 'What a counter needs to key forms without a network',
      response: Body.CounterDesk,
      handle: ({ actor, now }) => desk.desk(actor, now),
    }),
    command('/counter/devices', {
      permission: 'counter.use',
      audit: 'counter.device-registered',
      summary: 'Make a device known by the key it signs packages with',
      body: Body.RegisterDevice,
      response: Body.DeviceRecord,
      repeatable: false,
      handle: ({ act, body }) => act((one) => desk.register(one, body.publicKey)),
    }),
    command('/counter/recover', {
      permission: 'counter.use',
      audit: 'counter.key-recovered',
      summary: 'Open the spare key of one’s own device after a change of password',
      body: Body.RecoverKey,
      // A key must not be kept for a repeated request.
      repeatable: false,
      handle: ({ act, body }) => act((one) => desk.recover(one, body.sealed)),
    }),
  ];
}

function itemRoutes({ items }: CounterRouteDependencies['counter']): RouteRecord[] {
  return [
    command('/counter/items', {
      permission: 'counter.use',
      audit: 'submission.created',
      summary: 'Hand in a form keyed on a device, once for each client-made id',
      body: Body.ReceiveItem,
      response: Body.CounterItem,
      status: 201,
      repeatable: false,
      handle: async ({ actor, body, now, act }) => {
        const { item, repeated } = await items.receiveFromDevice(actor, body, now, act);
        return { kind: 'json', status: repeated ? 200 : 201, body: item };
      },
    }),
    command('/counter/items/:clientId/photos', {
      permission: 'counter.use',
      audit: 'document.attached',
      summary: 'A photo of a form that was handed in (JPEG or PNG, 10 MB)',
      body: Body.ReceivePhoto,
      response: Body.CounterItem,
      repeatable: false,
      upload: { maxBytes: MAX_DOCUMENT_BYTES },
      handle: (context) => {
        const path = fileOf(context as RequestContext);
        const photo = { kind: context.body.kind, bytes: () => readFile(path) };
        return items.attach(context.actor, clientIdOf(context as RequestContext), photo, context.act);
      },
    }),
    command('/counter/items/:clientId/finish', {
      permission: 'counter.use',
      audit: 'submission.submitted',
      summary: 'Submit a form that was handed in, once the photos it names have arrived',
      body: Body.FinishItem,
      response: Body.CounterItem,
      repeatable: false,
      handle: (context) =>
        items.finish(context.actor, clientIdOf(context as RequestContext), context.body.photos, context.act),
    }),
    command('/counter/discards', {
      permission: 'counter.use',
      audit: 'counter.item-discarded',
      summary: 'Say why a form that was keyed will never be handed in',
      body: Body.DiscardItem,
      response: Body.CounterItem,
      repeatable: false,
      handle: ({ actor, body, act }) => items.discard(actor, body, act),
    }),
  ];
}

/** The counter desk that works without a network: `/loket/`. */
export function counterRoutes({ counter }: CounterRouteDependencies): RouteRecord[] {
  return [
    ...deskRoutes(counter),
    ...itemRoutes(counter),
    command('/counter/packages', {
      permission: 'counter.use',
      audit: 'counter.package-imported',
      summary: 'Import the package of a counter that has no network, once',
      body: Body.ImportPackage,
      response: Body.PackageRecord,
      repeatable: false,
      upload: { maxBytes: MAX_PACKAGE_BYTES },
      handle: (context) => {
        const path = fileOf(context as RequestContext);
        const named = namedActs(context as RequestContext);
        return counter.packages.importFile(context.actor, path, named, context.act);
      },
    }),
  ];
}

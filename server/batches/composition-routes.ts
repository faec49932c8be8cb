import type { Database } from '../database.ts';
import { command, list, read, type RouteRecord } from '../http/route.ts';
import * as Body from './composition-schema.ts';
import type { Compositions } from './composition-service.ts';
import { compositionRecord, findComposition, listPlaces, PLACE_LIST } from './composition-store.ts';
import { idOf } from '../http/address-id.ts';

/** Composing by filter: the projection, the act, its receipt and everybody's place in it. */
export function compositionRoutes({
  database,
  compositions,
}: {
  database: Database;
  compositions: Compositions;
}): RouteRecord[] {
  return [
    command('/batches/projection', {
      permission: 'batch.compose',
      audit: 'batch.projected',
      summary:
        'What a filter would come to as batches: rows by office, region, proposer, sex, education and round, quota left, blockers with counts, and where the waiting list is cut',
      body: Body.ProjectBatches,
      response: Body.BatchProjection,
      handle: ({ actor, body, now, act }) => compositions.project(actor, body, now, act),
    }),
    command('/batches/bulk/compose', {
      permission: 'batch.compose',
      audit: 'batch.composed',
      summary:
        'Make batches of a filter in one act, whole, by size or by office; more than 2,000 rows go on as a job. The answer is the receipt',
      body: Body.ComposeBatches,
      response: Body.CompositionRecord,
      status: 202,
      handle: async ({ act, body }) =>
        act(async (one) => compositionRecord(one.trx, await compositions.compose(one, body))),
    }),
    read('/batch-compositions/:id', {
      permission: 'composition.read',
      audit: { none: 'counts and batches, nobody’s case' },
      summary: 'An act of composing: its filter, order, seed and batches',
      response: Body.CompositionRecord,
      handle: ({ params }) => compositionRecord(database.read, idOf(params)),
    }),
    list('/batch-compositions/:id/places', {
      permission: 'composition.read',
      audit: { none: 'places in an order by registration number, nobody’s case' },
      summary: 'Everybody’s place in the order, and why: in or out, day of verification, other aid, lot',
      list: PLACE_LIST,
      response: Body.CompositionPlace,
      handle: async ({ params }, request) => {
        const { id } = await findComposition(database.read, idOf(params));
        return listPlaces(database, id, request);
      },
    }),
  ];
}

import { z } from 'zod';
import type { Database } from '../database.ts';
import { notFound } from '../errors.ts';
import { command, list, read, type RouteRecord } from '../http/route.ts';
import { DUPLICATE_LIST, findDuplicate, listDuplicates } from './duplicate-list.ts';
import { DecideDuplicate, DuplicateRecord, PAIR_STATUSES } from './duplicate-schema.ts';
import type { DuplicateService } from './duplicate-service.ts';
import { idOf as id } from '../http/address-id.ts';

/** Pairs of registrations that may be one person. */
export function duplicateRoutes({
  database,
  duplicates,
}: {
  database: Database;
  duplicates: DuplicateService;
}): RouteRecord[] {
  return [
    list('/duplicates', {
      permission: 'duplicate.read',
      audit: { none: 'a list of pairs; reading a pair is logged' },
      summary: 'Pairs of registrations under different NIKs that may be one person',
      list: DUPLICATE_LIST,
      response: DuplicateRecord,
      handle: ({ actor }, request) => listDuplicates(database.read, actor, request),
    }),
    read('/duplicates/:id', {
      permission: 'duplicate.read',
      audit: 'duplicate.read',
      summary: 'One pair',
      response: DuplicateRecord,
      handle: async ({ actor, params, note }) => {
        const pair = await findDuplicate(database.read, actor, id(params));
        if (!pair) throw notFound('pair');
        await note({ subject: 'duplicate', subjectId: pair.id });
        return pair;
      },
    }),
    command('/duplicates/:id/decide', {
      permission: 'duplicate.decide',
      audit: 'duplicate.decided',
      summary: 'Decide whether a pair is one person; remembered, and never asked again',
      body: DecideDuplicate,
      response: z.object({ id: z.number().int(), status: z.enum(PAIR_STATUSES), version: z.number().int() }),
      handle: ({ act, params, body }) => act((one) => duplicates.decide(one, id(params), body)),
    }),
  ];
}

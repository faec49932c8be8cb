import type { Database } from '../database.ts';
import { notFound } from '../errors.ts';
import { runList } from '../http/list-query.ts';
import { command, list, read, replace, type RouteRecord } from '../http/route.ts';
import { CreatePmoCode, EditPmoCode, PmoCodeRecord } from './pmo-code-schema.ts';
import type { PmoCodeService } from './pmo-code-service.ts';
import { codeColumns, findPmoCode, PMO_CODE_LIST, rowToPmoCode, type PmoCodeRow } from './pmo-code-store.ts';
import { idOf } from '../http/address-id.ts';

const none = { none: 'the table of codes, nobody’s case' } as const;
/** What the PMO's codes mean here: read by those who work with them, written by the administrator. */
export function pmoCodeRoutes({
  database,
  pmoCodes,
}: {
  database: Database;
  pmoCodes: PmoCodeService;
}): RouteRecord[] {
  return [
    list('/pmo-codes', {
      permission: 'pmo-code.read',
      audit: none,
      summary: 'The PMO’s codes with our reason, who owns the cause, the remedy',
      list: PMO_CODE_LIST,
      response: PmoCodeRecord,
      handle: (_context, request) =>
        runList<PmoCodeRow, PmoCodeRecord>(database.read, PMO_CODE_LIST, request, {
          from: () => database.read('pmo_codes'),
          columns: codeColumns(database.read) as string[],
          toRecord: rowToPmoCode,
          idColumn: 'pmo_codes.id',
        }),
    }),
    read('/pmo-codes/:id', {
      permission: 'pmo-code.read',
      audit: none,
      summary: 'One code of the PMO',
      response: PmoCodeRecord,
      handle: async ({ params }) =>
        (await findPmoCode(database.read, idOf(params))) ?? Promise.reject(notFound('code')),
    }),
    command('/pmo-codes', {
      permission: 'pmo-code.write',
      audit: 'pmo-code.created',
      summary: 'Say what a code of the PMO means; closes its work items',
      body: CreatePmoCode,
      response: PmoCodeRecord,
      status: 201,
      handle: ({ act, body }) => act((one) => pmoCodes.create(one, body)),
    }),
    replace('/pmo-codes/:id', {
      permission: 'pmo-code.write',
      audit: 'pmo-code.changed',
      summary: 'Change what a code means from now on; answers keep the reason they were given under',
      body: EditPmoCode,
      response: PmoCodeRecord,
      handle: ({ act, body, params }) => act((one) => pmoCodes.edit(one, idOf(params), body)),
    }),
  ];
}

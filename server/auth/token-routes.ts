import { z } from 'zod';
import type { Database } from '../database.ts';
import { notFound } from '../errors.ts';
import { runList } from '../http/list-query.ts';
import { command, list, read, type RouteRecord } from '../http/route.ts';
import { CreatedToken, CreateToken, TokenRecord } from './token-schema.ts';
import type { TokenService } from './token-service.ts';
import {
  findToken,
  rowToToken,
  TOKEN_COLUMNS,
  TOKEN_LIST,
  tokensWithNames,
  type TokenRow,
} from './token-store.ts';
import { idOf } from '../http/address-id.ts';

const none = { none: 'names of programs, no case data' } as const;

/** Tokens of programs that use this API in somebody's name. */
export function tokenRoutes({
  database,
  tokens,
}: {
  database: Database;
  tokens: TokenService;
}): RouteRecord[] {
  return [
    list('/tokens', {
      permission: 'token.write',
      audit: none,
      summary: 'Tokens of machine clients, without the tokens themselves',
      list: TOKEN_LIST,
      response: TokenRecord,
      handle: (_context, request) =>
        runList<TokenRow, TokenRecord>(database.read, TOKEN_LIST, request, {
          from: () => tokensWithNames(database.read),
          columns: [...TOKEN_COLUMNS, 'staff.full_name as staff_name'],
          toRecord: rowToToken,
          idColumn: 'api_tokens.id',
        }),
    }),
    read('/tokens/:id', {
      permission: 'token.write',
      audit: none,
      summary: 'One token’s record',
      response: TokenRecord,
      handle: async ({ params }) => {
        const token = await findToken(database.read, idOf(params));
        if (!token) throw notFound('token');
        return token;
      },
    }),
    command('/tokens', {
      permission: 'token.write',
      audit: 'token.created',
      summary: 'Make a token; it is shown in this answer only',
      body: CreateToken,
      response: CreatedToken,
      status: 201,
      // A kept answer would keep the token in clear.
      repeatable: false,
      handle: ({ act, body }) => act((one) => tokens.create(one, body)),
    }),
    command('/tokens/:id/revoke', {
      permission: 'token.write',
      audit: 'token.revoked',
      summary: 'End a token at once',
      body: z.strictObject({ version: z.number().int().positive().optional() }),
      response: TokenRecord,
      handle: ({ act, params }) => act((one) => tokens.revoke(one, idOf(params))),
    }),
  ];
}

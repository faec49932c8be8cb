import type { Connection } from '../database.ts';
import type { ListDefinition } from '../http/list-query.ts';
import { contains } from '../http/list-search.ts';
import type { TokenRecord } from './token-schema.ts';

export interface TokenRow {
  id: number;
  name: string;
  token_hash: string;
  staff_id: number;
  staff_name: string;
  scopes: string;
  created_by_id: number;
  created_at: string;
  expires_at: string;
  last_used_at: string | null;
  revoked_at: string | null;
  version: number;
}

export const TOKEN_LIST: ListDefinition = {
  resource: 'tokens',
  fields: {
    id: { column: 'api_tokens.id', type: 'int' },
    name: { column: 'api_tokens.name', type: 'text' },
    staffId: { column: 'api_tokens.staff_id', type: 'int' },
    createdAt: { column: 'api_tokens.created_at', type: 'text' },
    expiresAt: { column: 'api_tokens.expires_at', type: 'text' },
    lastUsedAt: { column: 'api_tokens.last_used_at', type: 'text' },
    revokedAt: { column: 'api_tokens.revoked_at', type: 'text' },
  },
  defaultSort: ['id', 'DESC'],
  search: contains('api_tokens.name', 'staff.full_name'),
};

/** Never the digest: nothing needs it outside the check itself. */
export const TOKEN_COLUMNS = [
  ...['id', 'name', 'staff_id', 'scopes', 'created_by_id', 'created_at', 'expires_at', 'last_used_at'],
  ...['revoked_at', 'version'],
].map((column) => `api_tokens.${column}`);

export const tokensWithNames = (connection: Connection) =>
  connection('api_tokens').join('staff', 'staff.id', 'api_tokens.staff_id');

export async function findToken(connection: Connection, id: number): Promise<TokenRecord | null> {
  const row = (await tokensWithNames(connection)
    .where('api_tokens.id', id)
    .first(...TOKEN_COLUMNS, 'staff.full_name as staff_name')) as TokenRow | undefined;
  return row ? rowToToken(row) : null;
}

export function rowToToken(row: TokenRow): TokenRecord {
  return {
    id: row.id,
    name: row.name,
    staffId: row.staff_id,
    staffName: row.staff_name,
    scopes: JSON.parse(row.scopes) as string[],
    createdById: row.created_by_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
    version: row.version,
  };
}

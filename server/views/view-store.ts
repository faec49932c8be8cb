import type { Actor } from '../audit/audit-service.ts';
import type { Role } from '../auth/permission-rules.ts';
import type { Connection } from '../database.ts';
import type { ListDefinition } from '../http/list-query.ts';
import { contains } from '../http/list-search.ts';
import type { ViewRecord } from './view-schema.ts';

export interface ViewRow {
  id: number;
  resource: string;
  name: string;
  filter: string;
  sort: string | null;
  owner_id: number;
  owner_name: string;
  shared_with_role: Role | null;
  version: number;
}

export const VIEW_LIST: ListDefinition = {
  resource: 'views',
  fields: {
    id: { column: 'views.id', type: 'int' },
    resource: { column: 'views.resource', type: 'text' },
    name: { column: 'views.name', type: 'text' },
    ownerId: { column: 'views.owner_id', type: 'int' },
    sharedWithRole: { column: 'views.shared_with_role', type: 'text' },
  },
  defaultSort: ['name', 'ASC'],
  search: contains('views.name'),
};

export const VIEW_COLUMNS = ['views.*', 'staff.full_name as owner_name'];

export function rowToView(row: ViewRow): ViewRecord {
  return {
    id: row.id,
    resource: row.resource,
    name: row.name,
    filter: JSON.parse(row.filter) as Record<string, unknown>,
    sort: row.sort === null ? null : (JSON.parse(row.sort) as ViewRecord['sort']),
    ownerId: row.owner_id,
    ownerName: row.owner_name,
    sharedWithRole: row.shared_with_role,
    version: row.version,
  };
}

/** The actor's own views and those shared with their role. */
export const visibleViews = (connection: Connection, actor: Pick<Actor, 'id' | 'role'>) =>
  connection('views')
    .join('staff', 'staff.id', 'views.owner_id')
    .where(
      (either) => void either.where('views.owner_id', actor.id).orWhere('views.shared_with_role', actor.role),
    );

export async function findView(
  connection: Connection,
  actor: Pick<Actor, 'id' | 'role'>,
  id: number,
): Promise<ViewRecord | null> {
  const row = (await visibleViews(connection, actor).where('views.id', id).first(VIEW_COLUMNS)) as
    ViewRow | undefined;
  return row ? rowToView(row) : null;
}

import { z } from 'zod';
import type { Database } from '../database.ts';
import { notFound } from '../errors.ts';
import { runList } from '../http/list-query.ts';
import { command, list, read, remove, replace, type RouteRecord } from '../http/route.ts';
import { CreateView, EditView, ViewRecord } from './view-schema.ts';
import { viewService } from './view-service.ts';
import { findView, rowToView, VIEW_COLUMNS, VIEW_LIST, visibleViews, type ViewRow } from './view-store.ts';
import { idOf } from '../http/address-id.ts';

const none = { none: 'a saved filter, no case data' } as const;

/** Saved filters, personal or shared with a role. */
export function viewRoutes({ read: connection }: Database): RouteRecord[] {
  return [
    list('/views', {
      permission: 'view.own',
      audit: none,
      summary: 'My saved filters and those shared with my role',
      list: VIEW_LIST,
      response: ViewRecord,
      handle: ({ actor }, request) =>
        runList<ViewRow, ViewRecord>(connection, VIEW_LIST, request, {
          from: () => visibleViews(connection, actor),
          columns: VIEW_COLUMNS,
          toRecord: rowToView,
          idColumn: 'views.id',
        }),
    }),
    read('/views/:id', {
      permission: 'view.own',
      audit: none,
      summary: 'One saved filter',
      response: ViewRecord,
      handle: async ({ actor, params }) => {
        const view = await findView(connection, actor, idOf(params));
        if (!view) throw notFound('view');
        return view;
      },
    }),
    command('/views', {
      permission: 'view.own',
      audit: 'view.created',
      summary: 'Save a filter',
      body: CreateView,
      response: ViewRecord,
      status: 201,
      handle: ({ act, body }) => act((one) => viewService.create(one, body)),
    }),
    replace('/views/:id', {
      permission: 'view.own',
      audit: 'view.changed',
      summary: 'Change one of my saved filters',
      body: EditView,
      response: ViewRecord,
      handle: ({ act, body, params }) => act((one) => viewService.edit(one, idOf(params), body)),
    }),
    remove('/views/:id', {
      permission: 'view.own',
      audit: 'view.deleted',
      summary: 'Delete one of my saved filters',
      body: z.strictObject({ version: z.number().int().positive().optional() }),
      response: z.object({ id: z.number().int() }),
      handle: ({ act, params, version }) => act((one) => viewService.remove(one, idOf(params), version)),
    }),
  ];
}

import type { Database } from '../database.ts';
import { notFound } from '../errors.ts';
import { runList } from '../http/list-query.ts';
import { command, list, read, type RouteRecord } from '../http/route.ts';
import type { Sight } from '../http/sight.ts';
import { compareVersions } from './list-diff.ts';
import { ListDiffRecord } from './list-diff-schema.ts';
import type { ListLoads } from './list-load.ts';
import {
  describeLists,
  LIST_VERSION_LIST,
  rowToListVersion,
  rowToScreeningResult,
  SCREENING_LIST_COLUMNS,
  SCREENING_LIST_LIST,
  SCREENING_RESULT_COLUMNS,
  SCREENING_RESULT_LIST,
  screeningLists,
  screeningResults,
  type ListedListRow,
  type ListedResultRow,
} from './screening-list.ts';
import {
  ListLoadAccepted,
  ListVersionRecord,
  LoadList,
  ScreeningListRecord,
  ScreeningResultRecord,
} from './screening-record-schema.ts';
import { LIST_CODES, type ListCode } from './screening-schema.ts';
import type { ListVersionRow } from './screening-store.ts';
import { idOf } from '../http/address-id.ts';

interface Dependencies {
  database: Database;
  listLoads: ListLoads;
  visibleTo: Sight;
}

/** A list of five million people with notes. */
const LIST_BYTES = 512 * 1024 ** 2;
const none = { none: 'file names and counts, nobody’s data' } as const;

function listCode(params: Record<string, string>): ListCode {
  const code = LIST_CODES.find((one) => one === params['code']);
  if (!code) throw notFound('screening list');
  return code;
}

function listRoutes({ database, listLoads }: Dependencies): RouteRecord[] {
  return [
    list('/screening-lists', {
      permission: 'screening-list.read',
      audit: none,
      summary: 'The five screening lists with their newest finished load',
      list: SCREENING_LIST_LIST,
      response: ScreeningListRecord,
      handle: async ({ now }, request) => {
        const page = await runList<ListedListRow, ListedListRow>(
          database.read,
          SCREENING_LIST_LIST,
          request,
          {
            from: () => screeningLists(database.read),
            columns: SCREENING_LIST_COLUMNS,
            toRecord: (row) => row,
            idColumn: 'lists.code',
          },
        );
        return { ...page, nextCursor: null, rows: await describeLists(database.read, page.rows, now) };
      },
    }),
    read('/screening-lists/:code', {
      permission: 'screening-list.read',
      audit: none,
      summary: 'One screening list with its loads',
      response: ScreeningListRecord,
      handle: async ({ params, now }) => {
        const rows = (await screeningLists(database.read)
          .where('lists.code', listCode(params))
          .select(SCREENING_LIST_COLUMNS)) as ListedListRow[];
        const [record] = await describeLists(database.read, rows, now);
        return record;
      },
    }),
    list('/screening-lists/:code/versions', {
      permission: 'screening-list.read',
      audit: none,
      summary: 'The loads of a screening list with their counts and bad lines',
      list: LIST_VERSION_LIST,
      response: ListVersionRecord,
      handle: ({ params }, request) => {
        const code = listCode(params);
        return runList<ListVersionRow, ListVersionRecord>(database.read, LIST_VERSION_LIST, request, {
          from: () => database.read('screening_list_versions').where({ code }),
          columns: '*',
          toRecord: rowToListVersion,
        });
      },
    }),
    read('/screening-lists/:code/diff', {
      permission: 'screening-list.read',
      audit: { none: 'numbers, and registrations without a name; reading the case is logged' },
      summary: 'Two versions of a list compared (?from=&to=): added, removed, and registrations touched',
      response: ListDiffRecord,
      handle: ({ params, query, actor, now }) =>
        compareVersions(database.read, listCode(params), query, { role: actor.role, now }),
    }),
    command('/screening-lists/:code/versions', {
      permission: 'reference.write',
      audit: 'screening-list.load-queued',
      summary: 'Load a screening list as a new version (CSV nik,note) with the day it stands for',
      body: LoadList,
      upload: { maxBytes: LIST_BYTES },
      response: ListLoadAccepted,
      status: 202,
      handle: (context) => listLoads.receive(context, listCode(context.params), context.body.asOf),
    }),
  ];
}

function resultRoutes({ database, visibleTo }: Dependencies): RouteRecord[] {
  return [
    list('/screening-results', {
      permission: 'screening.read',
      audit: { none: 'a list of outcomes; reading the case is logged' },
      summary: 'Screening results: every screening ever made, newest first',
      list: SCREENING_RESULT_LIST,
      response: ScreeningResultRecord,
      handle: ({ actor }, request) =>
        runList<ListedResultRow, ScreeningResultRecord>(database.read, SCREENING_RESULT_LIST, request, {
          from: () => visibleTo(screeningResults(database.read), actor),
          columns: SCREENING_RESULT_COLUMNS,
          toRecord: rowToScreeningResult,
          idColumn: 'screening_results.id',
        }),
    }),
    read('/screening-results/:id', {
      permission: 'screening.read',
      audit: 'screening-result.read',
      summary: 'One screening result, list by list',
      response: ScreeningResultRecord,
      handle: async ({ actor, params, note }) => {
        const row = (await visibleTo(screeningResults(database.read), actor)
          .where('screening_results.id', idOf(params))
          .first(SCREENING_RESULT_COLUMNS)) as ListedResultRow | undefined;
        if (!row) throw notFound('screening result');
        await note({ subject: 'submission', subjectId: row.submission_id, details: { resultId: row.id } });
        return rowToScreeningResult(row);
      },
    }),
  ];
}

/** Screening results and the lists behind them. */
export const screeningRoutes = (dependencies: Dependencies): RouteRecord[] => [
  ...listRoutes(dependencies),
  ...resultRoutes(dependencies),
];

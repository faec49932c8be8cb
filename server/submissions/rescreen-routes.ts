import type { Database } from '../database.ts';
import { notFound } from '../errors.ts';
import { runList } from '../http/list-query.ts';
import { command, list, read, type RouteRecord } from '../http/route.ts';
import {
  RESCREENING_CHANGE_COLUMNS,
  RESCREENING_CHANGE_LIST,
  RESCREENING_COLUMNS,
  RESCREENING_LIST,
  rescreeningChanges,
  rescreenings,
  rowToChange,
  rowToRescreening,
  type ListedChange,
  type ListedRescreening,
} from './rescreen-list.ts';
import {
  RescreenAccepted,
  RescreeningChangeRecord,
  RescreeningRecord,
  RescreenWave,
} from './rescreen-schema.ts';
import type { Rescreen } from './rescreen-service.ts';
import { idOf } from '../http/address-id.ts';
import { visibleTo } from './submission-store.ts';

interface Dependencies {
  database: Database;
  rescreen: Rescreen;
}

const none = { none: 'who stood otherwise, by registration number; reading the case is logged' } as const;

/** Screening whole waves again, and the reports of waves and batches. Batches order theirs by their own command. */
export function rescreenRoutes({ database, rescreen }: Dependencies): RouteRecord[] {
  return [
    command('/waves/:id/rescreen', {
      permission: 'wave.rescreen',
      audit: 'wave.rescreen-ordered',
      summary:
        'Screen every registration of a wave again by a job; once more while it runs gives the same job',
      body: RescreenWave,
      response: RescreenAccepted,
      status: 202,
      handle: ({ act, body, params }) =>
        act((one) => rescreen.orderWave(one, idOf(params), body.version ?? null)),
    }),
    list('/rescreenings', {
      permission: 'rescreening.read',
      audit: { none: 'counts of whole waves and batches, nobody’s case' },
      summary: 'Re-screenings of waves and batches with what they found, newest first',
      list: RESCREENING_LIST,
      response: RescreeningRecord,
      handle: (_context, request) =>
        runList<ListedRescreening, RescreeningRecord>(database.read, RESCREENING_LIST, request, {
          from: () => rescreenings(database.read),
          columns: RESCREENING_COLUMNS,
          toRecord: rowToRescreening,
          idColumn: 'rescreenings.id',
        }),
    }),
    read('/rescreenings/:id', {
      permission: 'rescreening.read',
      audit: { none: 'counts of a whole wave or batch, nobody’s case' },
      summary: 'One re-screening with its progress and counts',
      response: RescreeningRecord,
      handle: async ({ params }) => {
        const row = (await rescreenings(database.read)
          .where('rescreenings.id', idOf(params))
          .first(RESCREENING_COLUMNS)) as ListedRescreening | undefined;
        if (!row) throw notFound('re-screening');
        return rowToRescreening(row);
      },
    }),
    list('/rescreening-changes', {
      permission: 'rescreening.read-changes',
      audit: none,
      summary: 'Registrations whose standing a re-screening changed, or only reports',
      list: RESCREENING_CHANGE_LIST,
      response: RescreeningChangeRecord,
      handle: ({ actor }, request) =>
        runList<ListedChange, RescreeningChangeRecord>(database.read, RESCREENING_CHANGE_LIST, request, {
          from: () => visibleTo(rescreeningChanges(database.read), actor),
          columns: RESCREENING_CHANGE_COLUMNS,
          toRecord: rowToChange,
          idColumn: 'rescreening_changes.id',
        }),
    }),
  ];
}

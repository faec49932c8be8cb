import type { Knex } from 'knex';
import { z } from 'zod';
import type { Actor } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import { blocked, notFound } from '../errors.ts';
import { runList, type ListDefinition } from '../http/list-query.ts';
import { contains } from '../http/list-search.ts';
import { command, list, read, type RouteRecord } from '../http/route.ts';
import { JOB_STATUSES, JobRecord } from './job-schema.ts';
import { rowToJob, type JobRow } from './job-store.ts';
import { idOf } from '../http/address-id.ts';

export const JOB_LIST: ListDefinition = {
  resource: 'jobs',
  fields: {
    id: { column: 'id', type: 'int' },
    kind: { column: 'kind', type: 'text' },
    status: { column: 'status', type: 'text', values: JOB_STATUSES },
    createdById: { column: 'created_by_id', type: 'int' },
    createdAt: { column: 'created_at', type: 'text' },
  },
  defaultSort: ['id', 'DESC'],
  search: contains('kind'),
};

/** One's own jobs; the coordinator sees everybody's. */
const visible = (query: Knex.QueryBuilder, actor: Actor) =>
  actor.role === 'coordinator' ? query : query.where({ created_by_id: actor.id });

export function jobRoutes(database: Database): RouteRecord[] {
  const find = async (actor: Actor, id: number): Promise<JobRow> => {
    const row = (await visible(database.read('jobs'), actor).where({ id }).first()) as JobRow | undefined;
    if (!row) throw notFound('job');
    return row;
  };
  return [
    list('/jobs', {
      permission: 'job.read',
      audit: { none: 'progress of own work' },
      summary: 'Background work',
      list: JOB_LIST,
      response: JobRecord,
      handle: ({ actor }, request) =>
        runList<JobRow, JobRecord>(database.read, JOB_LIST, request, {
          from: () => visible(database.read('jobs'), actor),
          columns: '*',
          toRecord: rowToJob,
        }),
    }),
    read('/jobs/:id', {
      permission: 'job.read',
      audit: { none: 'progress of own work' },
      summary: 'One job with progress and receipt',
      response: JobRecord,
      handle: async ({ actor, params }) => rowToJob(await find(actor, idOf(params))),
    }),
    command('/jobs/:id/cancel', {
      permission: 'job.read',
      audit: 'job.cancelled',
      summary: 'Cancel a job; what it has done stays done',
      // A job moves on by itself: whichever version was seen, it is the job that is cancelled.
      body: z.strictObject({ version: z.number().int().positive().optional() }),
      response: JobRecord,
      handle: ({ act, actor, params }) =>
        act(async ({ trx, now, record }) => {
          const row = await find(actor, idOf(params));
          const changed = await trx('jobs')
            .where({ id: row.id })
            .whereIn('status', ['queued', 'running'])
            .update({ status: 'cancelled', finished_at: now, version: trx.raw('version + 1') });
          if (changed === 0) throw blocked([{ code: 'JOB_ENDED', message: 'the job has ended already' }]);
          record({ subject: 'job', subjectId: row.id, details: { kind: row.kind } });
          return rowToJob((await trx('jobs').where({ id: row.id }).first()) as JobRow);
        }),
    }),
  ];
}

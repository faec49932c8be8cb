import { HttpError, type DataProvider, type Identifier, type RaRecord } from 'react-admin';
import type { JobRecord } from '@server/jobs/job-schema.ts';
import simpleRestProvider from 'ra-data-simple-rest';
import { actOrLost } from './auth/lost-session.ts';
import { request, type ApiErrorBody, type RequestOptions } from './http-client.ts';

const API = '/api';

/** Which rows a bulk act is about: named ones, or all of a filter whose count the user saw. */
export type BulkTarget = { ids: Identifier[] } | { filter: Record<string, unknown>; expectedCount: number };

export interface CommandOptions {
  /** The same key and body gives the first answer again, so a repeated click never acts twice. */
  idempotencyKey?: string;
}

export interface ConsoleDataProvider extends DataProvider {
  /** POST /api/<resource>/:id/<verb>; `body` carries the `version` seen. */
  command: <T = RaRecord>(
    resource: string,
    id: Identifier,
    verb: string,
    body?: Record<string, unknown>,
    options?: CommandOptions,
  ) => Promise<{ data: T }>;
  /** POST /api/<resource>/bulk/<verb>: answers with the job that does it, or with a forecast when `dryRun`. */
  bulk: <T = { jobId: Identifier }>(
    resource: string,
    verb: string,
    target: BulkTarget,
    body?: Record<string, unknown>,
  ) => Promise<T>;
  job: (id: Identifier) => Promise<JobRecord>;
  /** Multipart POST to a path below /api. */
  upload: <T>(path: string, fields: Record<string, string | Blob>, options?: CommandOptions) => Promise<T>;
  /** POST /api/<resource>/search {q}: the only road for a whole NIK. */
  search: <T = RaRecord>(resource: string, q: string) => Promise<T[]>;
  /** GET of a path below /api that is not a record: sub-resources, dashboard, health. */
  read: <T>(path: string, options?: { signal?: AbortSignal; background?: boolean }) => Promise<T>;
  /** POST to a path below /api that is not a record's command. */
  post: <T>(path: string, body?: Record<string, unknown>, options?: CommandOptions) => Promise<T>;
}

const NIK_LIKE = /\d{16}/;

/** No NIK or KK number may reach a URL: it would stand in histories, proxies and logs. */
function refuseNikInUrl(filter: unknown): void {
  if (!NIK_LIKE.test(JSON.stringify(filter ?? {}))) return;
  const body: ApiErrorBody = { code: 'NIK_IN_URL', message: 'Search a NIK with the NIK box' };
  throw new HttpError(body.message, 422, body);
}

function idempotencyHeaders(options?: CommandOptions): HeadersInit | undefined {
  return options?.idempotencyKey ? { 'Idempotency-Key': options.idempotencyKey } : undefined;
}

/** Only what the user changed goes back: a field that may not be edited in this status would answer 422. */
export function changedFields(
  data: Record<string, unknown>,
  previous: Record<string, unknown> | undefined,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).filter(
      ([field, value]) => field !== 'id' && JSON.stringify(value) !== JSON.stringify(previous?.[field]),
    ),
  );
}

function itemUrl(resource: string, id: Identifier): string {
  return `${API}/${resource}/${encodeURIComponent(id)}`;
}

function noManyWrites(method: string): () => Promise<never> {
  return () => Promise.reject(new Error(`${method}: an act on many rows is a job, use dataProvider.bulk`));
}

type AnyJson = Awaited<ReturnType<NonNullable<Parameters<typeof simpleRestProvider>[1]>>>['json'];

const rest = simpleRestProvider(API, (url: string, options?: Pick<RequestOptions, 'headers' | 'signal'>) =>
  request<AnyJson>(url, { headers: options?.headers, signal: options?.signal }),
);

const reads: Pick<DataProvider, 'getList' | 'getOne' | 'getMany' | 'getManyReference'> = {
  getList: async (resource, params) => {
    refuseNikInUrl(params.filter);
    return rest.getList(resource, params);
  },
  getOne: rest.getOne,
  getMany: rest.getMany,
  getManyReference: async (resource, params) => {
    refuseNikInUrl(params.filter);
    return rest.getManyReference(resource, params);
  },
};

const writes: Pick<DataProvider, 'create' | 'update' | 'updateMany' | 'delete' | 'deleteMany'> = {
  create: async (resource, { data }) => {
    const { json } = await actOrLost(request<RaRecord>(`${API}/${resource}`, { method: 'POST', body: data }));
    return { data: json as never };
  },
  update: async (resource, { id, data, previousData }) => {
    const seen =
      (previousData as { version?: number } | undefined)?.version ?? (data as { version?: number }).version;
    const body = { ...changedFields(data, previousData), version: seen };
    const { json } = await actOrLost(request<RaRecord>(itemUrl(resource, id), { method: 'PUT', body }));
    return { data: json as never };
  },
  delete: async (resource, { id, previousData }) => {
    const version = (previousData as { version?: number } | undefined)?.version;
    const headers = version === undefined ? undefined : { 'If-Match': `"${version}"` };
    await actOrLost(request(itemUrl(resource, id), { method: 'DELETE', headers }));
    return { data: previousData as never };
  },
  updateMany: noManyWrites('updateMany'),
  deleteMany: noManyWrites('deleteMany'),
};

const post: ConsoleDataProvider['post'] = async (path, body, options) => {
  const headers = idempotencyHeaders(options);
  const { json } = await actOrLost(request(`${API}/${path}`, { method: 'POST', body: body ?? {}, headers }));
  return json as never;
};

/** The console's one road to the API: react-admin's methods in the ra-data-simple-rest dialect, and commands. */
export const dataProvider: ConsoleDataProvider = {
  ...reads,
  ...writes,
  post,
  command: async (resource, id, verb, body, options) => ({
    data: await post(`${resource}/${encodeURIComponent(id)}/${verb}`, body, options),
  }),
  bulk: (resource, verb, target, body) => post(`${resource}/bulk/${verb}`, { ...target, ...body }),
  job: async (id) => (await request<JobRecord>(itemUrl('jobs', id), { background: true })).json,
  upload: async (path, fields, options) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    const headers = idempotencyHeaders(options);
    return (await actOrLost(request(`${API}/${path}`, { method: 'POST', body: form, headers })))
      .json as never;
  },
  search: (resource, q) => post(`${resource}/search`, { q }),
  read: async (path, options) => (await request(`${API}/${path}`, options)).json as never,
};

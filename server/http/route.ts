import type { Request, Response } from 'express';
import type { ZodType, z } from 'zod';
import type { Permission } from '../auth/permission-rules.ts';
import type { Act, Actor } from '../audit/audit-service.ts';
import type { AuditEntry } from '../audit/audit-schema.ts';
import type { ListDefinition, ListRequest, ListResult } from './list-query.ts';

/** What a route does to the log: the name of its event, or the reason why it leaves none. */
export type AuditMark = string | { none: string };

/** How the answer leaves: JSON unless the handler says otherwise. */
export type Reply =
  | { kind: 'json'; status: number; body: unknown }
  | { kind: 'bytes'; body: Buffer; mime: string; fileName?: string; inline?: boolean }
  | { kind: 'stream'; body: NodeJS.ReadableStream; mime: string; fileName?: string };

export interface RequestContext<B = unknown> {
  actor: Actor;
  requestId: string;
  now: string;
  params: Record<string, string>;
  query: Record<string, string>;
  body: B;
  /** The names of the body's keys as sent: an absent field is not an empty one. */
  sent: readonly string[];
  file: { path: string; originalName: string; size: number } | null;
  /** The version the caller saw, from the body or `If-Match`. */
  version: number | null;
  req: Request;
  res: Response;
  /** Runs the route's act: one transaction with its event; see AuditService.act. */
  act<T>(work: (act: Act) => Promise<T>): Promise<T>;
  /** An act of its own beside the route's, with its own event: evidence that must stand even if the route refuses. */
  actOnce(action: string, work: (act: Act) => Promise<void>): Promise<void>;
  /** Leaves the route's event for a read, before the answer. */
  note(entry: AuditEntry): Promise<void>;
}

export interface RouteRecord {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  /** Openness is spelt out: a route without a permission does not compile. */
  permission: Permission | 'public';
  audit: AuditMark;
  summary: string;
  body?: ZodType;
  response?: ZodType;
  /** The list's fields, for the OpenAPI and for refusing anything else. */
  list?: ListDefinition;
  /** What a request must prove beyond its permission, before anything of its body is looked at; throws. */
  prove?: (req: Request) => void | Promise<void>;
  /** One uploaded file of at most so many bytes beside the body's fields. */
  upload?: { maxBytes: number };
  /** Success status of a JSON answer. */
  status: number;
  /** False where the answer must not be kept for a repeated request. */
  repeatable: boolean;
  handle(context: RequestContext<never>): Promise<unknown>;
}

interface Common {
  permission: Permission | 'public';
  audit: AuditMark;
  summary: string;
  response?: ZodType;
}

const reply = (value: unknown): value is Reply =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  ['json', 'bytes', 'stream'].includes((value as Reply).kind);

/** Wraps whatever a handler gives in a Reply. */
export function toReply(value: unknown, status: number): Reply {
  return reply(value) ? value : { kind: 'json', status, body: value ?? null };
}

/** GET of one thing. */
export function read(
  path: string,
  route: Common & { handle(context: RequestContext<unknown>): Promise<unknown> },
): RouteRecord {
  return {
    method: 'GET',
    path: `/api${path}`,
    status: 200,
    repeatable: false,
    ...route,
    handle: route.handle as RouteRecord['handle'],
  };
}

/** GET of a list in the ra-data-simple-rest dialect. */
export function list(
  path: string,
  route: Common & {
    list: ListDefinition;
    handle(context: RequestContext<unknown>, request: ListRequest): Promise<ListResult<unknown>>;
  },
): RouteRecord {
  return {
    method: 'GET',
    path: `/api${path}`,
    status: 200,
    repeatable: false,
    ...route,
    handle: route.handle as unknown as RouteRecord['handle'],
  };
}

interface WithBody<S extends ZodType> extends Common {
  body: S;
  status?: number;
  repeatable?: boolean;
  prove?: (req: Request) => void | Promise<void>;
  upload?: { maxBytes: number };
  handle(context: RequestContext<z.output<S>>): Promise<unknown>;
}

const withBody =
  (method: 'POST' | 'PUT' | 'DELETE') =>
  <S extends ZodType>(path: string, route: WithBody<S>): RouteRecord => ({
    method,
    path: `/api${path}`,
    status: 200,
    repeatable: true,
    ...route,
    handle: route.handle as unknown as RouteRecord['handle'],
  });

/** POST that does something: its body is a strict schema, its event is named beside it. */
export const command = withBody('POST');
/** PUT of a record's editable fields. */
export const replace = withBody('PUT');
/** DELETE; takes a body only for the version. */
export const remove = withBody('DELETE');

import { z, type ZodType } from 'zod';
import type { RouteRecord } from './route.ts';

type Schema = Record<string, unknown>;

const ERROR = {
  type: 'object',
  required: ['code', 'message', 'requestId'],
  properties: {
    code: { type: 'string' },
    message: { type: 'string' },
    errors: { type: 'object', additionalProperties: { type: 'string' } },
    details: { type: 'object' },
    requestId: { type: 'string' },
  },
};

function schemaOf(schema: ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _dropped, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Schema;
  return rest;
}

const json = (schema: Schema) => ({ 'application/json': { schema } });

function parameters(record: RouteRecord): Schema[] {
  const inPath = [...record.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  if (!record.list) return inPath;
  const fields = Object.keys(record.list.fields).join(', ');
  const query = (name: string, description: string) => ({
    name,
    in: 'query',
    required: false,
    description,
    schema: { type: 'string' },
  });
  return [
    ...inPath,
    query(
      'filter',
      `JSON object over ${fields}${record.list.search ? ', q' : ''}; an array means any of; suffixes _gte _lte _gt _lt _neq`,
    ),
    query('range', '[first,last], at most 1000 rows'),
    query('sort', '[field,"ASC"|"DESC"]'),
    query('after', 'the X-Next-Cursor of the page before'),
  ];
}

function requestBody(record: RouteRecord): Schema {
  if (!record.body) return {};
  const schema = schemaOf(record.body, 'input');
  if (!record.upload) return { requestBody: { required: true, content: json(schema) } };
  const properties = { ...(schema['properties'] as Schema), file: { type: 'string', format: 'binary' } };
  return {
    requestBody: {
      required: true,
      content: { 'multipart/form-data': { schema: { ...schema, properties } } },
    },
  };
}

function operation(record: RouteRecord): Schema {
  const answer = record.response ? schemaOf(record.response, 'output') : {};
  const success = record.list ? { type: 'array', items: answer } : answer;
  return {
    summary: record.summary,
    tags: [record.path.split('/')[2] ?? 'api'],
    parameters: parameters(record),
    ...requestBody(record),
    'x-permission': record.permission,
    'x-audit-event': typeof record.audit === 'string' ? record.audit : null,
    responses: {
      [record.status]: { description: 'Success', ...(record.response ? { content: json(success) } : {}) },
      default: { description: 'Refused', content: json({ $ref: '#/components/schemas/Error' }) },
    },
  };
}

/** The API's own description, made from the route records and their schemas, never by hand. */
export function describeApi(records: readonly RouteRecord[], version: string): Schema {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const record of records) {
    const path = record.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [record.method.toLowerCase()]: operation(record) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Loket Prakerja', version, description: 'Registration back office for Kartu Prakerja.' },
    paths,
    components: {
      schemas: { Error: ERROR },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'sid' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
    security: [{ session: [] }, { token: [] }],
  };
}

const escape = (text: unknown) =>
  String(text).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** The same as a page for people, without scripts or anything from elsewhere. */
export function apiPage(records: readonly RouteRecord[], nonce: string): string {
  const rows = records
    .map(
      (record) =>
        `<tr><td><b>${record.method}</b></td><td><code>${escape(record.path)}</code></td><td>${escape(record.summary)}</td><td>${escape(record.permission)}</td><td>${escape(typeof record.audit === 'string' ? record.audit : '–')}</td></tr>`,
    )
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Loket Prakerja API</title><style nonce="${nonce}">body{font:15px/1.5 system-ui;margin:2rem;max-width:75rem}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #ccc;vertical-align:top}</style></head><body><h1>Loket Prakerja API</h1><p>Machine-readable: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1).</p><table><thead><tr><th>Method</th><th>Path</th><th>What it does</th><th>Permission</th><th>Event in the log</th></tr></thead><tbody>${rows}</tbody></table></body></html>`;
}

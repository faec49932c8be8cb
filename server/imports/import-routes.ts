import { invalid } from '../errors.ts';
import { command, list, read, type RouteRecord } from '../http/route.ts';
import {
  CreateImport,
  ImportAccepted,
  ImportCase,
  ImportCommand,
  ImportErrors,
  ImportRecord,
  ImportRowRecord,
} from './import-schema.ts';
import { SPREADSHEET_MIME as MIME } from '../tabular/spreadsheet-text.ts';
import type { ImportService } from './import-service.ts';
import { IMPORT_LIST, IMPORT_ROW_LIST, readRange } from './import-view.ts';
import { templateCsv, templateXlsx } from './recap-writer.ts';
import { idOf } from '../http/address-id.ts';

const MAX_UPLOAD_BYTES = 200 * 1024 * 1024;

function templates(): RouteRecord[] {
  const common = {
    permission: 'import.read',
    audit: { none: 'an empty template, the same for everybody' },
  } as const;
  return [
    read('/imports/template.csv', {
      ...common,
      summary: 'The empty recap template PK-1 as CSV',
      handle: async () => ({
        kind: 'bytes',
        body: Buffer.from(templateCsv()),
        mime: MIME.csv,
        fileName: 'rekap-PK-1.csv',
      }),
    }),
    read('/imports/template.xlsx', {
      ...common,
      summary: 'The empty recap template PK-1 as XLSX, cells formatted as text',
      handle: async () => ({
        kind: 'bytes',
        body: await templateXlsx(),
        mime: MIME.xlsx,
        fileName: 'rekap-PK-1.xlsx',
      }),
    }),
  ];
}

function reads({ view, read: readImport }: ImportService): RouteRecord[] {
  return [
    list('/imports', {
      permission: 'import.read',
      audit: { none: 'names of files and figures, no personal data' },
      summary: 'Recap files; at the counter those of the own office',
      list: IMPORT_LIST,
      response: ImportRecord,
      handle: ({ actor }, request) => view.list(actor, request),
    }),
    read('/imports/:id', {
      permission: 'import.read',
      audit: { none: 'progress and figures, no personal data' },
      summary: 'One import with its figures and what stands in the way of committing it',
      response: ImportCase,
      handle: ({ actor, params, now }) => readImport(actor, idOf(params), now),
    }),
    read('/imports/:id/errors', {
      permission: 'import.read',
      audit: { none: 'what is wrong where, values masked' },
      summary: 'All problems by kind, and one page of the rows that have any (range=[0,99])',
      response: ImportErrors,
      handle: ({ actor, params, query }) => view.errors(actor, idOf(params), readRange(query['range'])),
    }),
    list('/imports/:id/rows', {
      permission: 'import.read',
      audit: { none: 'masked rows' },
      summary: 'The rows of an import with what became of each, NIK masked',
      list: IMPORT_ROW_LIST,
      response: ImportRowRecord,
      handle: ({ actor, params }, request) => view.rows(actor, idOf(params), request),
    }),
    read('/imports/:id/bad-rows', {
      permission: 'import.read',
      audit: 'import.bad-rows-exported',
      summary: 'Refused rows in the template, with the reasons (format=csv|xlsx)',
      handle: async (context) => {
        const id = idOf(context.params);
        const format = context.query['format'] ?? 'csv';
        if (format !== 'csv' && format !== 'xlsx')
          throw invalid('INVALID_FORMAT', 'format is csv or xlsx.', { format: 'csv or xlsx' });
        const { count, fileDigest, body } = await view.badRows(context.actor, id, format);
        await context.note({ subject: 'import', subjectId: id, details: { format, count, fileDigest } });
        const more = { mime: MIME[format], fileName: `rekap-${id}-perbaikan.${format}` };
        const content = await body();
        return Buffer.isBuffer(content)
          ? { kind: 'bytes', body: content, ...more }
          : { kind: 'stream', body: content, ...more };
      },
    }),
  ];
}

function commands({ upload, commit, discard }: ImportService): RouteRecord[] {
  return [
    command('/imports', {
      permission: 'import.write',
      audit: 'import.uploaded',
      summary:
        'Upload a recap with its control totals; it is read as a dry run. The same file again changes nothing',
      body: CreateImport,
      response: ImportAccepted,
      status: 202,
      upload: { maxBytes: MAX_UPLOAD_BYTES },
      handle: async (context) => {
        return upload(context);
      },
    }),
    command('/imports/:id/commit', {
      permission: 'import.write',
      audit: 'import.committing',
      summary:
        'Commit all good rows, as a job that is always carried through; 409 with what stands in the way',
      body: ImportCommand,
      response: ImportCase,
      status: 202,
      handle: ({ act, params, body }) => act((one) => commit(one, idOf(params), body.version)),
    }),
    command('/imports/:id/discard', {
      permission: 'import.write',
      audit: 'import.discarded',
      summary: 'Give an import up; its rows and its file are deleted',
      body: ImportCommand,
      response: ImportCase,
      handle: ({ act, params, body }) => act((one) => discard(one, idOf(params), body.version)),
    }),
  ];
}

/** Recap files: template, upload, dry run, commit, and the rows that were refused. */
export function importRoutes(imports: ImportService): RouteRecord[] {
  return [...templates(), ...reads(imports), ...commands(imports)];
}

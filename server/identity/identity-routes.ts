import { z } from 'zod';
import type { Database } from '../database.ts';
import { notFound } from '../errors.ts';
import { runList } from '../http/list-query.ts';
import { command, list, read, type RouteRecord } from '../http/route.ts';
import type { Sight } from '../http/sight.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import {
  IDENTITY_CHECK_COLUMNS,
  IDENTITY_CHECK_LIST,
  identityChecks,
  KTP_LOAD_LIST,
  KTP_RECORD_LIST,
  rowToIdentityCheck,
  rowToKtpLoad,
  rowToKtpRecord,
  type KtpRecordRow,
  type ListedCheckRow,
} from './identity-list.ts';
import {
  Evidence,
  IdentityCheckRecord,
  KtpLoadRecord,
  KtpRecord,
  LoadAccepted,
} from './identity-record-schema.ts';
import type { IdentityService } from './identity-service.ts';
import type { KtpLoadRow, KtpLoads } from './ktp-load.ts';
import { idOf as id } from '../http/address-id.ts';

interface Dependencies {
  database: Database;
  encryption: FieldEncryption;
  identity: IdentityService;
  ktpLoads: KtpLoads;
  visibleTo: Sight;
}

/** An extract of the whole register: five million people are under a gigabyte. */
const REGISTER_BYTES = 2 * 1024 ** 3;
function checkRoutes({ database, identity, visibleTo }: Dependencies): RouteRecord[] {
  return [
    list('/identity-checks', {
      permission: 'identity.read',
      audit: { none: 'a list of outcomes; reading the evidence is logged' },
      summary: 'Identity checks: every check ever made, newest first',
      list: IDENTITY_CHECK_LIST,
      response: IdentityCheckRecord,
      handle: ({ actor }, request) =>
        runList<ListedCheckRow, IdentityCheckRecord>(database.read, IDENTITY_CHECK_LIST, request, {
          from: () => visibleTo(identityChecks(database.read), actor),
          columns: IDENTITY_CHECK_COLUMNS,
          toRecord: rowToIdentityCheck,
          idColumn: 'identity_checks.id',
        }),
    }),
    read('/identity-checks/:id', {
      permission: 'identity.read',
      audit: 'identity-check.read',
      summary: 'One check with its evidence and the register’s record',
      response: IdentityCheckRecord.extend({ evidence: Evidence }),
      handle: async ({ actor, params, note }) => {
        const row = (await visibleTo(identityChecks(database.read), actor)
          .where('identity_checks.id', id(params))
          .first(IDENTITY_CHECK_COLUMNS)) as ListedCheckRow | undefined;
        if (!row) throw notFound('identity check');
        const evidence = await identity.evidence(database.read, row.id, actor);
        await note({ subject: 'submission', subjectId: row.submission_id, details: { checkId: row.id } });
        return { ...rowToIdentityCheck(row), evidence };
      },
    }),
  ];
}

function registerRoutes({ database, encryption, ktpLoads }: Dependencies): RouteRecord[] {
  const find = async <R>(table: string, recordId: number, what: string): Promise<R> => {
    const row = (await database.read(table).where({ id: recordId }).first()) as R | undefined;
    if (!row) throw notFound(what);
    return row;
  };
  const toRecord = rowToKtpRecord(encryption);
  return [
    list('/ktp-records', {
      permission: 'ktp-record.read',
      audit: { none: 'a masked list; reading a record is logged' },
      summary: 'The KTP register, NIK and KK masked',
      list: KTP_RECORD_LIST,
      response: KtpRecord,
      handle: (_context, request) =>
        runList<KtpRecordRow, KtpRecord>(database.read, KTP_RECORD_LIST, request, {
          from: () => database.read('ktp_records'),
          columns: '*',
          toRecord,
        }),
    }),
    read('/ktp-records/:id', {
      permission: 'ktp-record.read',
      audit: 'ktp-record.read',
      summary: 'One person of the KTP register, NIK and KK masked',
      response: KtpRecord,
      handle: async ({ params, note }) => {
        const row = await find<KtpRecordRow>('ktp_records', id(params), 'record');
        await note({ subject: 'ktp-record', subjectId: row.id });
        return toRecord(row);
      },
    }),
    command('/ktp-records/import', {
      permission: 'reference.write',
      audit: 'ktp-records.load-queued',
      summary: 'Load the KTP register from a CSV with Dukcapil’s element names',
      body: z.strictObject({}),
      upload: { maxBytes: REGISTER_BYTES },
      response: LoadAccepted,
      status: 202,
      handle: (context) => ktpLoads.receive(context),
    }),
    list('/ktp-loads', {
      permission: 'ktp-record.read',
      audit: { none: 'file names and counts, nobody’s data' },
      summary: 'Loads of the KTP register with their counts and bad lines',
      list: KTP_LOAD_LIST,
      response: KtpLoadRecord,
      handle: (_context, request) =>
        runList<KtpLoadRow, KtpLoadRecord>(database.read, KTP_LOAD_LIST, request, {
          from: () => database.read('ktp_loads'),
          columns: '*',
          toRecord: rowToKtpLoad,
        }),
    }),
    read('/ktp-loads/:id', {
      permission: 'ktp-record.read',
      audit: { none: 'file names and counts, nobody’s data' },
      summary: 'One load of the KTP register',
      response: KtpLoadRecord,
      handle: async ({ params }) => rowToKtpLoad(await find<KtpLoadRow>('ktp_loads', id(params), 'load')),
    }),
  ];
}

/** Identity checks and the KTP register they are made against. */
export const identityRoutes = (dependencies: Dependencies): RouteRecord[] => [
  ...checkRoutes(dependencies),
  ...registerRoutes(dependencies),
];

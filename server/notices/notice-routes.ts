import type { Database } from '../database.ts';
import { notFound } from '../errors.ts';
import { runList } from '../http/list-query.ts';
import { command, list, read, type Reply, type RouteRecord } from '../http/route.ts';
import type { Mailer } from './mailer.ts';
import {
  findPrint,
  namedPrints,
  PRINT_COLUMNS,
  PRINT_LIST,
  rowToPrint,
  type NoticePrinting,
  type PrintRow,
} from './notice-printing.ts';
import {
  MakePrint,
  NoticeAct,
  NoticeDetail,
  NoticeRecord,
  NoticeSummary,
  PrintRecord,
} from './notice-schema.ts';
import { noticeDetail, noticeSummary, type NoticeService } from './notice-service.ts';
import {
  findNotice,
  NOTICE_COLUMNS,
  NOTICE_LIST,
  namedNotices,
  rowToNotice,
  type NamedNoticeRow,
} from './notice-store.ts';
import type { NoticeWorker } from './notice-worker.ts';
import { idOf } from '../http/address-id.ts';

export interface NoticeRouteDependencies {
  database: Database;
  config: { publicUrl: string };
  mailer: Mailer;
  notices: NoticeService;
  noticePrinting: NoticePrinting;
  noticeWorker: NoticeWorker;
}

function noticeReads({ database, config, mailer }: NoticeRouteDependencies): RouteRecord[] {
  return [
    list('/notices', {
      permission: 'notice.read',
      audit: { none: 'as the list of registrations: names and states, no NIK and no address' },
      summary: 'Notices to applicants: sent, waiting, failed, to print',
      list: NOTICE_LIST,
      response: NoticeRecord,
      handle: (_context, request) =>
        runList<NamedNoticeRow, NoticeRecord>(database.read, NOTICE_LIST, request, {
          from: () => namedNotices(database.read),
          columns: NOTICE_COLUMNS,
          toRecord: rowToNotice,
          idColumn: 'n.id',
        }),
    }),
    read('/notices/summary', {
      permission: 'notice.read',
      audit: { none: 'counts of notices, nobody’s case' },
      summary: 'How many notices stand where, and which offices have letters to print',
      response: NoticeSummary,
      handle: () => noticeSummary(database.read, mailer.kind),
    }),
    read('/notices/:id', {
      permission: 'notice.read',
      audit: 'notice.read',
      summary: 'One notice with its words and attempts',
      response: NoticeDetail,
      handle: async ({ params, note }) => {
        const row = await findNotice(database.read, idOf(params));
        if (!row) throw notFound('notice');
        await note({ subject: 'notice', subjectId: row.id, details: { submissionId: row.submission_id } });
        return noticeDetail(database.read, row, config.publicUrl);
      },
    }),
  ];
}

function noticeActs({ notices, noticeWorker }: NoticeRouteDependencies): RouteRecord[] {
  return [
    command('/notices/:id/retry', {
      permission: 'notice.send',
      audit: 'notice.retried',
      summary: 'Try a notice again now, under the same Message-ID',
      body: NoticeAct,
      response: NoticeRecord,
      handle: async ({ act, body, params }) => {
        const record = await act((one) => notices.retry(one, idOf(params), body.version));
        void noticeWorker.wake();
        return record;
      },
    }),
    command('/notices/:id/to-print', {
      permission: 'notice.send',
      audit: 'notice.to-print',
      summary: 'Print a letter in place of a message that does not get through',
      body: NoticeAct,
      response: NoticeRecord,
      handle: ({ act, body, params }) => act((one) => notices.toPrint(one, idOf(params), body.version)),
    }),
  ];
}

function printRoutes({ database, noticePrinting }: NoticeRouteDependencies): RouteRecord[] {
  return [
    list('/notice-prints', {
      permission: 'notice.read',
      audit: { none: 'prints by office and number of letters' },
      summary: 'Prints of letters, newest first',
      list: PRINT_LIST,
      response: PrintRecord,
      handle: (_context, request) =>
        runList<PrintRow, PrintRecord>(database.read, PRINT_LIST, request, {
          from: () => namedPrints(database.read),
          columns: PRINT_COLUMNS,
          toRecord: rowToPrint,
          idColumn: 'p.id',
        }),
    }),
    command('/notice-prints', {
      permission: 'notice.send',
      audit: 'notice-print.made',
      summary: 'Take the waiting letters of an office into a print, 200 at most',
      body: MakePrint,
      response: PrintRecord,
      status: 201,
      handle: ({ act, body }) => act((one) => noticePrinting.make(one, body.officeId)),
    }),
    read('/notice-prints/:id/letters.pdf', {
      permission: 'notice.send',
      audit: 'notice-print.read',
      summary: 'The letters of a print as a PDF',
      handle: async ({ params, note }): Promise<Reply> => {
        const print = await findPrint(database.read, idOf(params));
        const body = await noticePrinting.pdf(database.read, print);
        await note({
          subject: 'notice-print',
          subjectId: print.id,
          details: { officeId: print.office_id, letters: print.letters },
        });
        const fileName = `surat-${print.id}.pdf`;
        return { kind: 'bytes', body, mime: 'application/pdf', fileName, inline: true };
      },
    }),
    command('/notice-prints/:id/printed', {
      permission: 'notice.send',
      audit: 'notice-print.printed',
      summary: 'Say that the letters of a print lie on paper',
      body: NoticeAct,
      response: PrintRecord,
      handle: ({ act, body, params }) =>
        act((one) => noticePrinting.markPrinted(one, idOf(params), body.version)),
    }),
    command('/notice-prints/:id/cancel', {
      permission: 'notice.send',
      audit: 'notice-print.cancelled',
      summary: 'Give the letters of a print back to the waiting ones',
      body: NoticeAct,
      response: PrintRecord,
      handle: ({ act, body, params }) => act((one) => noticePrinting.cancel(one, idOf(params), body.version)),
    }),
  ];
}

/** Notices to applicants: what was told to whom, and what does not get through. */
export function noticeRoutes(dependencies: NoticeRouteDependencies): RouteRecord[] {
  return [...noticeReads(dependencies), ...noticeActs(dependencies), ...printRoutes(dependencies)];
}

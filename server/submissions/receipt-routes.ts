import type { Database } from '../database.ts';
import { notFound } from '../errors.ts';
import { read, type RouteRecord } from '../http/route.ts';
import type { PaperPress } from '../papers/paper-press.ts';
import { receiptReply } from './submission-receipt.ts';
import { findSubmission } from './submission-store.ts';
import { idOf } from '../http/address-id.ts';

export interface ReceiptDependencies {
  database: Database;
  press: PaperPress;
  publicUrl: string;
}

/** The receipt the applicant takes home. */
export function receiptRoutes({ database, press, publicUrl }: ReceiptDependencies): RouteRecord[] {
  return [
    read('/submissions/:id/receipt.pdf', {
      permission: 'receipt.print',
      audit: 'receipt.printed',
      summary: 'The applicant’s receipt with registration number and QR code',
      handle: async ({ actor, params, now, note }) => {
        const row = await findSubmission(database.read, actor, idOf(params));
        if (!row) throw notFound('registration');
        const reply = await receiptReply({ connection: database.read, press, publicUrl }, row, now);
        await note({ subject: 'submission', subjectId: row.id });
        return reply;
      },
    }),
  ];
}

import type { Database } from '../database.ts';
import { conflict, notFound } from '../errors.ts';
import { read, type RouteRecord } from '../http/route.ts';
import type { PaperPress } from '../papers/paper-press.ts';
import { zoneOfRegion } from '../reference/region-zone-rules.ts';
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
        if (row.submitted_at === null)
          throw conflict('NOT_SUBMITTED', 'A receipt is printed once the registration is submitted.');
        const [wave, office] = (await Promise.all([
          database.read('waves').where({ id: row.wave_id }).first('name'),
          database.read('offices').where({ id: row.office_id }).first('name', 'region_code'),
        ])) as [{ name: string }, { name: string; region_code: string | null }];
        await note({ subject: 'submission', subjectId: row.id });
        const body = await press.receipt({
          registrationNo: row.registration_no,
          fullName: row.full_name,
          nikMasked: row.nik_masked,
          officeName: office.name,
          waveName: wave.name,
          channel: row.channel,
          submittedAt: row.submitted_at,
          printedAt: now,
          publicUrl,
          zone: zoneOfRegion(office.region_code),
        });
        const fileName = `tanda-terima-${row.registration_no}.pdf`;
        return { kind: 'bytes', body, mime: 'application/pdf', fileName, inline: true };
      },
    }),
  ];
}

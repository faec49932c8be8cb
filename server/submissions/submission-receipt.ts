import type { Connection } from '../database.ts';
import { conflict } from '../errors.ts';
import type { Reply } from '../http/route.ts';
import type { PaperPress } from '../papers/paper-press.ts';
import { zoneOfRegion } from '../reference/region-zone-rules.ts';
import type { SubmissionRow } from './submission-store.ts';

/** The receipt of a registration as an answer. Throws 409 before it was submitted. */
export async function receiptReply(
  { connection, press, publicUrl }: { connection: Connection; press: PaperPress; publicUrl: string },
  row: SubmissionRow,
  now: string,
): Promise<Reply> {
  if (row.submitted_at === null)
    throw conflict('NOT_SUBMITTED', 'A receipt is printed once the registration is submitted.');
  const [wave, office] = (await Promise.all([
    connection('waves').where({ id: row.wave_id }).first('name'),
    connection('offices').where({ id: row.office_id }).first('name', 'region_code'),
  ])) as [{ name: string }, { name: string; region_code: string | null }];
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
}

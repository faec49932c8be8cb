import type { Connection } from '../database.ts';
import type { WaveRecord } from '../reference/reference-schema.ts';
import { rowToWave, type WaveRow } from '../reference/reference-store.ts';
import type { SubmissionRow } from '../submissions/submission-store.ts';
import type { DraftRow } from './portal-drafts.ts';
import { OVER } from './portal-form-rules.ts';

/** What an applicant is busy with: a form of the open wave, or a registration that was handed in. */
export interface Current {
  wave: WaveRecord;
  /** True while the wave takes online registrations. */
  open: boolean;
  submission: SubmissionRow | null;
  draft: DraftRow | null;
}

/** The wave that takes online registrations now; of several the one opened last. */
export async function openWave(connection: Connection, now: string): Promise<WaveRecord | null> {
  const row = (await connection('waves')
    .where('opens_at', '<=', now)
    .where('closes_at', '>=', now)
    .orderBy([
      { column: 'opens_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first()) as WaveRow | undefined;
  return row ? rowToWave(row) : null;
}

async function lastSubmission(connection: Connection, applicantId: number): Promise<SubmissionRow | null> {
  const row = (await connection('submissions as s')
    .join('portal_registrations as r', 'r.submission_id', 's.id')
    .where('r.applicant_id', applicantId)
    .orderBy('r.id', 'desc')
    .first('s.*')) as SubmissionRow | undefined;
  return row ?? null;
}

/**
 * The one thing the portal shows: a registration that is still on its road (or was confirmed) before anything else, whatever
 * its wave; else the form of the open wave; else the last they took part in. Null for whoever never did.
 */
export async function currentOf(
  connection: Connection,
  applicantId: number,
  now: string,
): Promise<Current | null> {
  const open = await openWave(connection, now);
  const last = await lastSubmission(connection, applicantId);
  const drafts = (await connection('portal_drafts')
    .where({ applicant_id: applicantId })
    .orderBy('id', 'desc')) as DraftRow[];
  if (last && (!open || last.wave_id === open.id || !OVER.has(last.status)))
    return { ...(await waveOf(connection, last.wave_id, open)), submission: last, draft: null };
  const draft = drafts.find((one) => !open || one.wave_id === open.id) ?? null;
  if (!open && !draft) return null;
  const wave = await waveOf(connection, (draft?.wave_id ?? open?.id) as number, open);
  return { ...wave, submission: null, draft };
}

async function waveOf(connection: Connection, id: number, open: WaveRecord | null) {
  if (open?.id === id) return { wave: open, open: true };
  const row = (await connection('waves').where({ id }).first()) as WaveRow;
  return { wave: rowToWave(row), open: false };
}

import type { ImportCounts, ImportStatus, ImportTotals } from './import-schema.ts';
import { totalsRefusal } from './recap-file-rules.ts';
import type { Bilingual, RowClass } from './recap-schema.ts';

export type ImportBlocker = { code: string; words: Bilingual; [detail: string]: unknown };

/** What verdicts on an import need to know of it. */
export interface ImportFacts {
  status: ImportStatus;
  /** False once the job of its present status ended or was cancelled before its work was done. */
  jobAlive: boolean;
  counts: ImportCounts;
  controlTotals: ImportTotals;
  fileTotals: ImportTotals | null;
  waveOpen: boolean;
}

/** The classes of rows a commit takes. */
export const GOOD_CLASSES = ['new', 'changed'] as const satisfies readonly RowClass[];

export const NO_COUNTS: ImportCounts = { new: 0, same: 0, changed: 0, conflict: 0, bad: 0 };

/** Statuses in which the same file stands already: uploading it again gives this import (domain.md section 10). */
export const STANDING_STATUSES = [
  'queued',
  'reading',
  'ready',
  'committing',
  'committed',
] as const satisfies readonly ImportStatus[];

const NOT_READY: Record<Exclude<ImportStatus, 'ready'>, Bilingual> = {
  queued: { id: 'berkas belum dibaca', en: 'the file has not been read yet' },
  reading: { id: 'berkas sedang dibaca', en: 'the file is being read' },
  refused: { id: 'berkas ditolak', en: 'the file was refused' },
  committing: { id: 'impor sedang disimpan', en: 'the import is being committed' },
  committed: { id: 'impor sudah disimpan', en: 'the import was committed already' },
  discarded: { id: 'impor sudah dibatalkan', en: 'the import was discarded' },
  failed: {
    id: 'pembacaan berkas gagal; unggah lagi',
    en: 'reading the file failed; upload it again',
  },
};

const blocker = (code: string, words: Bilingual): ImportBlocker => ({ code, words });

const statusBlocker = (status: Exclude<ImportStatus, 'ready'>): ImportBlocker => ({
  ...blocker(status === 'committed' ? 'ALREADY_COMMITTED' : 'NOT_READY', NOT_READY[status]),
  status,
});

/**
 * Everything that keeps an import from being committed; empty means it may be. A file whose control totals differ is kept
 * readable with all its errors, but never committed. A commit whose job died may be ordered again: it goes on where it stopped.
 */
export function commitBlockers(facts: ImportFacts): ImportBlocker[] {
  const { status, counts, controlTotals, fileTotals, jobAlive, waveOpen } = facts;
  if (status === 'committing') return jobAlive ? [statusBlocker(status)] : [];
  if (status !== 'ready') return [statusBlocker(status)];
  const blockers: ImportBlocker[] = [];
  const differ = fileTotals && totalsRefusal(controlTotals, fileTotals);
  if (differ) blockers.push({ ...blocker(differ.code, differ.message), controlTotals, fileTotals });
  if (GOOD_CLASSES.every((name) => counts[name] === 0))
    blockers.push(
      blocker('NOTHING_TO_COMMIT', {
        id: 'tidak ada baris baru atau berubah yang dapat disimpan',
        en: 'there is no new or changed row to commit',
      }),
    );
  if (!waveOpen)
    blockers.push(
      blocker('WAVE_CLOSED', {
        id: 'gelombang tidak sedang menerima pendaftaran luring',
        en: 'the wave does not take offline registrations now',
      }),
    );
  return blockers;
}

/** What keeps an import from being discarded: only what is not yet, and not being, committed can be. */
export function discardBlockers({ status }: Pick<ImportFacts, 'status'>): ImportBlocker[] {
  if (status === 'queued' || status === 'reading' || status === 'ready') return [];
  if (status === 'committed' || status === 'committing')
    return [{ ...blocker('ALREADY_COMMITTED', NOT_READY[status]), status }];
  return [{ ...blocker('ALREADY_ENDED', NOT_READY[status]), status }];
}

/** The blockers as the API gives them: the English sentence as `message`, both languages as `words`. */
export const told = (blockers: readonly ImportBlocker[]) =>
  blockers.map((one) => ({ ...one, message: one.words.en }));

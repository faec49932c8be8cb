import { AppError, blocked, conflict, type BlockerLike } from '../errors.ts';

/** The same words for every wave that is closed, to whoever saves, attaches or hands in. */
export const waveClosed = () =>
  conflict('WAVE_CLOSED', 'The wave is closed: it takes no online registrations any more.', {
    blockers: [{ code: 'WAVE_CLOSED', message: 'the wave is closed' }],
  });

export const notEditable = (code = 'NOT_EDITABLE') =>
  conflict(code, 'Your registration has been handed in and is not open for changes now.');

const duplicate = () =>
  conflict(
    'DUPLICATE',
    'This NIK is already registered in this wave. Compare it with your card; if it is right, ask at the office.',
    {
      blockers: [{ code: 'DUPLICATE', message: 'NIK already registered in this wave' }],
    },
  );

/** What the staff's rules say to staff, said to whoever registered. */
const OWN_WORDS: Record<string, string> = {
  AFTER_DEADLINE: 'the last day for corrections in this wave has passed; ask at the office',
  STATUS_FORBIDS: 'your registration is not open for this now',
  IN_SEALED_BATCH: 'your registration has gone on to be ratified; ask at the office',
};

/**
 * A refusal as an applicant may read it: the rules are the staff's, but where somebody else's registration stands, who changed
 * the record and who holds it is not theirs to know.
 */
export function asToldToApplicant(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const { details } = error;
  if (error.code === 'DUPLICATE') return duplicate();
  if (error.code === 'STALE_VERSION')
    return new AppError(
      409,
      'STALE_VERSION',
      'Your registration was changed after you opened it. Load it again.',
      {
        details: { version: details?.['version'] },
      },
    );
  const blockers = details?.['blockers'] as BlockerLike[] | undefined;
  if (!blockers) return error;
  if (blockers.some(({ code }) => code === 'WAVE_CLOSED')) return waveClosed();
  const shown = blockers.map(({ code, message, field }) => ({
    code,
    message: OWN_WORDS[code] ?? message ?? code,
    ...(field ? { field } : {}),
  }));
  return new AppError(error.status, error.code, blocked(shown).message, { details: { blockers: shown } });
}

/** Runs an act of the staff's rules for an applicant. */
export async function toldToApplicant<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asToldToApplicant(error);
  }
}

import { CreateOffice, CreateWave, EditOffice, EditWave } from '@server/reference/reference-schema.ts';
import { schemaProblems } from '../i18n/zod-problems.ts';

type Values = Record<string, unknown>;

/** A wave must close after it opens; the server says so too, but only for a new one. */
function withOrder(problems: ReturnType<ReturnType<typeof schemaProblems>>, { opensAt, closesAt }: Values) {
  const wrong = typeof opensAt === 'string' && typeof closesAt === 'string' && closesAt <= opensAt;
  return wrong ? { ...problems, closesAt: 'reference.wave.closesFirst' } : problems;
}

const newWave = schemaProblems<Values>(CreateWave);
const editedWave = schemaProblems<Values>(EditWave);

export const newWaveProblems = (values: Values) => withOrder(newWave(values), values);
export const waveProblems = (values: Values) => withOrder(editedWave(values), values);
export const newOfficeProblems = schemaProblems<Values>(CreateOffice);
export const officeProblems = schemaProblems<Values>(EditOffice);

export type WavePhase = 'coming' | 'open' | 'closed';

/** Where a wave stands at `now` (ISO instant). */
export function wavePhase(wave: { opensAt: string; closesAt: string }, now: string): WavePhase {
  if (now < wave.opensAt) return 'coming';
  return now < wave.closesAt ? 'open' : 'closed';
}

import type { Services } from '../../server/services.ts';
import { loadPlaces } from '../../seeds/places.ts';
import { makeBase, type Base } from './population-base.ts';
import { copyRegistrations, MOST_MADE } from './population-copies.ts';
import { fillRegister, inventStrangers, renewLists, strangersNeeded } from './population-register.ts';
import { keyRegistrations } from './population-registrations.ts';

/** The registrations that arrive in a wave of their own, at most: what the budgets of identity are about. */
const MOST_NEWCOMERS = 100_000;
const MOST_REGISTERED = 1_000_000;
const LIST_ROWS = 1_000_000;
const SCREENED_AT_ONCE = 1000;
export const NEWCOMERS_WAVE = 'BENCH-3';

/**
 * How large everything is for so many `rows`: of registrations there are a million at most, the register has a million at
 * least and as many as asked for beyond, and each list a million; a small run is a tenth as deep.
 */
export const identitySizes = (rows: number) => ({
  registered: Math.min(rows, MOST_REGISTERED),
  newcomers: Math.min(rows, MOST_NEWCOMERS),
  register: Math.max(rows, Math.min(10 * rows, MOST_REGISTERED)),
  list: Math.min(10 * rows, LIST_ROWS),
});

async function openNewcomersWave({ database }: Services, base: Base): Promise<number> {
  const { id: _id, ...open } = (await database.read('waves').where({ id: base.waves.open }).first()) as {
    id: number;
  } & Record<string, unknown>;
  const wave = { ...open, code: NEWCOMERS_WAVE, name: `Gelombang ${NEWCOMERS_WAVE}` };
  const [made] = (await database.write('waves').insert(wave).returning('id')) as { id: number }[];
  return (made as { id: number }).id;
}

/** The newcomers' first screening, by the lists as they were before they grew. */
async function screenNewcomers(
  { database, audit, submissions }: Services,
  base: Base,
  ids: readonly number[],
): Promise<void> {
  for (let at = 0; at < ids.length; at += SCREENED_AT_ONCE) {
    const some = ids.slice(at, at + SCREENED_AT_ONCE);
    await audit.act(
      { action: 'submission.bulk-identity-check', actor: base.coordinator, requestId: 'bench' },
      async (act) => {
        await submissions.evidence.screen(act, some, 'submit');
        act.record({ subject: 'submissions', details: { count: some.length } });
      },
    );
  }
  if (database.engine === 'sqlite') await database.write.raw('PRAGMA wal_checkpoint(TRUNCATE)');
}

/**
 * A register and lists of a million beside the registrations, and a wave of newcomers who were screened by the lists before
 * these, but whom neither the register was asked about nor anybody compared with others.
 */
export async function fillForIdentity(
  services: Services,
  { rows, seed, now, onStep }: { rows: number; seed: string; now: Date; onStep: (text: string) => void },
): Promise<void> {
  const { database } = services;
  // Nothing is lost if it is made again.
  if (database.engine === 'sqlite') await database.write.raw('PRAGMA synchronous=OFF');
  const sizes = identitySizes(rows);
  const base = await makeBase(services, await loadPlaces(), now);
  const waveId = await openNewcomersWave(services, base);
  const { registerId } = await keyRegistrations(services, base, {
    total: Math.min(sizes.registered, MOST_MADE) + sizes.newcomers,
    newcomers: { count: sizes.newcomers, waveId },
    seed,
    now,
    onStep,
  });
  if (sizes.registered > MOST_MADE)
    await copyRegistrations(database, { rows: sizes.registered, exceptWave: waveId, onStep });
  const newcomers = (await database
    .read('submissions')
    .where({ wave_id: waveId })
    .orderBy('id')
    .select('id', 'nik_bidx')) as { id: number; nik_bidx: string }[];
  await screenNewcomers(
    services,
    base,
    newcomers.map(({ id }) => id),
  );
  onStep(`${newcomers.length} newcomers screened`);
  const strangers = await inventStrangers(services, strangersNeeded(sizes.register, sizes.list));
  await fillRegister(services, strangers, { count: sizes.register, loadId: registerId, onStep });
  const niks = newcomers.map(({ nik_bidx }) => nik_bidx);
  await renewLists(services, strangers, {
    rows: sizes.list,
    adminId: base.adminId,
    now,
    newcomers: niks,
    onStep,
  });
}

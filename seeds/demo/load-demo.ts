import type { Services } from '../../server/services.ts';
import { loadPlaces } from '../places.ts';
import { generatePopulation, type PopulationRow } from '../population.ts';
import { DEMO_PASSWORD } from './demo-accounts.ts';
import { composeDemoBatches } from './demo-batches.ts';
import { enterCounterForms, importHandover, loadRegisterAndLists } from './demo-intake.ts';
import { fillReference } from './demo-reference.ts';
import { reviewDemo } from './demo-review.ts';
import { visit } from './demo-visitor.ts';

const HANDOVER_ROWS = 220;
const COUNTER_ROWS = 36;
const SEED = 'demo-72';

/**
 * Fills an empty database with one wave in every stage. Everything but the accounts comes in over the API, in the
 * name of the demo accounts: what the demo shows is what the system does.
 */
export async function loadDemo(services: Services, url: string): Promise<void> {
  const { database } = services;
  if (await database.read('staff').first('id')) return;
  const say = (text: string) => process.stderr.write(`demo: ${text}\n`);
  const now = Date.now();
  say('accounts, offices and a wave …');
  const { waveId } = await database.transaction((trx) => fillReference(trx, now));
  const people = [
    ...generatePopulation({
      places: await loadPlaces(),
      rows: HANDOVER_ROWS + COUNTER_ROWS,
      seed: SEED,
      today: new Date(now).toISOString().slice(0, 10),
      officeRegion: '33.74',
    }),
  ];
  const handover = people.slice(0, HANDOVER_ROWS);
  const counter: PopulationRow[] = people.slice(HANDOVER_ROWS);
  const as = (username: string) => visit(url, username, DEMO_PASSWORD);
  const [intake, admin] = [await as('intake'), await as('admin')];
  say('KTP register and screening lists …');
  await loadRegisterAndLists(admin, people, now);
  say(`recap of ${HANDOVER_ROWS} rows …`);
  await importHandover(intake, waveId, handover);
  say('forms keyed at the counter …');
  await enterCounterForms(intake, waveId, counter);
  say('reviews …');
  const reviewers = { reviewer: await as('reviewer'), reviewer2: await as('reviewer2') };
  await reviewDemo(reviewers, intake, waveId);
  say('batches, decrees and deliveries …');
  await composeDemoBatches(
    { coordinator: await as('coordinator'), approver: await as('approver'), pmo: await as('pmo') },
    waveId,
  );
  say('ready');
}

import { portalDesk, type PortalDesk } from './applicants.ts';
import { loadLists, person, registerPeople } from './registrations.ts';
import { startSystem, type ApiClient, type RunningSystem } from './running-system.ts';
import type { Engine } from './test-engines.ts';

/** People of the register whom applicants may be, by number, from 100 on. */
const PEOPLE = 60;

export interface PortalWorld {
  system: RunningSystem;
  desk: PortalDesk;
  reviewer: ApiClient;
  intake: ApiClient;
}

/** A system whose register knows the applicants, and the staff who work on what they hand in. */
export async function openPortalWorld(engine: Engine): Promise<PortalWorld> {
  const system = await startSystem({ engine });
  const people = Array.from({ length: PEOPLE }, (_, n) => person(100 + n));
  await registerPeople(system, people);
  await loadLists(system);
  return {
    system,
    desk: portalDesk(system),
    reviewer: await system.login('reviewer'),
    intake: await system.login('intake'),
  };
}

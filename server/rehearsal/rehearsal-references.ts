import { rm } from 'node:fs/promises';
import { LIST_CODES } from '../screening/screening-schema.ts';
import type { Services } from '../services.ts';
import { KTP_COLUMNS, SCREENING_COLUMNS } from '../tabular/reference-file-rules.ts';
import type { Cast } from './rehearsal-cast.ts';
import type { Desk } from './rehearsal-desk.ts';
import type { RehearsalFiles } from './rehearsal-files.ts';
import { cardsOf, registerCells, type Invented } from './rehearsal-people-rules.ts';

export interface ReferenceDependencies {
  services: Pick<Services, 'ktpLoads' | 'listLoads'>;
  desk: Desk;
  files: RehearsalFiles;
  cast: Cast;
}

/** A register's file of so many people: it is written in memory. */
const REGISTER_AT_ONCE = 50_000;
/** On every list, and among nobody's registrations. */
const STRANGER = 9_999_999;

/** What the administrator loads: the register of the people, and the lists as they stand on a day. */
export function createReferences({ services, desk, files, cast }: ReferenceDependencies) {
  const [admin] = cast.admins;

  async function loadPart(people: readonly Invented[], corrected: boolean, name: string): Promise<void> {
    const cells = people.map((one) => registerCells(one, corrected));
    const file = await files.csv(name, KTP_COLUMNS, cells);
    const request = desk.request(admin, 'ktp-records.load', file, {});
    const { jobId } = await services.ktpLoads.receive(request);
    await desk.finished(jobId as number);
    await rm(file.path);
  }

  return {
    /** Loads people into the KTP register; who is there already is replaced. */
    async register(people: readonly Invented[], corrected = false): Promise<number> {
      for (let at = 0; at < people.length; at += REGISTER_AT_ONCE)
        await loadPart(
          people.slice(at, at + REGISTER_AT_ONCE),
          corrected,
          `register-${corrected ? 'b' : 'a'}-${at}.csv`,
        );
      return people.length;
    },

    /** Loads a version of each of the five lists, on which nobody of the rehearsal stands. */
    async lists(asOf: string): Promise<number> {
      const home = cast.offices[0]?.homes[0];
      if (!home) throw new Error('the rehearsal has no office');
      const { nik } = cardsOf({ index: STRANGER, home, proposer: '', shift: 0 });
      for (const code of LIST_CODES) {
        const file = await files.csv(`${code}-${asOf}.csv`, SCREENING_COLUMNS, [{ nik, note: `gladi ${asOf}` }]);
        const { jobId } = await services.listLoads.receive(
          desk.request(admin, 'screening-list.load', file, {}),
          code,
          asOf,
        );
        await desk.finished(jobId as number);
        await rm(file.path);
      }
      return LIST_CODES.length;
    },
  };
} // prettier-ignore

import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DukcapilSimulator } from '../../server/identity/dukcapil-simulator.ts';
import type { IDENTITY_INPUTS } from '../../server/submissions/submission-schema.ts';
import { loadLists, person, registerPeople, submitted, type Person } from '../support/registrations.ts';
import { ENGINES, startSystem, type ApiClient, type RunningSystem } from '../support/running-system.ts';
import { startDukcapil } from '../support/simulated-register.ts';
import { blockerCodes } from '../support/refusals.ts';

type Body = Record<string, unknown> & { id: number; version: number; status: string };

const AMENDMENTS = 25;
const serial = fc.integer({ min: 9000, max: 9999 });
/** No two amendments to one NIK: the wave would refuse the second. */
let corrected = 9000;
/** What an office may amend after a return and a register is asked about; the name is not among it. */
const inputs = {
  nik: fc.constant(null).map(() => `337402550685${(corrected += 1)}`),
  kkNumber: serial.map((no) => `337402010199${no}`),
  birthPlace: fc.constantFrom('SURABAYA', 'JAYAPURA', 'BOGOR'),
  birthDate: fc.constantFrom('1985-06-15', '1990-07-01', '1991-06-02'),
  sex: fc.constant('P'),
  ktpAddress: fc.constantFrom('JL. LAIN NO. 1', 'JL. UJI'),
};
/** What no register is asked about. */
const others = {
  email: fc.constantFrom('uji@contoh.example', null),
  phone: fc.constantFrom('081234567890', '081234567891'),
  domicileAddress: fc.constantFrom('JL. DOMISILI 1', 'JL. DOMISILI 2'),
  educationLevel: fc.constantFrom('SD', 'S1'),
  employmentStatus: fc.constantFrom('PHK', 'DIRUMAHKAN'),
  desiredTraining: fc.constantFrom('BARISTA', 'LAS'),
};
const amendment = fc
  .tuple(fc.record(inputs, { requiredKeys: [] }), fc.record(others, { requiredKeys: [] }))
  .filter(([asked, unasked]) => Object.keys({ ...asked, ...unasked }).length > 0);

describe.each(ENGINES)('an amendment after a check on %s', (engine) => {
  let system: RunningSystem;
  let simulator: DukcapilSimulator;
  let intake: ApiClient;
  let reviewer: ApiClient;
  const people = Array.from({ length: AMENDMENTS + 2 }, (_, no) => person(no + 1));
  const waiting: Body[] = [];

  const reread = async (id: number) => (await reviewer.get<Body>(`/api/submissions/${id}`)).body;

  beforeAll(async () => {
    const known = new Map<string, Person>(people.map((one) => [one.nik, one]));
    const dukcapil = await startDukcapil({
      find: (nik) => {
        const one = known.get(nik);
        if (!one) return Promise.resolve(null);
        const { kkNumber, ktpAddress: address, ...said } = one;
        // One slip of the pen: a partial match, which readers may settle as long as it is fresh.
        const fullName = said.fullName.replace('BUDI', 'BUDY');
        return Promise.resolve({
          ...said,
          fullName,
          hasKk: (kk) => kk === kkNumber,
          address,
          status: 'AKTIF',
        });
      },
      faults: [],
      slowMs: 1,
    });
    simulator = dukcapil.simulator;
    system = await startSystem({
      engine,
      env: dukcapil.env,
    });
    [intake, reviewer] = [await system.login('intake'), await system.login('reviewer')];
    await registerPeople(system, people);
    await loadLists(system);
    for (const one of people) waiting.push((await submitted(intake, system.waveId, one)) as Body);
    const checked = async () =>
      (await system.services.database.read('submissions').where({ identity_outcome: 'partial' }).pluck('id'))
        .length;
    while ((await checked()) < people.length) await sleep(50);
    // From here on nobody asks the register: what was checked before is all there is.
    await system.services.identityQueueWorker.drain();
  });
  afterAll(async () => {
    await system.stop();
    await simulator.stop();
  });

  /** Sends a checked registration back, amends it as its office would, and hands it in again. */
  async function amended(changes: Record<string, unknown>): Promise<Body> {
    const next = waiting.pop();
    if (!next) throw new Error('no registration is left to amend');
    const claimed = await reviewer.post<Body>(`/api/submissions/${next.id}/claim`, {});
    const returned = await reviewer.post<Body>(`/api/submissions/${next.id}/return`, {
      version: claimed.body.version,
      reasons: ['DOC_UNREADABLE'],
    });
    const edited = await intake.put<Body>(`/api/submissions/${next.id}`, {
      version: returned.body.version,
      ...changes,
    });
    expect(edited.status).toBe(200);
    const again = await intake.post<Body>(`/api/submissions/${next.id}/resubmit`, {
      version: edited.body.version,
    });
    expect(again.status).toBe(200);
    const taken = await reviewer.post<Body>(`/api/submissions/${next.id}/claim`, {
      version: again.body.version,
    });
    return taken.body;
  }

  it('of any input makes the check stale, and nothing is verified or settled on it; of anything else it stays', async () => {
    await fc.assert(
      fc.asyncProperty(amendment, async ([asked, unasked]) => {
        const one = await amended({ ...asked, ...unasked });
        const touchesInput = Object.keys(asked).length > 0;
        expect((await reread(one.id))['identityStale']).toBe(touchesInput);
        const verify = await reviewer.post(`/api/submissions/${one.id}/verify`, { version: one.version });
        expect(blockerCodes(verify.body).includes('IDENTITY_STALE')).toBe(touchesInput);
        if (touchesInput) {
          expect(verify.status).toBe(409);
          const settle = await reviewer.post(`/api/submissions/${one.id}/identity-settle`, {
            version: one.version,
            verdict: 'same_person',
            reason: 'NAME_MISMATCH',
          });
          expect(settle.status).toBe(409);
          expect(blockerCodes(settle.body)).toContain('IDENTITY_STALE');
        }
      }),
      { numRuns: AMENDMENTS, endOnFailure: true },
    );
  });

  it('by raw SQL, of any one input, is refused unless it makes the check stale', async () => {
    const { database } = system.services;
    const id = (waiting.pop() as Body).id;
    const columns: Record<(typeof IDENTITY_INPUTS)[number], string> = {
      nik: 'nik_bidx',
      kkNumber: 'kk_bidx',
      fullName: 'full_name',
      birthPlace: 'birth_place',
      birthDate: 'birth_date',
      sex: 'sex',
      ktpAddress: 'ktp_address',
    };
    const claimed = await reviewer.post<Body>(`/api/submissions/${id}/claim`, {});
    await reviewer.post(`/api/submissions/${id}/return`, {
      version: claimed.body.version,
      reasons: ['DOC_UNREADABLE'],
    });
    for (const column of Object.values(columns)) {
      const value = column === 'sex' ? 'P' : column === 'birth_date' ? '1985-01-01' : 'LAIN';
      const set = `UPDATE submissions SET ${column} = '${value}', version = version + 1`;
      await expect(database.write.raw(`${set} WHERE id = ${id}`), column).rejects.toThrow(
        column === 'full_name'
          ? /GUARD_SUBMISSION_(NAME_LOCKED|CHECK_STALE)/
          : /GUARD_SUBMISSION_CHECK_STALE/,
      );
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDukcapilClient, DUKCAPIL_DEFAULTS } from '../../server/identity/dukcapil-client.ts';
import type { FaultPlan } from '../../server/identity/dukcapil-faults.ts';
import { createDukcapilRegister } from '../../server/identity/dukcapil-register.ts';
import { startDukcapilSimulator, type DukcapilSimulator } from '../../server/identity/dukcapil-simulator.ts';
import { createLocalRegister } from '../../server/identity/local-register.ts';
import { itKeepsTheContract, type ContractRegister } from '../support/register-contract.ts';
import { fillRegister, identityInput, person, type TestPerson } from '../support/registered-people.ts';
import { ENGINES, startSystem, type RunningSystem } from '../support/running-system.ts';
import { simulatedPerson } from '../support/simulated-register.ts';

const named = (n: number) => person(n, { fullName: 'SUCIPTO HADI', birthDate: '1990-03-12' });
const KNOWN: ContractRegister['known'] = [
  { one: named(80_001), status: 'AKTIF' },
  { one: named(80_002), status: 'MENINGGAL' },
  { one: named(80_003), status: 'GANDA' },
  { one: named(80_004), status: 'NONAKTIF' },
];

describe.each(ENGINES)('the register on %s', (engine) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem({ engine });
    await fillRegister(
      system,
      KNOWN.map(({ one }) => one),
    );
    for (const { one, status } of KNOWN)
      await system.services.database.write('ktp_records').where({ nik_bidx: system.services.blindIndex.nik(one.nik) }).update({ status }); // prettier-ignore
  });
  afterAll(() => system.stop());

  const input = (one: TestPerson, submissionId: number) => identityInput(system, submissionId, one);
  const connection = () => system.services.database.read;

  describe('that is loaded here', () => {
    itKeepsTheContract({ register: createLocalRegister, connection, input, known: KNOWN });
  });

  describe('of Dukcapil', () => {
    const plan: FaultPlan[number][] = [];
    let simulator: DukcapilSimulator;
    const people = new Map(KNOWN.map(({ one, status }) => [one.nik, simulatedPerson(one, status)]));
    const ACCOUNT = { userId: 'kemnaker', password: 'rahasia' };
    const registerWith = (changes: Partial<Parameters<typeof createDukcapilClient>[0]> = {}) =>
      createDukcapilRegister(
        createDukcapilClient({ ...DUKCAPIL_DEFAULTS, ...ACCOUNT, ipUser: '127.0.0.1', threshold: 90, url: simulator.url, timeoutMs: 400, retryMs: 1, ...changes }),
        { threshold: 90, concurrency: 8 },
      ); // prettier-ignore
    beforeAll(async () => {
      const find = (nik: string) => Promise.resolve(people.get(nik) ?? null);
      simulator = await startDukcapilSimulator({ find, faults: plan, ...ACCOUNT });
    });
    afterAll(() => simulator.stop());

    itKeepsTheContract({ register: () => registerWith(), connection, input, known: KNOWN });

    const always = { from: 1, to: 1_000_000 };
    const ask = async (fault: FaultPlan[number]['fault'] | null, changes = {}) => {
      plan.splice(0, plan.length, ...(fault ? [{ fault, when: always }] : []));
      const one = input((KNOWN[0] as ContractRegister['known'][number]).one, 7);
      return (await registerWith(changes).ask(connection(), [one])).get(7);
    };

    it.each([
      ['hang', 'timeout'],
      ['cut', 'unreachable'],
      ['error', 'unreachable'],
      ['malformed', 'malformed'],
      ['huge', 'malformed'],
      ['other', 'other_person'],
      ['format', 'format'],
      ['quota', 'quota'],
      ['credentials', 'credentials'],
    ] as const)(
      'that suffers from "%s" has no answer (%s), passes nobody and refuses nobody',
      async (fault, cause) => {
        const answer = await ask(fault);
        expect(answer).toMatchObject({ cause, comparison: { outcome: 'unavailable', reasons: [] } });
      },
    );

    it('that writes its keys small answers all the same, with the questions that are left', async () => {
      const answer = await ask('lower');
      expect(answer).toMatchObject({ cause: null, comparison: { outcome: 'matched' } });
      expect(answer?.quotaLeft).toBeGreaterThan(0);
    });

    it('that fails once is asked again, and answers', async () => {
      const asked = simulator.asked();
      plan.splice(0, plan.length, { fault: 'error', when: { from: asked + 1, to: asked + 1 } });
      const one = input((KNOWN[0] as ContractRegister['known'][number]).one, 7);
      const answers = await registerWith().ask(connection(), [one]);
      expect(answers.get(7)).toMatchObject({ cause: null, comparison: { outcome: 'matched' } });
      expect(simulator.asked()).toBe(asked + 2);
    });

    it('that fails on and on is left alone for a while', async () => {
      plan.splice(0, plan.length, { fault: 'error', when: always });
      const asked = simulator.asked();
      const inputs = Array.from({ length: 60 }, (_, index) =>
        input((KNOWN[0] as ContractRegister['known'][number]).one, index + 1),
      );
      const answers = await registerWith({ failuresToRest: 5, retries: 0 }).ask(connection(), inputs);
      expect([...answers.values()].every(({ comparison }) => comparison.outcome === 'unavailable')).toBe(
        true,
      );
      expect([...answers.values()].filter(({ cause }) => cause === 'resting').length).toBeGreaterThan(40);
      expect(simulator.asked() - asked).toBeLessThan(20);
    });

    it('that rests while a question is tried again tells what became of it, not that it rests', async () => {
      plan.splice(0, plan.length, { fault: 'error', when: always });
      const one = input((KNOWN[0] as ContractRegister['known'][number]).one, 7);
      const register = registerWith({ failuresToRest: 2, retries: 2, retryMs: 1 });
      expect((await register.ask(connection(), [one])).get(7)).toMatchObject({ cause: 'unreachable' });
      expect((await register.ask(connection(), [one])).get(7)).toMatchObject({ cause: 'resting' });
    });

    it('whose quota ends in the middle asks about nobody else', async () => {
      const asked = simulator.asked();
      plan.splice(0, plan.length, { fault: 'quota', when: { from: asked + 11, to: 1_000_000 } });
      const inputs = Array.from({ length: 100 }, (_, index) =>
        input((KNOWN[0] as ContractRegister['known'][number]).one, index + 1),
      );
      const answers = [...(await registerWith().ask(connection(), inputs)).values()];
      expect(answers.filter(({ comparison }) => comparison.outcome === 'matched')).toHaveLength(10);
      expect(answers.filter(({ cause }) => cause === 'quota')).toHaveLength(90);
      expect(simulator.asked() - asked).toBeLessThanOrEqual(10 + 8);
    });
  });
});

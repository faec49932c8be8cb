import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFaultPlan, type FaultPlan } from '../../server/identity/dukcapil-faults.ts';
import type { DukcapilSimulator } from '../../server/identity/dukcapil-simulator.ts';
import { dueNow, queueChecks } from '../../server/identity/identity-queue.ts';
import type { RegisterStatus } from '../../server/identity/identity-schema.ts';
import { fillRegister, NOW, person, register, type TestPerson } from '../support/registered-people.ts';
import { ENGINES, startSystem, type RunningSystem } from '../support/running-system.ts';
import { simulatedPerson, startDukcapil } from '../support/simulated-register.ts';

const CHECKS = Number(process.env['LOKET_TEST_DUKCAPIL_CHECKS'] ?? 600);
const EVERY_FAULT =
  'slow@29,hang@97,cut@41,error@31,malformed@37,lower@2,other@53,format@59,huge@61,credentials@211,quota@301..320';
const STATUSES: readonly RegisterStatus[] = ['AKTIF', 'AKTIF', 'AKTIF', 'MENINGGAL', 'GANDA', 'NONAKTIF'];
const OUTCOME_OF = { AKTIF: 'matched', MENINGGAL: 'deceased', GANDA: 'duplicate', NONAKTIF: 'inactive' };

interface Row {
  id: number;
  identity_outcome: string;
  reason_codes: string | null;
  status: string;
}

describe.each(ENGINES)('registrations waiting for Dukcapil on %s', (engine) => {
  let system: RunningSystem;
  let simulator: DukcapilSimulator;
  const plan: FaultPlan[number][] = [];
  const people = Array.from({ length: CHECKS }, (_, index) => person(100_000 + index));
  const statusOf = (index: number) => STATUSES[index % STATUSES.length] as RegisterStatus;
  // Every seventh is unknown to the register.
  const isKnown = (index: number) => index % 7 !== 6;
  const outcomeOf = (index: number) => (isKnown(index) ? OUTCOME_OF[statusOf(index)] : 'not_found');

  beforeAll(async () => {
    const known = new Map(
      people.flatMap((one, index) =>
        isKnown(index) ? [[one.nik, simulatedPerson(one, statusOf(index))]] : [],
      ),
    );
    const find = (nik: string) => Promise.resolve(known.get(nik) ?? null);
    const dukcapil = await startDukcapil({ find, faults: plan, slowMs: 20 });
    simulator = dukcapil.simulator;
    system = await startSystem({
      engine,
      env: { ...dukcapil.env, LOKET_DUKCAPIL_TIMEOUT_MS: '300' },
    });
  });
  afterAll(async () => {
    await system.stop();
    await simulator.stop();
  });

  const rows = (ids: readonly number[]) =>
    system.services.database.read('submissions').whereIn('id', ids as number[]).orderBy('id') as unknown as Promise<Row[]>; // prettier-ignore
  const queued = () => system.services.database.read('identity_queue').pluck('submission_id');
  async function rowsOf(ids: readonly number[]): Promise<Row[]> {
    const found: Row[] = [];
    for (let at = 0; at < ids.length; at += 500) found.push(...(await rows(ids.slice(at, at + 500))));
    return found;
  }

  it('are each decided or wait, whatever the service does: none lost, none refused by an outage', async () => {
    const faults = readFaultPlan(EVERY_FAULT);
    if (typeof faults === 'string') throw new Error(faults);
    plan.push(...faults);
    const { database } = system.services;
    const ids = await register(system, people);
    await queueChecks(database.write, ids, { trigger: 'submit', now: new Date().toISOString() });
    const unchecked = async () => (await rowsOf(ids)).filter((row) => row.identity_outcome === 'unchecked');
    while ((await unchecked()).length > 0) await sleep(100);

    const after = await rowsOf(ids);
    const waiting = new Set(await queued());
    const unanswered = after.filter((row) => row.identity_outcome === 'unavailable');
    expect(after).toHaveLength(CHECKS);
    expect(unanswered.length).toBeGreaterThan(0);
    expect(new Set(unanswered.map((row) => row.id))).toEqual(waiting);
    // An outage leaves no reason behind and moves nobody.
    expect(unanswered.every((row) => row.reason_codes === null && row.status === 'submitted')).toBe(true);
    const wrong = after.filter(
      (row) => !waiting.has(row.id) && row.identity_outcome !== outcomeOf(ids.indexOf(row.id)),
    );
    expect(wrong).toEqual([]);
    if (process.env['LOKET_TEST_DUKCAPIL_CHECKS'])
      process.stdout.write(
        `${engine}: ${CHECKS} checks, ${CHECKS - waiting.size} decided, ${waiting.size} waiting\n`,
      );

    // The service recovers: everybody gets their answer, and nobody waits any more.
    plan.length = 0;
    while ((await queued()).length > 0) {
      await dueNow(database.write, new Date().toISOString());
      await sleep(100);
    }
    const settled = await rowsOf(ids);
    expect(settled.map((row) => row.identity_outcome)).toEqual(ids.map((_id, index) => outcomeOf(index)));
    expect(await database.read('register_states').where({ source: 'dukcapil' }).first()).toMatchObject({
      down_since: null,
      cause: null,
    });
  });

  it('are not settled by a late answer to what they were before', async () => {
    const { database, submissions, audit } = system.services;
    const one = person(200_001);
    const [id] = (await register(system, [one])) as [number];
    const asked = await submissions.evidence.askAhead(database.read, [id]);
    const before = asked.inputs.map((input) => ({ ...input, fullName: 'NAMA SEBELUM DIUBAH' }));
    const taken = await audit.unattended('queue', 'identity.queue-asked', async (act) => {
      act.record({ subject: 'identity-queue' });
      return submissions.evidence.takeQueued(act, { ...asked, inputs: before }, new Map());
    });
    expect(taken).toMatchObject({ answered: [], waiting: [id], gone: [], sealed: [] });
    expect(await rows([id])).toMatchObject([{ identity_outcome: 'unchecked' }]);
    expect(await queued()).toContain(id);
    while ((await queued()).includes(id)) await sleep(50);
    expect(await rows([id])).toMatchObject([{ identity_outcome: 'not_found' }]);
  });

  it('are asked about at once when a reviewer wants to know', async () => {
    const [id] = (await register(system, [{ ...(people[0] as TestPerson), nik: '3374011203909777' }])) as [number]; // prettier-ignore
    const reviewer = await system.login('reviewer');
    const { body } = await reviewer.post<{ version: number }>(`/api/submissions/${id}/claim`, {});
    const answer = await reviewer.post(`/api/submissions/${id}/identity-check`, { version: body.version });
    expect(answer.body).toMatchObject({ identityOutcome: 'not_found' });
    plan.push({ fault: 'error', when: { every: 1 } });
    const again = await reviewer.post(`/api/submissions/${id}/identity-check`, {});
    expect(again.body).toMatchObject({ identityOutcome: 'unavailable' });
    expect(JSON.stringify(again.body)).not.toContain('NIK_NOT_FOUND');
    const evidence = await reviewer.get(`/api/submissions/${id}/evidence`);
    expect(JSON.stringify(evidence.body)).toContain('dukcapil');
    const home = await reviewer.get('/api/dashboard');
    expect(home.body).toMatchObject({ neighbours: { register: 'down', registerCause: 'unreachable' } });
    // Tries in vain tell nothing new: neither a check of their own, nor a version under the reader's hands.
    const stands = () =>
      Promise.all([
        system.services.database.read('submissions').where({ id }).first('version', 'identity_check_id'),
        system.services.database.read('identity_checks').where({ submission_id: id }).count({ n: '*' }),
      ]);
    const before = await stands();
    type Waiting = { attempts: number; cause: string };
    const waiting = async () =>
      (await system.services.database.read('identity_queue').where({ submission_id: id }).first('attempts', 'cause')) as Waiting; // prettier-ignore
    const first = await waiting();
    const tryUntil = async (isDone: (now: Waiting) => boolean) => {
      while (!isDone(await waiting())) {
        await dueNow(system.services.database.write, new Date().toISOString());
        await sleep(100);
      }
    };
    await tryUntil(({ attempts }) => attempts >= first.attempts + 2);
    plan.splice(0, plan.length, { fault: 'credentials', when: { every: 1 } });
    await tryUntil(({ cause }) => cause === 'credentials');
    expect(await stands()).toEqual(before);
    const { body: shown } = await reviewer.get(`/api/submissions/${id}`);
    expect(shown).toMatchObject({ evidence: { outcome: 'unavailable', cause: 'credentials' } });
    plan.length = 0;
    const evening = await reviewer.post(`/api/submissions/${id}/identity-check`, {});
    expect(evening.body).toMatchObject({ identityOutcome: 'not_found' });
  });
});

describe.each(ENGINES)('registrations waiting for a register to be loaded on %s', (engine) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem({ engine });
  });
  afterAll(() => system.stop());

  it('are checked by themselves as soon as one is there', async () => {
    const { database } = system.services;
    const one = person(300_001);
    const [id] = (await register(system, [one])) as [number];
    await queueChecks(database.write, [id], { trigger: 'submit', now: new Date().toISOString() });
    const outcome = async () =>
      ((await database.read('submissions').where({ id }).first('identity_outcome')) as Row).identity_outcome;
    while ((await outcome()) === 'unchecked') await sleep(50);
    expect(await outcome()).toBe('unavailable');
    await fillRegister(system, [one]);
    await dueNow(database.write, new Date().toISOString());
    while ((await outcome()) === 'unavailable') await sleep(50);
    expect(await outcome()).toBe('matched');
    expect(await database.read('identity_queue').pluck('submission_id')).toEqual([]);
  });

  it('are not kept from their answer by one whose sealed NIK does not open, which waits by itself and is reported', async () => {
    const { database } = system.services;
    const sound = person(300_002);
    const altered = person(300_003, { sealedFor: 'another-row' });
    const [soundId, alteredId] = (await register(system, [sound, altered])) as [number, number];
    await fillRegister(system, [sound, altered]);
    await queueChecks(database.write, [alteredId, soundId], { trigger: 'submit', now: NOW });
    const outcome = async (id: number) =>
      ((await database.read('submissions').where({ id }).first('identity_outcome')) as Row).identity_outcome;
    while ((await outcome(soundId)) === 'unchecked') await sleep(50);
    expect(await outcome(soundId)).toBe('matched');
    const waiting = () =>
      database.read('identity_queue').where({ submission_id: alteredId }).first('cause', 'due_at', 'lease_owner'); // prettier-ignore
    while (((await waiting()) as { cause: string }).cause !== 'sealed') await sleep(50);
    expect(((await waiting()) as { due_at: string }).due_at > new Date().toISOString()).toBe(true);
    expect(await outcome(alteredId)).toBe('unchecked');
    // Those who can do something about it read it on their first page.
    const admin = await system.login('admin');
    expect((await admin.get('/api/dashboard')).body).toMatchObject({ neighbours: { sealedWaiting: 1 } });
    const reviewer = await system.login('reviewer');
    await reviewer.post(`/api/submissions/${alteredId}/claim`, {});
    const check = await reviewer.post<{ code: string }>(`/api/submissions/${alteredId}/identity-check`, {});
    expect([check.status, check.body.code]).toEqual([409, 'SEALED_DATA_UNREADABLE']);
  });
});

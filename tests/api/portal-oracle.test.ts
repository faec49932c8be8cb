import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountOf, portalDesk, type PortalDesk } from '../support/applicants.ts';
import { person, submitted } from '../support/registrations.ts';
import { ENGINES, startSystem, type RunningSystem } from '../support/running-system.ts';

/** What a request costs the database says as much as its answer, to whoever measures: it must not tell who is known. */
describe.each(ENGINES)('the work behind an answer of the portal on %s', (engine) => {
  let system: RunningSystem;
  let desk: PortalDesk;
  let known: string;
  let waiting: string;
  const NOBODY = 'tak-ada@uji.example';
  let next = 0;

  beforeAll(async () => {
    system = await startSystem({ engine });
    desk = portalDesk(system);
    known = (await desk.verified(1)).account.email;
    waiting = (await desk.registered(2)).account.email;
    // The outbox is emptied beside the requests: nothing of that work belongs to an answer.
    await system.services.applicants.worker.drain();
  });
  afterAll(() => system?.stop());
  beforeEach(() => desk.nextDay());

  const OURS =
    /applicant|portal_|login_throttle|audit_|from [`"](submissions|submission_transitions|waves)[`"]/;
  async function statements(path: string, body: object): Promise<number> {
    const { read, write } = system.services.database;
    let seen = 0;
    const count = ({ sql }: { sql: string }) => void (seen += OURS.test(sql) ? 1 : 0);
    const connections = [...new Set([read, write])];
    for (const connection of connections) connection.on('query', count);
    await system.visitor().post(`/api/portal/${path}`, body);
    for (const connection of connections) connection.removeListener('query', count);
    return seen;
  }

  it.each([
    ['register', (email: string) => ({ ...accountOf(100 + (next += 1)), email })],
    ['resend', (email: string) => ({ email })],
    ['password-reset', (email: string) => ({ email })],
    ['login', (email: string) => ({ email, password: 'bukan kata sandinya' })],
    ['verify-email', (email: string) => ({ email, code: '000000' })],
    [
      'password-reset/confirm',
      (email: string) => ({ email, code: '000000', password: 'jendela hijau seratus anggur' }),
    ],
  ])('is the same for an address that is known, unproved, or nobody’s: %s', async (path, bodyOf) => {
    const unknown = await statements(path, bodyOf(path === 'register' ? `baru-${path}@uji.example` : NOBODY));
    expect(unknown).toBeGreaterThan(2);
    await desk.nextDay();
    expect([await statements(path, bodyOf(known)), await statements(path, bodyOf(waiting))]).toEqual([
      unknown,
      unknown,
    ]);
  });

  it('is the same for a registration number of nobody and for a wrong birth date', async () => {
    const intake = await system.login('intake');
    const { registrationNo } = await submitted(intake, system.waveId, person(300));
    const ask = (number: string) => statements('status', { registrationNo: number, birthDate: '1991-01-01' });
    expect(await ask('PK-0000-0000-0000')).toBe(await ask(String(registrationNo)));
  });
});

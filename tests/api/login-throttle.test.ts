import { afterAll, beforeEach, beforeAll, describe, expect, it } from 'vitest';
import { ENGINES, startSystem, TEST_PASSWORD, type RunningSystem } from '../support/running-system.ts';

describe.each(ENGINES)('wrong passwords on %s', (engine) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem({ engine });
  });
  afterAll(() => system?.stop());
  beforeEach(() => system.services.database.write('login_throttle').delete());

  const attempt = (username: string, password: string) =>
    system.visitor().post<{ code: string }>('/api/auth/login', { username, password });

  it('are taken ten times a quarter of an hour, also when they are sent all at once', async () => {
    const answers = await Promise.all(Array.from({ length: 16 }, () => attempt('reviewer', 'salah')));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(10).fill(401), ...Array<number>(6).fill(429)]);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.body.code).toBe('TOO_MANY_ATTEMPTS');
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('of one person keep nobody else of the office out', async () => {
    for (let n = 0; n < 11; n += 1) await attempt('reviewer', 'salah');
    expect((await attempt('reviewer', TEST_PASSWORD)).status).toBe(429);
    expect((await attempt('reviewer2', TEST_PASSWORD)).status).toBe(200);
  });

  it('are forgotten by a right one, and after their window', async () => {
    for (let n = 0; n < 9; n += 1) await attempt('reviewer', 'salah');
    expect((await attempt('reviewer', TEST_PASSWORD)).status).toBe(200);
    for (let n = 0; n < 11; n += 1) await attempt('reviewer', 'salah');
    await system.services.database.write('login_throttle').update({ expire: Date.now() - 1 });
    expect((await attempt('reviewer', TEST_PASSWORD)).status).toBe(200);
  });

  it('leave no user name in the counters: people type all kinds of numbers there', async () => {
    await attempt('3374011206909001', 'salah');
    const kept = JSON.stringify(await system.services.database.read('login_throttle'));
    expect(kept).not.toContain('3374011206909001');
  });

  it('leave no row for each new name once their address is refused', async () => {
    const { read, write } = system.services.database;
    await attempt('reviewer', 'salah');
    await write('login_throttle').update({ points: 1000 });
    for (const name of ['a-satu', 'b-dua', 'c-tiga']) expect((await attempt(name, 'salah')).status).toBe(429);
    expect(await read('login_throttle')).toHaveLength(2);
  });

  it('are counted as well where a taken session tries to change the password', async () => {
    const client = await system.login('reviewer');
    const change = (currentPassword: string) =>
      client.post<{ code: string }>('/api/auth/password', {
        currentPassword,
        newPassword: 'perahu kertas di danau 97',
      });
    for (let n = 0; n < 10; n += 1) expect((await change('salah')).body.code).toBe('WRONG_PASSWORD');
    expect((await change(TEST_PASSWORD)).status).toBe(429);
    await system.services.database.write('login_throttle').delete();
    const other = await system.login('reviewer');
    expect((await change(TEST_PASSWORD)).status).toBe(200);
    expect((await other.get('/api/auth/me')).status).toBe(401);
    expect((await client.get('/api/auth/me')).status).toBe(200);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENGINES, startSystem, type RunningSystem } from '../support/running-system.ts';

describe.each(ENGINES)('the running system on %s', (engine) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem({ engine });
  });
  afterAll(() => system?.stop());

  test('answers health and readiness to anybody', async () => {
    const visitor = system.visitor();
    expect(await visitor.get('/api/health')).toMatchObject({
      status: 200,
      body: { status: 'ok', demo: false },
    });
    expect(await visitor.get('/api/ready')).toMatchObject({ status: 200, body: { status: 'ready' } });
  });

  test('tells each logged-in person who they are and a stranger nothing', async () => {
    const reviewer = await system.login('reviewer2');
    const me = await reviewer.get<{ user: { username: string; role: string } }>('/api/auth/me');
    expect(me.body.user).toMatchObject({ username: 'reviewer2', role: 'reviewer' });
    expect((await system.visitor().get('/api/auth/me')).status).toBe(401);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGINES, startSystem, type ApiClient, type RunningSystem } from '../support/running-system.ts';

const MINUTE_MS = 60_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS).toISOString();

describe.each(ENGINES)('a session on %s', (engine) => {
  let system: RunningSystem;
  let reviewer: ApiClient;
  const logIn = () => system.login('reviewer').then((client) => void (reviewer = client));
  const sessions = () =>
    system.services.database.write('sessions').where({ staff_id: system.accounts.reviewer.id });
  const lastSeen = async () =>
    ((await sessions().first('last_seen_at')) as { last_seen_at: string }).last_seen_at;

  beforeAll(async () => {
    system = await startSystem({ engine });
    await logIn();
  });
  afterAll(() => system.stop());

  it('is renewed by what a person does, but not at every request', async () => {
    await sessions().update({ last_seen_at: ago(5) });
    expect((await reviewer.get('/api/auth/me')).status).toBe(200);
    const renewed = await lastSeen();
    expect(renewed > ago(1)).toBe(true);
    await reviewer.get('/api/auth/me');
    expect(await lastSeen()).toBe(renewed);
  });

  it('is not renewed by a page that only asks how things stand', async () => {
    const before = ago(5);
    await sessions().update({ last_seen_at: before });
    const answer = await reviewer.get('/api/auth/me', { headers: { 'x-loket-polling': '1' } });
    expect(answer.status).toBe(200);
    expect(await lastSeen()).toBe(before);
  });

  it('stores the person by number only, whatever their account says at the moment', async () => {
    const { data } = (await sessions().first('data')) as { data: string };
    expect(Object.keys(JSON.parse(data) as object).sort()).toEqual(['cookie', 'passport']);
    const { database } = system.services;
    const account = () => database.write('staff').where({ id: system.accounts.reviewer.id });
    await account().update({ role: 'auditor' });
    const changed = await reviewer.get<{ user: { role: string } }>('/api/auth/me');
    await account().update({ role: 'reviewer' });
    expect(changed.body.user.role).toBe('auditor');
  });

  it('is worth nothing from the moment its account is closed', async () => {
    const account = () => system.services.database.write('staff').where({ id: system.accounts.reviewer.id });
    await account().update({ active: 0 });
    expect((await reviewer.get('/api/submissions')).status).toBe(401);
    await account().update({ active: 1 });
    // Opening the account again does not open what its closing ended.
    expect((await reviewer.get('/api/submissions')).status).toBe(401);
    await logIn();
  });

  it('is over after a quarter of an hour without anything done', async () => {
    await sessions().update({ last_seen_at: ago(16) });
    expect((await reviewer.get('/api/auth/me')).status).toBe(401);
  });
});

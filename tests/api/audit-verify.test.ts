import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyLog } from '../../server/audit/audit-verify.ts';
import { ENGINES, startSystem, type RunningSystem } from '../support/running-system.ts';
import { tamper } from '../support/raw-tampering.ts';

describe.each(ENGINES)('the log held against its digests on %s', (engine) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem({ engine });
    for (const name of ['intake', 'reviewer', 'auditor'] as const) await system.login(name);
  });
  afterAll(() => system?.stop());

  const verified = () => verifyLog(system.services.database.read);
  const eventIds = async (): Promise<number[]> =>
    ((await system.services.database.read('audit_events').orderBy('id').pluck('id')) as number[]).map(Number);
  const alter = (values: Record<string, unknown>, id: number) => {
    const { write } = system.services.database;
    return tamper(write, 'audit_events', () => write('audit_events').where({ id }).update(values));
  };

  it('finds nothing in a log nobody touched, and gives one digest for all of it', async () => {
    const first = await verified();
    expect(first.findings).toEqual([]);
    expect(first.events).toBe((await eventIds()).length);
    expect((await verified()).digest).toBe(first.digest);
    await system.login('admin');
    expect((await verified()).digest).not.toBe(first.digest);
  });

  it('names the event whose body was altered, and the one whose column says something else', async () => {
    const [one, other] = (await eventIds()).slice(-2) as [number, number];
    const { body } = (await system.services.database.read('audit_events').where({ id: one }).first('body')) as {
      body: string;
    };
    await alter({ body: body.replace('"done"', '"nobody"') }, one);
    await alter({ action: 'batch.ratified' }, other);
    expect((await verified()).findings).toEqual([
      { id: one, what: 'the body does not give its digest' },
      { id: other, what: 'action says something else than the body' },
    ]);
  });
}); // prettier-ignore

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StatusAnswer } from '../../server/portal/portal-schema.ts';
import { portalDesk, type PortalDesk } from '../support/applicants.ts';
import { batchRoad, logInAll, type Clients } from '../support/batch-road.ts';
import { loadLists, person, registerPeople, submitted, verified } from '../support/registrations.ts';
import { ENGINES, startSystem, type RunningSystem } from '../support/running-system.ts';

/** What an applicant sees of the whole road, and that the house's rules hold for what the portal keyed. */
describe.each(ENGINES)('the road of an online registration on %s', (engine) => {
  let system: RunningSystem;
  let desk: PortalDesk;
  let clients: Clients;
  let road: ReturnType<typeof batchRoad>;

  beforeAll(async () => {
    system = await startSystem({ engine });
    desk = portalDesk(system);
    clients = await logInAll(system);
    road = batchRoad(clients);
    await registerPeople(
      system,
      Array.from({ length: 8 }, (_, n) => person(n + 1)),
    );
    await loadLists(system);
  });
  afterAll(() => system?.stop());
  beforeEach(() => desk.nextDay());

  const caseOf = async (id: number) =>
    (await clients.reviewer.get(`/api/submissions/${id}`)).body as Parameters<typeof verified>[1];

  it('is told stage by stage, by the account and by the receipt alike', async () => {
    const { client, submission, form, id } = await desk.handedIn(1);
    const seen = async () => {
      const { stage, timeline, withdrawable } = await desk.current(client);
      const { body } = await system.visitor().post<StatusAnswer>('/api/portal/status', {
        ...{ registrationNo: submission.registrationNo, birthDate: form.birthDate },
      });
      expect([body.stage, body.timeline]).toEqual([stage, timeline]);
      return { stage, stages: timeline.map((one) => one.stage), withdrawable };
    };
    await verified(clients.reviewer, await caseOf(id));
    expect((await seen()).stage).toBe('verified');
    const online = { channel: 'online' };
    const batch = await road.open(system.waveId, [id], online);
    expect(await seen()).toMatchObject({ stage: 'ratifying', withdrawable: true });
    const sealed = await road.seal(batch);
    expect((await seen()).withdrawable).toBe(false);
    const refused = await client.post<{ code: string; details: { blockers: { code: string }[] } }>(
      '/api/portal/submission/withdraw',
      { version: (await desk.current(client)).version },
    );
    expect(refused.body.details.blockers.map(({ code }) => code)).toEqual(['IN_SEALED_BATCH']);
    const submitted = await road.submit(sealed);
    const answer = await road.ratify(submitted);
    expect(answer.status).toBe(200);
    expect((await seen()).stage).toBe('ratified');
    const sent = await road.acknowledge(await road.forward(answer.body));
    expect((await seen()).stage).toBe('forwarded');
    await clients.pmo.post(road.path(sent, 'answer'), {
      version: sent.version,
      answers: [{ registrationNo: submission.registrationNo, result: 'CONFIRMED' }],
    });
    expect((await seen()).stages).toEqual([
      ...['received', 'verified', 'ratifying', 'ratified', 'forwarded', 'confirmed'],
    ]);
  });

  it('is decided by nobody who registered themself, though the portal keyed it', async () => {
    const { id } = await desk.handedIn(2);
    const { nik_bidx } = (await system.services.database
      .read('submissions')
      .where({ id })
      .first('nik_bidx')) as { nik_bidx: string };
    await system.services.database
      .write('staff')
      .where({ id: system.accounts.reviewer.id })
      .update({ nik_bidx });
    const claimed = await clients.reviewer.post<{ version: number }>(`/api/submissions/${id}/claim`, {});
    const answer = await clients.reviewer.post<{ details: { blockers: { code: string }[] } }>(
      `/api/submissions/${id}/verify`,
      { version: claimed.body.version },
    );
    expect(answer.body.details.blockers.map(({ code }) => code)).toContain('OWN_REGISTRATION');
  });

  it('shows in the figures of the house without making a typist of the portal', async () => {
    await desk.handedIn(3);
    await submitted(clients.intake, system.waveId, person(4));
    const { body } = await clients.coordinator.get<{
      groups: { kind: string; rows: { staffName: string | null }[] }[];
    }>('/api/signals');
    const namesOf = (sought: string) =>
      body.groups
        .filter(({ kind }) => kind === sought)
        .flatMap(({ rows }) => rows.map((row) => row.staffName));
    // What its registrations have in common is told as of any hand; how fast they come is nobody's typing.
    expect(namesOf('nik_zero')).toContain('Portal pendaftar');
    expect(namesOf('keying_pace')).toContain('Petugas intake');
    expect(namesOf('keying_pace')).not.toContain('Portal pendaftar');
    for (const client of Object.values(clients))
      expect((await client.get('/api/dashboard')).status).toBe(200);
  });
});

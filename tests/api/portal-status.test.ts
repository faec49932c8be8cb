import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StatusAnswer } from '../../server/portal/portal-schema.ts';
import { type PortalDesk, type Refusal } from '../support/applicants.ts';
import { openPortalWorld } from '../support/portal-world.ts';
import { person, submitted } from '../support/registrations.ts';
import { ENGINES, type ApiClient, type RunningSystem } from '../support/running-system.ts';

describe.each(ENGINES)('the status for whoever has the receipt on %s', (engine) => {
  let system: RunningSystem;
  let desk: PortalDesk;
  let intake: ApiClient;
  let next = 100;
  const no = () => (next += 1);

  beforeAll(async () => {
    ({ system, desk, intake } = await openPortalWorld(engine));
  });
  afterAll(() => system?.stop());
  beforeEach(() => desk.nextDay());

  const status = (registrationNo: string | null, birthDate: string) =>
    system.visitor().post<StatusAnswer & Refusal>('/api/portal/status', { registrationNo, birthDate });

  describe('where they are, asked with number and birth date', () => {
    it('is told of every channel, and names nobody', async () => {
      const online = await desk.handedIn(no());
      const n = no();
      const offline = await submitted(intake, system.waveId, person(n));
      const answer = await status(online.submission.registrationNo, online.form.birthDate);
      expect(answer.body).toMatchObject({ stage: 'received', waveName: 'Gelombang Uji', reasons: [] });
      const text = JSON.stringify(answer.body);
      for (const secret of [online.account.fullName, online.form.nik, online.account.email])
        expect(text).not.toContain(secret);
      const typed = String(offline.registrationNo).toLowerCase().replaceAll('-', ' ');
      expect((await status(typed, person(n).birthDate)).status).toBe(200);
    });

    it('is told to nobody who has the number alone, in the words for a number of nobody', async () => {
      const { submission } = await desk.handedIn(no());
      const n = no();
      const draft = await intake.post<{ registrationNo: string }>('/api/submissions', {
        ...{ waveId: system.waveId, ...person(n) },
      });
      const answers = [
        await status(submission.registrationNo, '1991-01-01'),
        await status('PK-0000-0000-0000', '1991-01-01'),
        await status('bukan nomor sama sekali', '1991-01-01'),
        await status(draft.body.registrationNo, person(n).birthDate),
      ];
      expect(answers.map(({ status: code }) => code)).toEqual([404, 404, 404, 404]);
      expect(new Set(answers.map(({ body }) => `${body.code} ${body.message}`)).size).toBe(1);
    });

    it('is guessed at ten times a quarter of an hour for one number', async () => {
      const { submission, form } = await desk.handedIn(no());
      const guesses = await Promise.all(
        Array.from({ length: 12 }, (_, n) => status(submission.registrationNo, `1991-01-${String(n + 10)}`)),
      );
      expect(guesses.filter(({ status: code }) => code === 429)).toHaveLength(2);
      expect((await status(submission.registrationNo, form.birthDate)).status).toBe(429);
    });

    it('is asked sixty times a quarter of an hour from one address', async () => {
      const answers = await Promise.all(
        Array.from({ length: 62 }, (_, n) => status(`PK-0000-0000-${String(1000 + n)}`, '1991-01-01')),
      );
      expect(answers.filter(({ status: code }) => code === 429)).toHaveLength(2);
    });
  });
});

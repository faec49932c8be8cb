import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PortalDesk } from '../support/applicants.ts';
import { openPortalWorld } from '../support/portal-world.ts';
import { person, submitted } from '../support/registrations.ts';
import { ENGINES, type ApiClient, type RunningSystem } from '../support/running-system.ts';

describe.each(ENGINES)('the portal against raw SQL on %s', (engine) => {
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

  const database = () => system.services.database;

  describe('raw SQL', () => {
    const raw = (sql: string, values: unknown[] = []) => database().write.raw(sql, values as never);

    it('changes the name of no applicant, nor of what they handed in', async () => {
      const { id } = await desk.handedIn(no());
      const row = (await database().read('portal_registrations').where({ submission_id: id }).first()) as {
        applicant_id: number;
      };
      await expect(
        raw("UPDATE applicants SET full_name = 'LAIN' WHERE id = ?", [row.applicant_id]),
      ).rejects.toThrow(/GUARD_APPLICANT_NAME_LOCKED/);
      await expect(
        raw("UPDATE submissions SET full_name = 'LAIN', version = version + 1 WHERE id = ?", [id]),
      ).rejects.toThrow(/GUARD_SUBMISSION_/);
    });

    it('makes no second registration of an applicant in a wave, and none in another’s name', async () => {
      const [one, other] = [await desk.handedIn(no()), await desk.handedIn(no())];
      const linkOf = async (id: number) =>
        (await database().read('portal_registrations').where({ submission_id: id }).first()) as {
          applicant_id: number;
        };
      const { applicant_id } = await linkOf(one.id);
      const n = no();
      const offline = await submitted(intake, system.waveId, person(n, { fullName: one.account.fullName }));
      const link = (submissionId: number, waveId = system.waveId) =>
        raw(
          "INSERT INTO portal_registrations (submission_id, applicant_id, wave_id, created_at) VALUES (?, ?, ?, 'x')",
          [submissionId, applicant_id, waveId],
        );
      await expect(link(offline.id)).rejects.toThrow(/GUARD_PORTAL_REGISTRATION_INSERT/);
      await expect(link(other.id)).rejects.toThrow(/GUARD_PORTAL_REGISTRATION_INSERT|unique/i);
      await expect(link(one.id)).rejects.toThrow(/unique/i);
      await expect(raw('DELETE FROM portal_registrations')).rejects.toThrow(/GUARD_PORTAL_REGISTRATIONS/);
    });

    it('deletes no account that is proved, nor one with a registration by emptying it', async () => {
      const { id } = await desk.handedIn(no());
      const { applicant_id } = (await database()
        .read('portal_registrations')
        .where({ submission_id: id })
        .first()) as { applicant_id: number };
      await expect(raw('DELETE FROM applicants WHERE id = ?', [applicant_id])).rejects.toThrow(
        /GUARD_APPLICANT_DELETE/,
      );
      const empty =
        "UPDATE applicants SET full_name = '', email_enc = NULL, email_digest = NULL, phone_enc = NULL, password_hash = NULL, deleted_at = 'x' WHERE id = ?";
      await expect(raw(empty, [applicant_id])).rejects.toThrow(/GUARD_APPLICANT_REGISTERED/);
    });

    it('verifies no second account of an address', async () => {
      const { account } = await desk.verified(no());
      const digest = system.services.applicants.sealer.emailDigest(account.email);
      await expect(
        raw(
          `INSERT INTO applicants (uid, full_name, email_enc, email_digest, phone_enc, password_hash, email_verified_at, created_at)
           SELECT 'lain', full_name, email_enc, email_digest, phone_enc, password_hash, email_verified_at, created_at
           FROM applicants WHERE email_digest = ?`,
          [digest],
        ),
      ).rejects.toThrow(/unique/i);
    });
  });
});

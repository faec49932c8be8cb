import { AppError, invalid, notFound, staleVersion } from '../errors.ts';
import type { Database } from '../database.ts';
import type { Act, Actor, AuditService } from '../audit/audit-service.ts';
import type { BlindIndex } from '../privacy/blind-index.ts';
import type { KeyedDigest } from '../privacy/keyed-digest.ts';
import type { z } from 'zod';
import { ROLE_PERMISSIONS } from './permission-rules.ts';
import type { ChangePassword, CreateStaff, EditStaff } from './auth-schema.ts';
import { findStaff, findStaffByName, rowToActor, rowToStaff, type StaffRow } from './auth-store.ts';
import { createLoginThrottle } from './login-throttle.ts';
import { assertStrongPassword } from './password-strength.ts';
import { hashPassword, verifyNobody, verifyPassword } from './password.ts';

export const badCredentials = () => new AppError(401, 'BAD_CREDENTIALS', 'User name or password is wrong.');

export function createAuthService({
  database,
  audit,
  blindIndex,
  digest,
}: {
  database: Database;
  audit: AuditService;
  blindIndex: BlindIndex;
  digest: KeyedDigest;
}) {
  const throttle = createLoginThrottle(database, digest);

  /** Whether the password is the actor's own; wrong ones are counted as at the login. Throws 429. */
  async function isOwn(actor: Actor, password: string, address: string): Promise<boolean> {
    await throttle.attempt(actor.username, address);
    const row = await findStaff(database.read, actor.id);
    const right = row !== undefined && (await verifyPassword(row.password_hash, password));
    if (right) await throttle.forgive(actor.username, address);
    return right;
  }

  async function describe(id: number) {
    const row = (await database
      .read('staff')
      .join('offices', 'offices.id', 'staff.office_id')
      .where('staff.id', id)
      .select('staff.*', 'offices.name as office_name')
      .first()) as (StaffRow & { office_name: string }) | undefined;
    if (!row) throw notFound('account');
    return {
      user: {
        id: row.id,
        username: row.username,
        fullName: row.full_name,
        role: row.role,
        officeId: row.office_id,
        officeName: row.office_name,
        mustChangePassword: row.must_change_password === 1,
      },
      permissions: [...ROLE_PERMISSIONS[row.role]],
    };
  }

  return {
    throttle,
    describe,

    /** The acting person of a session, or null once the account is closed. */
    async actorOf(id: number): Promise<Actor | null> {
      const row = await findStaff(database.read, id);
      return row?.active === 1 ? rowToActor(row) : null;
    },

    /** Checks name and password; the same answer and time for an unknown name. Throws 401 or 429. */
    async authenticate(
      username: string,
      password: string,
      address: string,
      requestId: string,
    ): Promise<Actor> {
      await throttle.attempt(username, address);
      const row = await findStaffByName(database.read, username.toLowerCase());
      const right = row ? await verifyPassword(row.password_hash, password) : await verifyNobody(password);
      if (!row || !right || row.active !== 1) {
        await audit.noteAnonymous(
          { action: 'session.login', requestId, outcome: 'refused' },
          { subject: 'staff', subjectId: row?.id ?? null, details: { code: 'BAD_CREDENTIALS' } },
        );
        throw badCredentials();
      }
      await throttle.forgive(username, address);
      return rowToActor(row);
    },

    /** Records the login itself, in the person's name. */
    async loggedIn(actor: Actor, requestId: string): Promise<void> {
      await audit.act({ action: 'session.login', actor, requestId }, async (act) => {
        await act.trx('staff').where({ id: actor.id }).update({ last_login_at: act.now });
        act.record({ subject: 'staff', subjectId: actor.id });
      });
    },

    /** Asks for the password again before an act that binds (ratifying). Throws 401 with its own code. */
    async reauthenticate(actor: Actor, password: string, address: string): Promise<void> {
      if (await isOwn(actor, password, address)) return;
      throw invalid('WRONG_PASSWORD', 'The password is wrong. Nothing was signed.', {
        password: 'wrong password',
      });
    },

    /**
     * Proves the current password and digests the new one, before any transaction: whoever took a session over may
     * not guess on. Throws 422 or 429.
     */
    async preparePassword(
      actor: Actor,
      { currentPassword, newPassword }: z.output<typeof ChangePassword>,
      address: string,
    ): Promise<string> {
      if (!(await isOwn(actor, currentPassword, address)))
        throw invalid('WRONG_PASSWORD', 'The current password is wrong.', {
          currentPassword: 'wrong password',
        });
      await assertStrongPassword(newPassword, [actor.username, ...actor.fullName.split(' ')]);
      return hashPassword(newPassword);
    },

    async changePassword(act: Act, passwordHash: string): Promise<void> {
      await act
        .trx('staff')
        .where({ id: act.actor.id })
        .update({
          password_hash: passwordHash,
          must_change_password: 0,
          version: act.trx.raw('version + 1'),
        });
      act.record({ subject: 'staff', subjectId: act.actor.id });
    },

    async createStaff(act: Act, input: z.output<typeof CreateStaff>) {
      await assertStrongPassword(input.password, [input.username, ...input.fullName.split(' ')]);
      if (await findStaffByName(act.trx, input.username))
        throw invalid('USERNAME_TAKEN', 'This user name exists already.', { username: 'exists already' });
      const [row] = (await act
        .trx('staff')
        .insert({
          username: input.username,
          full_name: input.fullName,
          role: input.role,
          office_id: input.officeId,
          password_hash: await hashPassword(input.password),
          must_change_password: 1,
          nik_bidx: input.nik ? blindIndex.nik(input.nik) : null,
          created_at: act.now,
        })
        .returning('*')) as StaffRow[];
      act.record({
        subject: 'staff',
        subjectId: row?.id ?? null,
        after: { username: input.username, role: input.role, officeId: input.officeId },
      });
      return rowToStaff(row as StaffRow);
    },

    /** A changed role, a closed account or a new password ends every session of that person at once. */
    async editStaff(act: Act, id: number, input: z.output<typeof EditStaff>) {
      const before = await findStaff(act.trx, id);
      if (!before) throw notFound('account');
      if (before.version !== input.version) throw staleVersion({ version: before.version });
      if (before.username.startsWith('~'))
        throw invalid('SERVICE_ACCOUNT', 'The account of a service is nobody’s to change.');
      if (id === act.actor.id && (input.role !== undefined || input.active === false)) {
        throw invalid(
          'OWN_ACCOUNT',
          'An administrator cannot change their own role or close their own account.',
        );
      }
      if (input.password !== undefined)
        await assertStrongPassword(input.password, [before.username, ...before.full_name.split(' ')]);
      const values = {
        full_name: input.fullName ?? before.full_name,
        role: input.role ?? before.role,
        office_id: input.officeId ?? before.office_id,
        active: input.active === undefined ? before.active : Number(input.active),
        ...(input.password === undefined
          ? {}
          : { password_hash: await hashPassword(input.password), must_change_password: 1 }),
        ...(input.nik === undefined ? {} : { nik_bidx: input.nik ? blindIndex.nik(input.nik) : null }),
      };
      const changed = await act
        .trx('staff')
        .where({ id, version: input.version })
        .update({ ...values, version: input.version + 1 });
      if (changed === 0) throw staleVersion({ version: before.version + 1 });
      if (values.role !== before.role || values.active !== before.active || input.password !== undefined)
        await act.trx('sessions').where({ staff_id: id }).delete();
      act.record({
        subject: 'staff',
        subjectId: id,
        before: { role: before.role, officeId: before.office_id, active: before.active === 1 },
        after: { role: values.role, officeId: values.office_id, active: values.active === 1 },
        details: { passwordSet: input.password !== undefined, nikSet: input.nik !== undefined },
      });
      return rowToStaff((await findStaff(act.trx, id)) as StaffRow);
    },
  };
}
export type AuthService = ReturnType<typeof createAuthService>;

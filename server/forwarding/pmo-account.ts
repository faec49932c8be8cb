import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AuditService } from '../audit/audit-service.ts';
import { findStaffByName, rowToActor, type StaffRow } from '../auth/auth-store.ts';
import { hashPassword } from '../auth/password.ts';
import type { Database } from '../database.ts';
import { AppError } from '../errors.ts';
import type { BearerLookup } from '../http/bearer-token.ts';

/** The technical account in whose name the PMO's system answers when its token comes from the configuration. */
const USERNAME = 'pmo-system';
const SCOPES = ['delivery.answer-signed'] as const;

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Tokens made in the console and, where one is set, the configured token of the PMO's system. */
export function createBearerLookup(
  { database, audit, tokens }: { database: Database; audit: AuditService; tokens: BearerLookup },
  configured: string | null,
): BearerLookup {
  const expected = configured === null ? null : digest(configured);

  /** Made at the first call, with a password nobody knows; an administrator may close it like any account. */
  async function account(): Promise<StaffRow> {
    const known = await findStaffByName(database.read, USERNAME);
    if (known) return known;
    const office = (await database.read('offices').where({ kind: 'pmo' }).orderBy('id').first('id')) as
      { id: number } | undefined;
    if (!office)
      throw new AppError(503, 'NO_PMO_OFFICE', 'There is no office of the kind pmo yet: add one first.');
    const password_hash = await hashPassword(randomBytes(48).toString('base64url'));
    await audit.unattended('command', 'staff.created', async (act) => {
      const [row] = (await act
        .trx('staff')
        .insert({
          ...{ username: USERNAME, full_name: 'Sistem PMO', role: 'pmo', office_id: office.id, password_hash },
          created_at: act.now,
        })
        .onConflict('username')
        .ignore()
        .returning('id')) as { id: number }[]; // prettier-ignore
      if (row)
        act.record({ subject: 'staff', subjectId: row.id, after: { username: USERNAME, role: 'pmo' } });
    });
    return (await findStaffByName(database.write, USERNAME)) as StaffRow;
  }

  return {
    async bearer(token, now) {
      if (!expected || !timingSafeEqual(digest(token), expected)) return tokens.bearer(token, now);
      const staff = await account();
      return staff.active === 1 ? { actor: rowToActor(staff), scopes: SCOPES } : null;
    },
  };
}

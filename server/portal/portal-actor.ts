import { randomBytes } from 'node:crypto';
import type { Act, Actor, AuditService } from '../audit/audit-service.ts';
import { rowToActor, type StaffRow } from '../auth/auth-store.ts';
import type { Connection, Database } from '../database.ts';
import { AppError } from '../errors.ts';

/** No account of a person may begin with `~`; guards of the database keep this one closed for good. */
export const PORTAL_USERNAME = '~portal';
const FULL_NAME = 'Portal pendaftar';

/** Shaped as a digest of argon2id and the digest of nothing: no password opens it, and trying one takes as long as ever. */
function digestOfNothing(): string {
  const text = (bytes: number) => randomBytes(bytes).toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=65536,t=3,p=1$${text(16)}$${text(32)}`;
}

const find = (connection: Connection) =>
  connection('staff').where({ username: PORTAL_USERNAME }).first() as Promise<StaffRow | undefined>;

const notReady = () =>
  new AppError(503, 'PORTAL_NOT_READY', 'Online registration is not open yet: there is no ministry office.', {
    headers: { 'Retry-After': '3600' },
  });

/**
 * Whose hand keys what applicants register: a service account of the ministry, intake like every hand that keys, made when it
 * is first needed. The log says which applicant it acted for.
 */
export function createPortalActor({ database, audit }: { database: Database; audit: AuditService }) {
  async function make(): Promise<void> {
    await audit.unattended('portal', 'staff.created', async (act) => {
      const office = (await act.trx('offices').where({ kind: 'ministry' }).orderBy('id').first('id')) as
        { id: number } | undefined;
      if (!office) throw notReady();
      const values = {
        username: PORTAL_USERNAME,
        full_name: FULL_NAME,
        role: 'intake',
        office_id: office.id,
      };
      const made = (await act
        .trx('staff')
        .insert({ ...values, active: 0, password_hash: digestOfNothing(), created_at: act.now })
        .onConflict('username')
        .ignore()
        .returning('id')) as { id: number }[];
      for (const { id } of made)
        act.record({ subject: 'staff', subjectId: id, after: { username: PORTAL_USERNAME, role: 'intake' } });
    });
  }

  async function actor(): Promise<Actor> {
    const row = (await find(database.read)) ?? (await make().then(() => find(database.write)));
    if (!row) throw notReady();
    return rowToActor(row);
  }

  return {
    actor,
    /** Runs an act for an applicant: every event of it says whose it was. */
    async act<T>(
      { action, requestId, applicantId }: { action: string; requestId: string; applicantId: number | null },
      work: (act: Act) => Promise<T>,
    ): Promise<T> {
      return audit.act({ action, actor: await actor(), requestId }, (act) =>
        work({
          ...act,
          record: (entry) => act.record({ ...entry, details: { ...entry.details, applicantId } }),
        }),
      );
    },
    /** Leaves one event of a read. */
    async note(
      { action, requestId, applicantId }: { action: string; requestId: string; applicantId: number },
      about: { subject: string; subjectId: number },
    ): Promise<void> {
      await audit.note({ action, actor: await actor(), requestId }, { ...about, details: { applicantId } });
    },
  };
}
export type PortalActor = ReturnType<typeof createPortalActor>;

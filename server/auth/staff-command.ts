import { z } from 'zod';
import type { Act, AuditService } from '../audit/audit-service.ts';
import { invalid } from '../errors.ts';
import { CreateStaff } from './auth-schema.ts';
import type { AuthService } from './auth-service.ts';

/** The options of `npm run staff:create`. */
export const StaffOptions = z.strictObject({
  username: CreateStaff.shape.username,
  name: CreateStaff.shape.fullName,
  role: CreateStaff.shape.role,
  office: z.string().min(1).max(30).optional(),
});
export type StaffOptions = z.output<typeof StaffOptions>;

const MINISTRY = {
  code: 'ministry',
  name: 'Kementerian Ketenagakerjaan',
  kind: 'ministry',
  region_code: null,
};

/** The office named, else the ministry; an empty system gets the ministry first. */
async function officeFor(act: Act, code: string | undefined): Promise<number> {
  const offices = act.trx('offices');
  const found = (await (code === undefined
    ? offices.where({ kind: 'ministry' }).orderBy('id').first('id')
    : offices.where({ code }).first('id'))) as { id: number } | undefined;
  if (found) return found.id;
  if (code !== undefined && code !== MINISTRY.code) {
    throw invalid(
      'UNKNOWN_OFFICE',
      `There is no office ${code}: an administrator adds it in the console first.`,
    );
  }
  const [row] = (await act.trx('offices').insert(MINISTRY).returning('id')) as { id: number }[];
  act.record({ subject: 'office', subjectId: row?.id ?? null, action: 'office.created', after: MINISTRY });
  return row?.id as number;
}

/**
 * Opens an account from the command line, for the first administrator and for whoever is locked out. The event names
 * no person: the log says that it was the command. Throws AppError.
 */
export async function createStaffByCommand(
  { audit, auth }: { audit: AuditService; auth: AuthService },
  options: StaffOptions,
  password: string,
): Promise<{ id: number; username: string }> {
  if (!CreateStaff.shape.password.safeParse(password).success)
    throw invalid('WEAK_PASSWORD', 'The password needs 12 to 128 characters. Take four unrelated words.');
  return audit.unattended('command', 'staff.created', async (act) => {
    const officeId = await officeFor(act, options.office);
    const { username, name, role } = options;
    const staff = await auth.createStaff(act, { username, fullName: name, role, officeId, password });
    // They chose it themselves just now.
    await act.trx('staff').where({ id: staff.id }).update({ must_change_password: 0 });
    return { id: staff.id, username: staff.username };
  });
}

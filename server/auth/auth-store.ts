import type { Connection } from '../database.ts';
import type { Actor } from '../audit/audit-service.ts';
import type { Role } from './permission-rules.ts';
import type { StaffRecord } from './auth-schema.ts';

export interface StaffRow {
  id: number;
  username: string;
  full_name: string;
  role: Role;
  office_id: number;
  password_hash: string;
  active: number;
  must_change_password: number;
  nik_bidx: string | null;
  created_at: string;
  last_login_at: string | null;
  version: number;
}

export const findStaff = (connection: Connection, id: number) =>
  connection('staff').where({ id }).first() as Promise<StaffRow | undefined>;

export const findStaffByName = (connection: Connection, username: string) =>
  connection('staff').where({ username }).first() as Promise<StaffRow | undefined>;

/** Accounts by which programs of the house act (`~…`): their hands are nobody's typing. */
export const serviceAccounts = (connection: Connection) =>
  connection('staff').whereRaw("username LIKE '~%'").select('id');

export function rowToActor(
  row: Pick<StaffRow, 'id' | 'role' | 'office_id' | 'full_name' | 'username'>,
): Actor {
  return {
    id: row.id,
    role: row.role,
    officeId: row.office_id,
    fullName: row.full_name,
    username: row.username,
  };
}

export function rowToStaff(row: StaffRow): StaffRecord {
  return {
    id: row.id,
    username: row.username,
    fullName: row.full_name,
    role: row.role,
    officeId: row.office_id,
    active: row.active === 1,
    hasNik: row.nik_bidx !== null,
    mustChangePassword: row.must_change_password === 1,
    createdAt: row.created_at,
    lastLoginAt: row.last_login_at,
    version: row.version,
  };
}

import { z } from 'zod';
import { PERMISSION_NAMES, ROLES, type Permission } from './permission-rules.ts';

export const Login = z.strictObject({
  username: z.string().trim().min(1).max(60),
  password: z.string().min(1).max(200),
  /** The code of a second factor; an account without one asks for none. */
  otp: z.string().trim().max(40).nullish(),
});

export const ChangePassword = z.strictObject({
  currentPassword: z.string().min(1).max(200),
  newPassword: z.string().min(12).max(128),
});

export const SessionUser = z.object({
  user: z.object({
    id: z.number().int(),
    username: z.string(),
    fullName: z.string(),
    role: z.enum(ROLES),
    officeId: z.number().int(),
    officeName: z.string(),
    mustChangePassword: z.boolean(),
  }),
  permissions: z.array(z.enum(PERMISSION_NAMES as [Permission, ...Permission[]])),
});

export const OwnSession = z.object({
  id: z.string(),
  userAgent: z.string().nullable(),
  createdAt: z.string(),
  lastSeenAt: z.string(),
  current: z.boolean(),
});

const username = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9._-]{1,59}$/, 'small letters, digits, dot, dash');

export const CreateStaff = z.strictObject({
  username,
  fullName: z.string().trim().min(1).max(120),
  role: z.enum(ROLES),
  officeId: z.number().int().positive(),
  password: z.string().min(12).max(128),
  nik: z
    .string()
    .regex(/^\d{16}$/, '16 digits')
    .nullish(),
});
export const EditStaff = z.strictObject({
  version: z.number().int().positive(),
  fullName: z.string().trim().min(1).max(120).optional(),
  role: z.enum(ROLES).optional(),
  officeId: z.number().int().positive().optional(),
  active: z.boolean().optional(),
  password: z.string().min(12).max(128).optional(),
  nik: z
    .string()
    .regex(/^\d{16}$/, '16 digits')
    .nullish(),
});
export const StaffRecord = z.object({
  id: z.number().int(),
  username: z.string(),
  fullName: z.string(),
  role: z.enum(ROLES),
  officeId: z.number().int(),
  active: z.boolean(),
  hasNik: z.boolean(),
  mustChangePassword: z.boolean(),
  createdAt: z.string(),
  lastLoginAt: z.string().nullable(),
  version: z.number().int(),
});
export type StaffRecord = z.infer<typeof StaffRecord>;

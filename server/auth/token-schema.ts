import { z } from 'zod';
import { PERMISSION_NAMES, type Permission } from './permission-rules.ts';

/** Acts that bind a person, or open the door to others: never given to a program. */
export const NOT_FOR_TOKENS = [
  'session.own',
  'submission.verify',
  'submission.reject',
  'submission.undo',
  'submission.reveal',
  'identity.settle',
  'identity.second-read',
  'identity.third-read',
  'duplicate.decide',
  'batch.ratify',
  'batch.send-back',
  'staff.write',
  'token.write',
] as const satisfies readonly Permission[];

/** Longest life of a token, in days. */
export const TOKEN_MAX_DAYS = 365;

/** POST /api/tokens */
export const CreateToken = z.strictObject({
  name: z.string().trim().min(1).max(80),
  /** In whose name the program acts; it never has more than that person's role. */
  staffId: z.number().int().positive(),
  scopes: z
    .array(z.enum(PERMISSION_NAMES as [Permission, ...Permission[]]))
    .min(1)
    .max(60),
  expiresAt: z.iso.datetime(),
});

export const TokenRecord = z.object({
  id: z.number().int(),
  name: z.string(),
  staffId: z.number().int(),
  staffName: z.string(),
  scopes: z.array(z.string()),
  createdById: z.number().int(),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
  version: z.number().int(),
});
export type TokenRecord = z.infer<typeof TokenRecord>;

/** The answer to creating one: the only time the token itself is told. */
export const CreatedToken = TokenRecord.extend({ token: z.string() });
export type CreatedToken = z.infer<typeof CreatedToken>;

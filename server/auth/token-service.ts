import { createHash, randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { Act, Actor } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import { invalid, notFound } from '../errors.ts';
import { findStaff, rowToActor, type StaffRow } from './auth-store.ts';
import { may, type Permission } from './permission-rules.ts';
import {
  NOT_FOR_TOKENS,
  TOKEN_MAX_DAYS,
  type CreateToken,
  type CreatedToken,
  type TokenRecord,
} from './token-schema.ts';
import { findToken, type TokenRow } from './token-store.ts';

/** Recognisable for secret scanners; 256 random bits follow. */
const PREFIX = 'loket_';
const SHAPE = /^loket_[A-Za-z0-9_-]{43}$/;
const DAY_MS = 86_400_000;
const USED_EVERY_MS = 60_000;

const hashToken = (token: string) => createHash('sha256').update(token).digest('hex');

function assertScopes(staff: StaffRow, scopes: readonly Permission[]): void {
  const binding = scopes.filter((scope) => (NOT_FOR_TOKENS as readonly Permission[]).includes(scope));
  if (binding.length > 0)
    throw invalid('SCOPE_BINDS_A_PERSON', 'A program may not be given acts that bind a person.', {
      scopes: `not for programs: ${binding.join(', ')}`,
    });
  const beyond = scopes.filter((scope) => !may(staff.role, scope));
  if (beyond.length > 0)
    throw invalid('SCOPE_BEYOND_ROLE', `The role ${staff.role} itself may not do all of this.`, {
      scopes: `not of the role ${staff.role}: ${beyond.join(', ')}`,
    });
}

function assertExpiry(expiresAt: string, now: string): void {
  const days = (Date.parse(expiresAt) - Date.parse(now)) / DAY_MS;
  if (days <= 0 || days > TOKEN_MAX_DAYS)
    throw invalid('BAD_EXPIRY', `A token lives at most ${TOKEN_MAX_DAYS} days.`, {
      expiresAt: `must be within the next ${TOKEN_MAX_DAYS} days`,
    });
}

export function createTokenService(database: Database) {
  return {
    /** Makes a token; its text is in this answer and nowhere else. */
    async create(act: Act, input: z.output<typeof CreateToken>): Promise<CreatedToken> {
      const staff = await findStaff(act.trx, input.staffId);
      if (!staff || staff.active !== 1)
        throw invalid('UNKNOWN_STAFF', 'There is no such open account.', { staffId: 'unknown' });
      assertScopes(staff, input.scopes);
      assertExpiry(input.expiresAt, act.now);
      const token = PREFIX + randomBytes(32).toString('base64url');
      const scopes = [...new Set(input.scopes)].sort();
      const [row] = (await act
        .trx('api_tokens')
        .insert({
          name: input.name,
          token_hash: hashToken(token),
          staff_id: staff.id,
          scopes: JSON.stringify(scopes),
          created_by_id: act.actor.id,
          created_at: act.now,
          expires_at: new Date(input.expiresAt).toISOString(),
        })
        .returning('id')) as { id: number }[];
      const record = (await findToken(act.trx, row?.id as number)) as TokenRecord;
      const after = { staffId: staff.id, scopes, expiresAt: record.expiresAt };
      act.record({ subject: 'token', subjectId: record.id, after });
      return { ...record, token };
    },

    /** Ends a token at once; ending it twice changes nothing. */
    async revoke(act: Act, id: number): Promise<TokenRecord> {
      const before = await findToken(act.trx, id);
      if (!before) throw notFound('token');
      await act
        .trx('api_tokens')
        .where({ id })
        .whereNull('revoked_at')
        .update({ revoked_at: act.now, version: before.version + 1 });
      act.record({ subject: 'token', subjectId: id, details: { staffId: before.staffId } });
      return (await findToken(act.trx, id)) as TokenRecord;
    },

    /** Who acts with this token and what it was given, or null where it opens nothing. */
    async bearer(token: string, now: string): Promise<{ actor: Actor; scopes: Permission[] } | null> {
      if (!SHAPE.test(token)) return null;
      const row = (await database
        .read('api_tokens')
        .where({ token_hash: hashToken(token) })
        .first()) as TokenRow | undefined;
      if (!row || row.revoked_at !== null || row.expires_at <= now) return null;
      const staff = await findStaff(database.read, row.staff_id);
      if (staff?.active !== 1) return null;
      const lately = new Date(Date.parse(now) - USED_EVERY_MS).toISOString();
      if ((row.last_used_at ?? '') < lately)
        await database.write('api_tokens').where({ id: row.id }).update({ last_used_at: now });
      return { actor: rowToActor(staff), scopes: JSON.parse(row.scopes) as Permission[] };
    },
  };
}
export type TokenService = ReturnType<typeof createTokenService>;

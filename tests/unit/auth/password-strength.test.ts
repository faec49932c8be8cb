import { describe, expect, it } from 'vitest';
import { assertStrongPassword } from '../../../server/auth/password-strength.ts';

const own = ['sari.loketwati', 'Sari', 'Loketwati'];

describe('a new password', () => {
  it.each([
    ['a common one', 'password123'],
    ['a common Indonesian word', 'indonesia45'],
    ['the office’s own words', 'kemnaker-2026'],
    ['the person’s own name', 'loketwati-sari'],
    ['a row of keys', 'qwertyuiop12'],
    ['a date', '17081945'],
  ])('is refused when it is %s', async (_kind, password) => {
    await expect(assertStrongPassword(password, own)).rejects.toMatchObject({
      status: 422,
      code: 'WEAK_PASSWORD',
      errors: { newPassword: 'too easy to guess' },
    });
  });

  it.each([
    ['four unrelated words', 'meja rawa kuncup 9 selimut'],
    ['long and random', 'vT9-qLx2-88wz-Km'],
  ])('is taken when it is %s', async (_kind, password) => {
    await expect(assertStrongPassword(password, own)).resolves.toBeUndefined();
  });
});

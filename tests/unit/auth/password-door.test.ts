import { describe, expect, it } from 'vitest';
import { createPasswordDoor, hashPassword, verifyPassword } from '../../../server/auth/password.ts';

describe('the door behind which passwords are hashed', () => {
  it('lets as many wait as it has room for, and tells the others to come again', async () => {
    const door = createPasswordDoor({ atOnce: 1, mostWaiting: 2 });
    const answers = await Promise.allSettled(
      Array.from({ length: 5 }, () => door.hashPassword('jendela hijau seratus anggur')),
    );
    expect(answers.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled', 'fulfilled'],
      ...['rejected', 'rejected'],
    ]);
    const refused = answers[4] as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ status: 503, code: 'BUSY', headers: { 'Retry-After': '5' } });
    await expect(door.hashPassword('jendela hijau seratus anggur')).resolves.toMatch(/^\$argon2id\$/);
  });

  it('of applicants that is full keeps nobody of the staff waiting', async () => {
    const applicants = createPasswordDoor({ atOnce: 1, mostWaiting: 0 });
    const busy = applicants.hashPassword('jendela hijau seratus anggur');
    const digest = await hashPassword('tikar pandan ungu');
    expect(await verifyPassword(digest, 'tikar pandan ungu')).toBe(true);
    await expect(busy).resolves.toMatch(/^\$argon2id\$/);
  });

  it('finds nobody’s password right', async () => {
    const door = createPasswordDoor({ atOnce: 2, mostWaiting: 10 });
    expect(await door.verifyNobody('nobody has this password')).toBe(false);
  });
});

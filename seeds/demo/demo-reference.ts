import type { Knex } from 'knex';
import { hashPassword } from '../../server/auth/password.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './demo-accounts.ts';

const OFFICES = [
  { code: 'ministry', name: 'Kementerian Ketenagakerjaan', kind: 'ministry', region_code: null },
  { code: 'pmo', name: 'Manajemen Pelaksana Program Kartu Prakerja', kind: 'pmo', region_code: null },
  { code: 'dinas-3374', name: 'Dinas Tenaga Kerja Kota Semarang', kind: 'dinas', region_code: '33.74' },
  { code: 'dinas-3322', name: 'Dinas Tenaga Kerja Kabupaten Semarang', kind: 'dinas', region_code: '33.22' },
  {
    code: 'dinas-3204',
    name: 'Dinas Ketenagakerjaan Kabupaten Bandung',
    kind: 'dinas',
    region_code: '32.04',
  },
  { code: 'dinas-9103', name: 'Dinas Tenaga Kerja Kabupaten Jayapura', kind: 'dinas', region_code: '91.03' },
] as const;

const DAY_MS = 86_400_000;
export const DEMO_QUOTA = 250;

/** Offices, one account a role, and a wave that is open now: what an administrator would have set up. */
export async function fillReference(trx: Knex.Transaction, now: number): Promise<{ waveId: number }> {
  const iso = (at: number) => new Date(at).toISOString();
  const offices = new Map<string, number>();
  for (const office of OFFICES) {
    const [row] = (await trx('offices').insert(office).returning('id')) as { id: number }[];
    offices.set(office.code, row?.id as number);
  }
  // One hash for all: the password is public anyway.
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  for (const account of DEMO_ACCOUNTS) {
    await trx('staff').insert({
      username: account.username,
      full_name: account.fullName,
      role: account.role,
      office_id: offices.get(account.office),
      password_hash: passwordHash,
      created_at: iso(now),
    });
  }
  const ruleSet = (await trx('rule_sets').where({ code: 'normal-2023' }).first('id')) as { id: number };
  const [wave] = (await trx('waves')
    .insert({
      code: 'G-72',
      name: 'Gelombang 72',
      rule_set_id: ruleSet.id,
      opens_at: iso(now - 20 * DAY_MS),
      closes_at: iso(now + 25 * DAY_MS),
      handover_deadline: iso(now + 32 * DAY_MS),
      quota: DEMO_QUOTA,
      required_documents: JSON.stringify({ online: ['ktp_photo'], offline: [] }),
    })
    .returning('id')) as { id: number }[];
  return { waveId: wave?.id as number };
}

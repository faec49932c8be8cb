import type { Role } from '../../server/auth/permission-rules.ts';

/** One invented person per role; never made in production. */
export const DEMO_PASSWORD = 'prakerja-demo';

export interface DemoAccount {
  username: string;
  fullName: string;
  role: Role;
  /** Code of the office they work at (see seeds/demo.ts). */
  office: 'dinas-3374' | 'ministry' | 'pmo';
}

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { username: 'intake', fullName: 'Sari Loketwati', role: 'intake', office: 'dinas-3374' },
  { username: 'reviewer', fullName: 'Bagus Verifikasi', role: 'reviewer', office: 'ministry' },
  { username: 'reviewer2', fullName: 'Ratih Telitiawan', role: 'reviewer', office: 'ministry' },
  { username: 'coordinator', fullName: 'Made Koordinasi', role: 'coordinator', office: 'ministry' },
  { username: 'approver', fullName: 'Drs. Tegar Pengesahan', role: 'approver', office: 'ministry' },
  { username: 'pmo', fullName: 'Lina Pengukuhan', role: 'pmo', office: 'pmo' },
  { username: 'auditor', fullName: 'Yoga Periksawan', role: 'auditor', office: 'ministry' },
  { username: 'admin', fullName: 'Nia Administrasi', role: 'admin', office: 'ministry' },
];

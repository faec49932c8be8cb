import type { FormStep } from './form-rules.ts';
import { FORM_STEPS } from './form-rules.ts';

/** The pages of the portal. Addresses are Indonesian: they stand in mails and on paper. */
export const PAGE_PATHS = {
  start: '/daftar',
  register: '/daftar/akun-baru',
  verify: '/daftar/verifikasi',
  login: '/daftar/masuk',
  forgot: '/daftar/lupa-sandi',
  reset: '/daftar/sandi',
  home: '/daftar/beranda',
  form: '/daftar/formulir',
  receipt: '/daftar/tanda-terima',
  withdraw: '/daftar/mengundurkan-diri',
  account: '/daftar/akun',
  status: '/status',
} as const;
export type PageName = keyof typeof PAGE_PATHS;

/** Pages that belong to somebody who is logged in. */
export const PRIVATE_PAGES: readonly PageName[] = ['home', 'form', 'receipt', 'withdraw', 'account'];

const STEP_SLUGS: Record<FormStep, string> = {
  identity: 'identitas',
  address: 'alamat',
  work: 'pekerjaan',
  training: 'pelatihan',
  photo: 'foto-ktp',
  declarations: 'pernyataan',
  review: 'periksa',
};

export type Place = { page: PageName; step: FormStep } | { page: 'unknown'; step: FormStep };

const trimmed = (path: string) => (path.length > 1 ? path.replace(/\/+$/, '') : path);

/** Which page an address is; the form without a step is its first one. */
export function placeOf(pathname: string): Place {
  const path = trimmed(pathname);
  const page = (Object.keys(PAGE_PATHS) as PageName[]).find((name) => PAGE_PATHS[name] === path);
  if (page) return { page, step: 'identity' };
  const step = FORM_STEPS.find((name) => stepPath(name) === path);
  return step ? { page: 'form', step } : { page: 'unknown', step: 'identity' };
}

export const stepPath = (step: FormStep): string => `${PAGE_PATHS.form}/${STEP_SLUGS[step]}`;

/** Where somebody may be sent after logging in: a page of this portal that needs a login, nothing else. */
export function returnPlace(path: string | null): string {
  if (!path) return PAGE_PATHS.home;
  const [pathname = ''] = path.split(/[?#]/);
  const { page } = placeOf(pathname);
  return page !== 'unknown' && PRIVATE_PAGES.includes(page) ? path : PAGE_PATHS.home;
}

import type { Bilingual } from '../i18n/bilingual.ts';

export const authMessages: Bilingual = {
  id: {
    login: {
      title: 'Masuk ke konsol petugas',
      username: 'Nama pengguna',
      password: 'Kata sandi',
      submit: 'Masuk',
      demo: 'Akun contoh',
      demoHelp: 'Klik satu akun untuk mengisi. Kata sandi semua akun: %{password}',
      notice: 'Hanya untuk petugas berwenang. Setiap akses dicatat.',
    },
  },
  en: {
    login: {
      title: 'Log in to the staff console',
      username: 'User name',
      password: 'Password',
      submit: 'Log in',
      demo: 'Demo accounts',
      demoHelp: 'Click an account to fill it in. Password of all accounts: %{password}',
      notice: 'For authorised staff only. Every access is recorded.',
    },
  },
};

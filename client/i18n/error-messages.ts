import { BLOCKER_TEXT } from '@server/submissions/blocker-rules.ts';
import type { Bilingual, Locale, Words } from './bilingual.ts';

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const blockerWords = (locale: Locale): Words =>
  Object.fromEntries(Object.entries(BLOCKER_TEXT).map(([code, text]) => [code, sentence(text[locale])]));

/** What an error of the API means and what to do; the code is the key (api.md, Errors). */
export const errorMessages: Bilingual = {
  id: {
    errors: {
      CLIENT: 'Terjadi kesalahan pada aplikasi. Muat ulang halaman lalu coba lagi.',
      NETWORK: 'Server tidak terjangkau. Periksa jaringan; isian Anda tetap ada di halaman ini.',
      SERVER_ERROR: 'Server mengalami gangguan. Coba lagi; bila berulang, sebutkan kode permintaan.',
      INTERNAL: 'Server mengalami gangguan. Coba lagi; bila berulang, sebutkan kode permintaan.',
      HTTP_400: 'Permintaan tidak dapat dibaca.',
      HTTP_401: 'Sesi Anda telah berakhir, silakan masuk lagi.',
      HTTP_403: 'Anda tidak berwenang melakukan ini.',
      HTTP_404: 'Data tidak ditemukan atau bukan wewenang Anda.',
      HTTP_413: 'Berkas terlalu besar.',
      HTTP_415: 'Jenis berkas tidak diterima.',
      HTTP_429: 'Terlalu banyak permintaan. Tunggu sebentar.',
      HTTP_503: 'Layanan sedang dimuat ulang. Coba lagi sebentar lagi.',
      UNAUTHENTICATED: 'Sesi Anda telah berakhir, silakan masuk lagi.',
      NO_SESSION: 'Sesi Anda telah berakhir, silakan masuk lagi.',
      LOGIN_FAILED: 'Nama pengguna atau kata sandi keliru.',
      INVALID_CREDENTIALS: 'Nama pengguna atau kata sandi keliru.',
      FORBIDDEN: 'Peran Anda tidak berwenang melakukan ini.',
      NOT_FOUND: 'Data tidak ditemukan atau bukan wewenang Anda.',
      TOO_MANY_REQUESTS: 'Terlalu banyak percobaan. Tunggu sebentar lalu coba lagi.',
      RATE_LIMITED: 'Terlalu banyak percobaan. Tunggu sebentar lalu coba lagi.',
      VALIDATION: 'Ada isian yang belum benar.',
      INVALID_INPUT: 'Ada isian yang belum benar.',
      VERSION_CONFLICT:
        'Data sudah diubah orang lain. Muat ulang untuk melihat perubahannya; isian Anda tetap ada.',
      STALE_VERSION:
        'Data sudah diubah orang lain. Muat ulang untuk melihat perubahannya; isian Anda tetap ada.',
      BLOCKED: 'Belum dapat dilakukan',
      ACTION_BLOCKED: 'Belum dapat dilakukan',
      NIK_IN_URL: 'NIK utuh tidak boleh menjadi bagian alamat. Gunakan kotak "Cari NIK".',
      NIK_TAKEN: 'NIK ini sudah terdaftar pada gelombang yang sama.',
      NOTHING_TO_CLAIM: 'Tidak ada berkas yang menunggu. Antrean kosong.',
      QUEUE_EMPTY: 'Tidak ada berkas yang menunggu. Antrean kosong.',
      IDEMPOTENCY_KEY_REUSED: 'Permintaan ini pernah dikirim dengan isi lain. Muat ulang halaman.',
    },
    blockers: blockerWords('id'),
  },
  en: {
    errors: {
      CLIENT: 'Something went wrong in the application. Reload the page and try again.',
      NETWORK: 'The server cannot be reached. Check the network; what you typed is still on this page.',
      SERVER_ERROR: 'The server had a problem. Try again; if it repeats, quote the request id.',
      INTERNAL: 'The server had a problem. Try again; if it repeats, quote the request id.',
      HTTP_400: 'The request could not be read.',
      HTTP_401: 'Your session has ended, please log in again.',
      HTTP_403: 'You are not permitted to do this.',
      HTTP_404: 'Not found, or not yours to see.',
      HTTP_413: 'The file is too large.',
      HTTP_415: 'This kind of file is not accepted.',
      HTTP_429: 'Too many requests. Wait a moment.',
      HTTP_503: 'The service is restarting. Try again shortly.',
      UNAUTHENTICATED: 'Your session has ended, please log in again.',
      NO_SESSION: 'Your session has ended, please log in again.',
      LOGIN_FAILED: 'The user name or password is wrong.',
      INVALID_CREDENTIALS: 'The user name or password is wrong.',
      FORBIDDEN: 'Your role may not do this.',
      NOT_FOUND: 'Not found, or not yours to see.',
      TOO_MANY_REQUESTS: 'Too many attempts. Wait a moment and try again.',
      RATE_LIMITED: 'Too many attempts. Wait a moment and try again.',
      VALIDATION: 'Some fields are not right yet.',
      INVALID_INPUT: 'Some fields are not right yet.',
      VERSION_CONFLICT: 'Somebody else changed this. Reload to see the change; what you typed stays.',
      STALE_VERSION: 'Somebody else changed this. Reload to see the change; what you typed stays.',
      BLOCKED: 'Not possible yet',
      ACTION_BLOCKED: 'Not possible yet',
      NIK_IN_URL: 'A whole NIK must not be part of an address. Use the "Find NIK" box.',
      NIK_TAKEN: 'This NIK is already registered in the same wave.',
      NOTHING_TO_CLAIM: 'Nothing is waiting. The queue is empty.',
      QUEUE_EMPTY: 'Nothing is waiting. The queue is empty.',
      IDEMPOTENCY_KEY_REUSED: 'This request was sent before with other content. Reload the page.',
    },
    blockers: blockerWords('en'),
  },
};

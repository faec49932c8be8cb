import type { Bilingual } from './bilingual.ts';

/** Refusals whose English sentence is the server's own; here is what an Indonesian reads. */
export const refusalMessages: Bilingual = {
  id: {
    errors: {
      ALREADY_EXISTS: 'Data yang sama sudah ada.',
      BAD_CREDENTIALS: 'Nama pengguna atau kata sandi keliru.',
      BUSY: 'Server sedang penuh. Coba lagi sebentar lagi.',
      CODE_USED: 'Kode ini sudah dipakai kantor lain.',
      CONSTRAINT: 'Perubahan ini melanggar aturan data. Muat ulang, lalu periksa lagi.',
      COUNT_CHANGED: 'Jumlah barisnya sudah berubah sejak Anda melihatnya. Lihat daftarnya lagi.',
      DECREE_NO_USED: 'Nomor keputusan ini sudah pernah dipakai. Satu keputusan mengesahkan satu kolektif.',
      DIGEST_DIFFERS:
        'Sidik digital pada dokumen ini bukan milik kolektif ini: dokumen itu ditandatangani untuk daftar lain. Cetak lagi dan mintakan tanda tangan.',
      DRAINING: 'Layanan sedang dimuat ulang. Coba lagi sebentar lagi.',
      DUPLICATE: 'NIK ini sudah terdaftar pada gelombang yang sama.',
      EMPTY_FILE: 'Berkas ini tidak memuat satu jawaban pun.',
      FILE_MISSING: 'Pilih berkasnya dulu.',
      SEALED_DATA_UNREADABLE:
        'NIK atau nomor KK pendaftaran ini tidak dapat dibuka: datanya diubah di luar sistem atau kuncinya hilang. Tidak ada yang diubah; laporkan kepada administrator.',
      FOREIGN_ORIGIN: 'Permintaan ini datang dari situs lain dan ditolak.',
      INVALID_ANSWERS: 'Sebagian jawaban tidak dapat diterima; tidak ada yang disimpan.',
      INVALID_LIST_QUERY: 'Saringan ini tidak dikenal. Lepas saringan, lalu coba lagi.',
      INVALID_PERIOD: 'Awal masa harus sebelum akhirnya.',
      MALFORMED_UPLOAD: 'Unggahan terputus atau rusak. Kirim lagi.',
      NAME_LOCKED: 'Nama terdaftar tidak pernah dapat diubah sesudah diajukan.',
      NOTE_MISSING: 'Alasan ini memerlukan catatan.',
      NOTHING_SELECTED: 'Tidak satu pun pendaftaran itu dapat Anda tangani. Lihat daftarnya lagi.',
      NOT_AN_ANSWER_FILE: 'Kirim berkas jawaban sebagai CSV, bukan buku kerja.',
      NOT_A_CSV: 'Berkas ini bukan CSV. Simpan sebagai CSV UTF-8, lalu unggah lagi.',
      NOT_A_REVIEWER: 'Pendaftaran hanya ditugaskan kepada verifikator yang aktif.',
      NOT_SUBMITTED: 'Tanda terima dicetak sesudah pendaftaran diajukan.',
      NOT_YOUR_VIEW: 'Tampilan ini milik orang lain. Simpan salinan sendiri.',
      NO_FILE: 'Pilih berkasnya dulu.',
      NO_GOOD_ROW: 'Tidak satu baris pun dari berkas ini dapat diterima.',
      OTHER_OFFICE: 'Anda hanya menyerahkan rekap kantor Anda sendiri.',
      OWN_ACCOUNT: 'Administrator tidak dapat mengubah peran atau menutup akunnya sendiri.',
      REASON_NOT_CITABLE: 'Alasan ini tidak dapat Anda pakai di sini.',
      RULES_IN_USE:
        'Sudah ada pendaftar menurut aturan gelombang ini. Buka gelombang baru untuk aturan lain.',
      TOO_LARGE: 'Berkas atau isian terlalu besar.',
      TOO_MANY_ATTEMPTS:
        'Terlalu banyak kata sandi keliru. Tunggu beberapa menit, atau hubungi administrator.',
      TOO_MANY_FOR_DRY_RUN: 'Terlalu banyak baris untuk perkiraan. Persempit saringannya.',
      TOO_MANY_REVEALS:
        'Batas jumlah nomor utuh yang boleh dilihat seorang petugas sudah tercapai. Lanjutkan nanti.',
      TOO_MANY_ROWS: 'Terlalu banyak baris untuk buku kerja. Unduh sebagai CSV.',
      UNKNOWN_OFFICE: 'Kantor itu tidak ada.',
      UNKNOWN_REFERENCE: 'Data yang dirujuk tidak ada.',
      UNKNOWN_RULE_SET: 'Aturan itu tidak ada.',
      UNKNOWN_WAVE: 'Gelombang itu tidak ada.',
      USERNAME_TAKEN: 'Nama pengguna ini sudah dipakai.',
      WEAK_PASSWORD:
        'Kata sandi perlu 12 sampai 128 karakter dan tidak mudah ditebak. Pakai empat kata yang tidak berkaitan.',
      WRONG_DISPATCH: 'Tidak satu baris pun dari berkas ini tentang kiriman ini.',
      WRONG_PASSWORD: 'Kata sandi sekarang keliru.',
      WRONG_TEMPLATE: 'Kolomnya bukan kolom berkas yang diminta.',
    },
  },
  en: { errors: {} },
};

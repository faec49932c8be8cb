import {
  EDUCATION_LEVELS,
  EMPLOYMENT_STATUSES,
  LURING_REASONS,
  PROPOSERS,
  SEXES,
} from '../submissions/submission-schema.ts';
import { TEMPLATE_VERSION, type RecapColumn } from './recap-schema.ts';

/** What the template's second sheet says about a column, in Indonesian as the offices read it. */
export type ColumnGuide = { filling: string; example: string };

const oneOf = (values: readonly string[]) => `Salah satu dari: ${values.join(', ')}`;

/** The examples are an invented person: serial 9001 lies in the range the registry does not reach. */
export const COLUMN_GUIDE: Record<RecapColumn, ColumnGuide> = {
  template_version: { filling: `Selalu ${TEMPLATE_VERSION}`, example: TEMPLATE_VERSION },
  row_id: {
    filling: 'Nomor baris milik kantor, tidak berulang dalam satu gelombang, paling banyak 40 karakter',
    example: 'R000001',
  },
  nama_lengkap: {
    filling: 'Nama sesuai KTP, 1–60 karakter; tidak dapat diubah setelah terdaftar',
    example: 'SITI CONTOH',
  },
  nik: { filling: '16 angka sebagai teks, bukan bilangan', example: '3374014107909001' },
  no_kk: { filling: '16 angka sebagai teks, bukan bilangan', example: '3374010101159001' },
  tempat_lahir: { filling: 'Tempat lahir sesuai KTP', example: 'SEMARANG' },
  tanggal_lahir: { filling: 'tttt-bb-hh; diterima juga hh-bb-tttt dan hh/bb/tttt', example: '1990-07-01' },
  jenis_kelamin: { filling: `${oneOf(SEXES)} (L = laki-laki, P = perempuan)`, example: 'P' },
  email: { filling: 'Alamat surel; boleh kosong', example: 'siti@contoh.id' },
  no_hp: { filling: 'Nomor ponsel 08… atau +628… sebagai teks; boleh kosong', example: '081234567890' },
  alamat_ktp: { filling: 'Alamat sesuai KTP', example: 'JL. MERDEKA NO. 1' },
  alamat_domisili: { filling: 'Alamat domisili; kosong berarti sama dengan alamat KTP', example: '' },
  kode_wilayah: { filling: 'Kode kabupaten/kota domisili, dua angka titik dua angka', example: '33.74' },
  pendidikan_terakhir: { filling: oneOf(EDUCATION_LEVELS), example: 'SMA' },
  status_kerja: { filling: oneOf(EMPLOYMENT_STATUSES), example: 'PENCARI_KERJA' },
  pelatihan_diinginkan: { filling: 'Pelatihan yang diinginkan; boleh kosong', example: 'Menjahit' },
  pengusul: { filling: oneOf(PROPOSERS), example: 'DINAS' },
  alasan_luring: { filling: oneOf(LURING_REASONS), example: 'INFRASTRUKTUR' },
  hadir_sendiri: { filling: 'YA atau TIDAK: pendaftar datang sendiri', example: 'YA' },
  ktp_asli_dilihat: { filling: 'YA atau TIDAK: petugas melihat KTP asli', example: 'YA' },
};

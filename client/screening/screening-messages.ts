import { askForList, LIST_KEEPERS, unknownListText } from '@server/screening/list-keeper-rules.ts';
import { LIST_CODES, type ListCode } from '@server/screening/screening-schema.ts';
import type { Bilingual, Locale, Words } from '../i18n/bilingual.ts';

const capital = (sentence: string) => sentence.charAt(0).toUpperCase() + sentence.slice(1);
const ofEach = (words: (code: ListCode) => string): Words =>
  Object.fromEntries(LIST_CODES.map((code) => [code, words(code)]));

/** What the rules say of a list that gives no answer: whom to ask, on a page, in a blocker, and beside its name. */
const keeperWords = (locale: Locale): Words => ({
  ask: ofEach((code) => askForList(code)[locale]),
  unknownOf: ofEach((code) => capital(unknownListText(code)[locale])),
  named: ofEach((code) => `${LIST_KEEPERS[code].name[locale]}: ${LIST_KEEPERS[code].keeper[locale]}`),
});

export const screeningMessages: Bilingual = {
  id: {
    resources: { 'screening-lists': { name: 'Daftar penapisan |||| Daftar penapisan' } },
    lists: {
      ...keeperWords('id'),
      intro:
        'Setiap pemuatan menjadi versi baru. Daftar yang belum dimuat atau terlalu lama tidak pernah dianggap bersih.',
      version: 'Versi',
      asOf: 'Keadaan per tanggal',
      asOfHelp: 'Tanggal data di berkas ini, bukan tanggal pemuatan',
      age: 'Umur',
      days: '%{smart_count} hari |||| %{smart_count} hari',
      ageOf: '%{age} hari dari paling lama %{max} hari',
      digest: 'Sidik berkas (SHA-256)',
      fileAndDigest: 'Berkas dan sidiknya (SHA-256)',
      rows: 'Baris',
      bad: 'Baris salah',
      loadedAt: 'Dimuat',
      fresh: 'Berlaku',
      stale: 'Terlalu lama',
      never: 'Belum dimuat',
      neverHelp:
        'Daftar ini belum pernah dimuat; sampai dimuat, tidak seorang pun dapat diverifikasi terhadapnya.',
      staleHelp: 'Lebih tua dari %{days} hari; sampai diperbarui, hasil penapisan "belum pasti".',
      load: 'Muat daftar baru',
      loadNow: 'Muat',
      loading: 'Pemuatan daftar',
      file: 'Berkas CSV',
      fileHelp: 'CSV UTF-8 dengan kolom nik dan note. NIK disimpan hanya sebagai indeks tersandi.',
      versions: 'Versi (%{count})',
      repeated: 'Berkas yang sama sudah dimuat sebagai versi %{version}. Tidak ada yang berubah.',
    },
    loads: {
      line: 'Baris',
      column: 'Kolom',
      problem: 'Masalah',
      state: 'Keadaan',
      status: { loading: 'Sedang dimuat', ready: 'Siap', failed: 'Gagal' },
      badOfLatest: 'Baris salah pada pemuatan terakhir',
    },
  },
  en: {
    resources: { 'screening-lists': { name: 'Screening list |||| Screening lists' } },
    lists: {
      ...keeperWords('en'),
      intro: 'Each load makes a new version. A list not loaded, or too old, is never taken as clear.',
      version: 'Version',
      asOf: 'As of',
      asOfHelp: 'The day the data in this file speaks of, not the day of loading',
      age: 'Age',
      days: '%{smart_count} day |||| %{smart_count} days',
      ageOf: '%{age} days of at most %{max} days',
      digest: 'Digest of the file (SHA-256)',
      fileAndDigest: 'File and its digest (SHA-256)',
      rows: 'Rows',
      bad: 'Bad rows',
      loadedAt: 'Loaded',
      fresh: 'In force',
      stale: 'Too old',
      never: 'Never loaded',
      neverHelp: 'This list was never loaded; until it is, nobody can be verified against it.',
      staleHelp: 'Older than %{days} days; until it is renewed screening says "not certain".',
      load: 'Load a new list',
      loadNow: 'Load',
      loading: 'Loading the list',
      file: 'CSV file',
      fileHelp: 'CSV in UTF-8 with the columns nik and note. NIKs are kept only as a keyed index.',
      versions: 'Versions (%{count})',
      repeated: 'The same file was loaded as version %{version}. Nothing changed.',
    },
    loads: {
      line: 'Line',
      column: 'Column',
      problem: 'Problem',
      state: 'State',
      status: { loading: 'Loading', ready: 'Ready', failed: 'Failed' },
      badOfLatest: 'Bad lines of the latest load',
    },
  },
};

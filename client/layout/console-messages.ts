import type { Bilingual } from '../i18n/bilingual.ts';

/** Words of parts that several pages are built from. */
export const consoleMessages: Bilingual = {
  id: {
    console: {
      all: 'Semua',
      copyDigest: 'Salin sidik digital (SHA-256)',
      download: 'Unduh',
      office: 'Kantor',
      allOffices: 'Semua kantor',
      wave: 'Gelombang',
      chooseFile: 'Letakkan berkas di sini, atau klik untuk memilih',
      by: 'oleh',
      none: 'tidak ada',
      yes: 'Ya',
      no: 'Tidak',
      saved: 'Tersimpan',
      unknownPerson: 'petugas #%{id}',
      system: 'Sistem',
    },
    validation: {
      format: 'Bentuknya tidak sesuai',
      choose: 'Pilih salah satu yang tersedia',
      whole: 'Harus bilangan bulat',
      wrong: 'Isian ini belum benar',
    },
  },
  en: {
    console: {
      all: 'All',
      copyDigest: 'Copy the digest (SHA-256)',
      download: 'Download',
      office: 'Office',
      allOffices: 'All offices',
      wave: 'Wave',
      chooseFile: 'Drop a file here, or click to choose one',
      by: 'by',
      none: 'none',
      yes: 'Yes',
      no: 'No',
      saved: 'Saved',
      unknownPerson: 'staff #%{id}',
      system: 'System',
    },
    validation: {
      format: 'Not in the right form',
      choose: 'Choose one of those offered',
      whole: 'Must be a whole number',
      wrong: 'This is not right yet',
    },
  },
};

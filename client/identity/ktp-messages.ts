import type { Bilingual } from '../i18n/bilingual.ts';

export const ktpMessages: Bilingual = {
  id: {
    resources: {
      'ktp-records': {
        name: 'Register KTP |||| Register KTP',
        fields: {
          nikMasked: 'NIK',
          kkNumberMasked: 'Nomor KK',
          fullName: 'Nama',
          birthPlace: 'Tempat lahir',
          birthDate: 'Tanggal lahir',
          sex: 'Jenis kelamin',
          regency: 'Kabupaten/kota',
          status: 'Status',
        },
      },
    },
    ktp: {
      load: 'Muat berkas Dukcapil',
      loads: 'Pemuatan',
      loading: 'Pemuatan register KTP',
      fileHelp:
        'CSV dengan nama elemen Dukcapil: NIK, NO_KK, NAMA_LGKP, TMPT_LHR, TGL_LHR, JENIS_KLMIN, ALAMAT, NO_RT, NO_RW, KEL_NAME, KEC_NAME, KAB_NAME, PROP_NAME, STATUS. NIK yang sudah ada diperbarui.',
      repeated: 'Berkas yang sama sudah pernah dimuat. Tidak ada yang berubah.',
      empty: {
        title: 'Register masih kosong',
        help: 'Muat berkas Dukcapil. Sampai saat itu setiap cek identitas menjawab "register tidak terjangkau".',
      },
      columns: {
        no: 'No.',
        file: 'Berkas',
        rows: 'Baris',
        bad: 'Salah',
        state: 'Keadaan',
        at: 'Dimuat',
        by: 'Oleh',
      },
    },
  },
  en: {
    resources: {
      'ktp-records': {
        name: 'KTP register |||| KTP register',
        fields: {
          nikMasked: 'NIK',
          kkNumberMasked: 'Family card number',
          fullName: 'Name',
          birthPlace: 'Birth place',
          birthDate: 'Birth date',
          sex: 'Sex',
          regency: 'Regency or city',
          status: 'Status',
        },
      },
    },
    ktp: {
      load: 'Load a Dukcapil file',
      loads: 'Loads',
      loading: 'Loading the KTP register',
      fileHelp:
        'CSV with Dukcapil’s element names: NIK, NO_KK, NAMA_LGKP, TMPT_LHR, TGL_LHR, JENIS_KLMIN, ALAMAT, NO_RT, NO_RW, KEL_NAME, KEC_NAME, KAB_NAME, PROP_NAME, STATUS. A NIK already there is renewed.',
      repeated: 'The same file was loaded before. Nothing changed.',
      empty: {
        title: 'The register is empty',
        help: 'Load a Dukcapil file. Until then each identity check answers "register unreachable".',
      },
      columns: { no: 'No.', file: 'File', rows: 'Rows', bad: 'Bad', state: 'State', at: 'Loaded', by: 'By' },
    },
  },
};

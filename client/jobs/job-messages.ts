import type { Bilingual } from '../i18n/bilingual.ts';

export const jobMessages: Bilingual = {
  id: {
    resources: {
      jobs: {
        name: 'Proses latar |||| Proses latar',
        fields: {
          id: 'Nomor',
          kind: 'Jenis',
          status: 'Status',
          createdAt: 'Dibuat',
          finishedAt: 'Selesai',
          progress: 'Kemajuan',
        },
      },
    },
    jobs: {
      empty: {
        title: 'Belum ada proses latar',
        help: 'Tindakan massal, impor, dan pemuatan data Anda akan tercatat di sini.',
      },
      progress: '%{done} dari %{total}',
      working: 'Sedang dikerjakan…',
      background: 'Tutup; proses tetap berjalan',
      receipt: 'Tanda terima',
      done: '%{count} baris berhasil',
      skipped: '%{count} dilewati, karena:',
      rows: 'Rincian per baris',
      truncated: 'Hanya sebagian baris yang ditampilkan di sini.',
      row: 'Baris',
      submission: 'Pendaftaran %{id}',
      outcome: 'Hasil',
      reason: 'Alasan',
      seeAll: 'Lihat tanda terima lengkap',
      cancel: 'Batalkan proses',
      failed: 'Proses gagal. Tidak ada yang setengah jadi; coba lagi.',
      kinds: {
        ktp_load: 'Pemuatan register KTP',
        screening_list_load: 'Pemuatan daftar penapisan',
        imports_read: 'Pembacaan berkas rekap',
        imports_check: 'Cek identitas hasil impor',
        imports_commit: 'Penerapan rekap',
        imports_clear: 'Pembersihan berkas rekap',
        bulk: '%{action} (massal)',
      },
      outcomes: {
        done: 'berhasil',
        skipped: 'dilewati',
        failed: 'gagal',
      },
    },
  },
  en: {
    resources: {
      jobs: {
        name: 'Job |||| Jobs',
        fields: {
          id: 'Number',
          kind: 'Kind',
          status: 'Status',
          createdAt: 'Created',
          finishedAt: 'Finished',
          progress: 'Progress',
        },
      },
    },
    jobs: {
      empty: {
        title: 'No jobs yet',
        help: 'Your bulk acts, imports and loads of data will be recorded here.',
      },
      progress: '%{done} of %{total}',
      working: 'Working…',
      background: 'Close; the job goes on',
      receipt: 'Receipt',
      done: '%{count} rows done',
      skipped: '%{count} skipped, because:',
      rows: 'Row by row',
      truncated: 'Only part of the rows is shown here.',
      row: 'Row',
      submission: 'Registration %{id}',
      outcome: 'Outcome',
      reason: 'Reason',
      seeAll: 'See the whole receipt',
      cancel: 'Cancel the job',
      failed: 'The job failed. Nothing is half done; try again.',
      kinds: {
        ktp_load: 'Loading the KTP register',
        screening_list_load: 'Loading a screening list',
        imports_read: 'Reading a recap file',
        imports_check: 'Identity checks after an import',
        imports_commit: 'Committing a recap',
        imports_clear: 'Clearing a recap file',
        bulk: '%{action} (in bulk)',
      },
      outcomes: {
        done: 'done',
        skipped: 'skipped',
        failed: 'failed',
      },
    },
  },
};

import type { Bilingual } from '../i18n/bilingual.ts';

export const jobMessages: Bilingual = {
  id: {
    resources: {
      jobs: {
        name: 'Pekerjaan |||| Pekerjaan',
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
        title: 'Belum ada pekerjaan',
        help: 'Tindakan massal, impor, dan ekspor Anda akan tercatat di sini.',
      },
      progress: '%{done} dari %{total}',
      working: 'Sedang dikerjakan…',
      background: 'Tutup; pekerjaan tetap berjalan',
      receipt: 'Tanda terima',
      done: '%{count} baris berhasil',
      skipped: '%{count} dilewati, karena:',
      rows: 'Rincian per baris',
      truncated: 'Hanya sebagian baris yang ditampilkan di sini.',
      row: 'Baris',
      outcome: 'Hasil',
      reason: 'Alasan',
      seeAll: 'Lihat tanda terima lengkap',
      cancel: 'Batalkan pekerjaan',
      failed: 'Pekerjaan gagal. Tidak ada yang setengah jadi; coba lagi.',
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
      empty: { title: 'No jobs yet', help: 'Your bulk acts, imports and exports will be recorded here.' },
      progress: '%{done} of %{total}',
      working: 'Working…',
      background: 'Close; the job goes on',
      receipt: 'Receipt',
      done: '%{count} rows done',
      skipped: '%{count} skipped, because:',
      rows: 'Row by row',
      truncated: 'Only part of the rows is shown here.',
      row: 'Row',
      outcome: 'Outcome',
      reason: 'Reason',
      seeAll: 'See the whole receipt',
      cancel: 'Cancel the job',
      failed: 'The job failed. Nothing is half done; try again.',
      outcomes: {
        done: 'done',
        skipped: 'skipped',
        failed: 'failed',
      },
    },
  },
};

import { SHEET_FIGURE_TEXT } from '@server/forwarding/reconciliation-word-rules.ts';
import type { Bilingual, Words } from '../i18n/bilingual.ts';

/** The figures as the server's files name them. */
const figureWords = (locale: 'id' | 'en'): Words =>
  Object.fromEntries(Object.entries(SHEET_FIGURE_TEXT).map(([name, text]) => [name, text[locale]]));

export const reconciliationMessages: Bilingual = {
  id: {
    resources: {
      reconciliation: { name: 'Rekonsiliasi |||| Rekonsiliasi' },
      submissions: {
        fields: {
          figure: 'Angka rekonsiliasi',
          figureRound: 'Pada putaran',
          figureBatchId: 'Dari kolektif',
          figureProposer: 'Diusulkan oleh',
          figureRegionCode: 'Dari wilayah',
        },
      },
    },
    enums: { figure: figureWords('id') },
    sheet: {
      figures: figureWords('id'),
      groupBy: 'Bagi menurut',
      round: 'Putaran',
      allRounds: 'Semua putaran',
      roundNo: 'Putaran %{number}',
      allWaves: 'Semua gelombang',
      by: {
        batch: 'Kolektif',
        office: 'Kantor',
        proposer: 'Pengusul',
        region: 'Wilayah',
        round: 'Putaran',
        wave: 'Gelombang',
      },
      whole: 'Seluruhnya, putaran berdampingan',
      balanced: 'Seimbang.',
      differs: 'Ada selisih, harus diperiksa.',
      equations:
        'terverifikasi = masuk kolektif + menunggu · disahkan = belum dikirim + terkirim · terkirim = dikukuhkan + dikembalikan + ditolak + belum dijawab · yang dikembalikan ditemukan lagi pada putaran berikutnya',
      difference: 'Selisih',
      nothing: 'Belum ada yang terverifikasi.',
      print: 'Cetak',
      asOf: 'Dihitung %{at} dari status pendaftaran, berkas tersegel, dan jawaban PMO.',
    },
  },
  en: {
    resources: {
      reconciliation: { name: 'Reconciliation |||| Reconciliation' },
      submissions: {
        fields: {
          figure: 'Figure of the sheet',
          figureRound: 'In round',
          figureBatchId: 'From batch',
          figureProposer: 'Proposed by',
          figureRegionCode: 'From region',
        },
      },
    },
    enums: { figure: figureWords('en') },
    sheet: {
      figures: figureWords('en'),
      groupBy: 'Divide by',
      round: 'Round',
      allRounds: 'All rounds',
      roundNo: 'Round %{number}',
      allWaves: 'All waves',
      by: {
        batch: 'Batch',
        office: 'Office',
        proposer: 'Proposer',
        region: 'Region',
        round: 'Round',
        wave: 'Wave',
      },
      whole: 'All, rounds side by side',
      balanced: 'In balance.',
      differs: 'There is a difference; it must be looked into.',
      equations:
        'verified = in a batch + waiting · ratified = not yet sent + sent · sent = confirmed + returned + refused + pending · what was returned is found again in the next round',
      difference: 'Difference',
      nothing: 'Nobody has been verified yet.',
      print: 'Print',
      asOf: 'Counted %{at} from the status of registrations, the sealed manifests and the PMO’s answers.',
    },
  },
};

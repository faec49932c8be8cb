import type { DecreePaper } from '../../server/papers/decree-paper.ts';
import type { HandoverPaper } from '../../server/papers/handover-paper.ts';
import type { ReceiptPaper } from '../../server/papers/receipt-paper.ts';
import { registrationNoOf } from '../../server/submissions/registration-number-rules.ts';

export const DIGEST = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

export const receiptSample: ReceiptPaper = {
  registrationNo: 'PK-ZYXW-VTSR-QPN7',
  fullName: 'Siti Nurhaliza Wulandari binti Abdurrahman',
  nikMasked: '337401**********',
  officeName: 'Dinas Tenaga Kerja Kota Semarang',
  waveName: 'Gelombang 11',
  channel: 'offline',
  submittedAt: '2020-10-01T08:04:00.000Z',
  printedAt: '2020-10-01T17:30:00.000Z',
  publicUrl: 'https://loket.example.go.id/',
};

export const batchSample: HandoverPaper = {
  batchNo: 'B-2020-10-0017',
  officeName: 'Dinas Tenaga Kerja Kota Semarang',
  recipientName: 'Kementerian Ketenagakerjaan Republik Indonesia',
  waveName: 'Gelombang 11',
  channel: 'offline',
  roundNo: 1,
  counts: {
    rows: 5250,
    male: 2600,
    female: 2650,
    byProposer: [
      { proposer: 'DINAS', rows: 5000 },
      { proposer: 'ORMAS', rows: 200 },
      { proposer: 'SERIKAT', rows: 50 },
    ],
  },
  digest: DIGEST,
  sealedAt: '2020-10-14T03:15:00.000Z',
  printedAt: '2020-10-14T04:00:00.000Z',
};

/** An annex of any length; every tenth name is as long as a name may be. */
export function decreeSample(count: number): DecreePaper {
  const long = 'Raden Ajeng Siti Khadijah Nurul Hidayatullah Kusumaningratwati';
  const rows = Array.from({ length: count }, (_, index) => ({
    registrationNo: registrationNoOf(String(index).padStart(11, '0')),
    fullName: index % 10 === 9 ? long : `Budi Santoso ${index + 1}`,
    nikMasked: '337401**********',
    region: index % 7 === 0 ? 'Kabupaten Kepulauan Siau Tagulandang Biaro' : 'Kota Semarang',
  }));
  return {
    decreeNo: 'KEP.217/MEN/X/2020',
    decreeDate: '2020-10-15',
    batchNo: 'B-2020-10-0017',
    waveName: 'Gelombang 11',
    channel: 'offline',
    digest: DIGEST,
    rows,
    printedAt: '2020-10-15T04:00:00.000Z',
  };
}

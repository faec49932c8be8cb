import type { SheetFigure } from '../submissions/sheet-figure-schema.ts';
import type { SheetDifferenceCode } from './reconciliation-sheet-schema.ts';

/** The words of the sheet, the same on the page and in its files (id: Indonesian, en: English). */
type Text = Readonly<Record<'id' | 'en', string>>;

export const SHEET_FIGURE_TEXT = {
  verified: { id: 'Terverifikasi', en: 'Verified' },
  batched: { id: 'Masuk kolektif', en: 'In a batch' },
  waiting: { id: 'Menunggu kolektif', en: 'Waiting for a batch' },
  ratified: { id: 'Disahkan', en: 'Ratified' },
  toSend: { id: 'Belum dikirim', en: 'Not yet sent' },
  sent: { id: 'Terkirim', en: 'Sent' },
  confirmed: { id: 'Dikukuhkan', en: 'Confirmed' },
  returned: { id: 'Dikembalikan', en: 'Returned' },
  refused: { id: 'Ditolak', en: 'Refused' },
  pending: { id: 'Belum dijawab', en: 'Pending' },
  uncorrected: { id: 'Kembali, belum dibuka', en: 'Returned, not yet opened' },
  correcting: { id: 'Sedang diperbaiki', en: 'Being corrected' },
  dropped: { id: 'Gugur saat perbaikan', en: 'Given up in correction' },
} as const satisfies Record<SheetFigure, Text>;

/** `%{left}` and `%{right}` are the two numbers that should be one. */
export const SHEET_DIFFERENCE_TEXT = {
  VERIFIED_NOT_PLACED: {
    id: 'terverifikasi %{left}, tetapi dalam kolektif dan menunggu bersama %{right}',
    en: 'verified %{left}, but in batches and waiting together %{right}',
  },
  RATIFIED_NOT_SENT: {
    id: 'disahkan %{left}, tetapi terkirim dan belum dikirim bersama %{right}',
    en: 'ratified %{left}, but sent and not yet sent together %{right}',
  },
  SENT_NOT_ANSWERED: {
    id: 'terkirim %{left}, tetapi jawaban dan yang belum dijawab bersama %{right}',
    en: 'sent %{left}, but answers and pending together %{right}',
  },
  RETURNED_NOT_CARRIED: {
    id: 'dikembalikan pada putaran sebelumnya %{left}, tetapi yang ditemukan kembali %{right}',
    en: 'returned in the round before %{left}, but found again %{right}',
  },
  DECREE_COUNT: {
    id: 'keputusan menyebut %{left} nama, berkas tersegel berisi %{right}',
    en: 'the decrees cover %{left} names, the sealed manifests hold %{right}',
  },
  DELIVERY_COUNT: {
    id: 'kiriman menyebut %{left} nama, berkas tersegel berisi %{right}',
    en: 'the deliveries say %{left} names, the sealed manifests hold %{right}',
  },
  RECEIVED_COUNT: {
    id: 'PMO menerima %{left} nama, yang diantar %{right}',
    en: 'the PMO received %{left} names, %{right} were delivered',
  },
  RECEIVED_DIGEST: {
    id: '%{left} kiriman diterima dengan sidik digital lain',
    en: '%{left} deliveries were received with another digest',
  },
  ANSWERS_BEYOND: {
    id: 'jawaban tercatat %{left}, yang cocok dengan baris terkirim %{right}',
    en: 'answers on record %{left}, of rows that were sent %{right}',
  },
} as const satisfies Record<SheetDifferenceCode, Text>;

export const SHEET_LINE_TEXT = {
  total: { id: 'Seluruhnya', en: 'All' },
  noBatch: { id: 'Tidak dalam kolektif', en: 'In no batch' },
  unnamed: { id: 'Tidak ditemukan bagiannya', en: 'Found in no part' },
  round: { id: 'Putaran', en: 'Round' },
  allRounds: { id: 'semua', en: 'all' },
  difference: { id: 'Selisih', en: 'Difference' },
  part: { id: 'Bagian', en: 'Part' },
} as const satisfies Record<string, Text>;

/** What differs, in words. */
export function differenceText(
  { code, left, right }: { code: SheetDifferenceCode; left: number; right: number },
  locale: 'id' | 'en',
  number: (value: number) => string = String,
): string {
  return SHEET_DIFFERENCE_TEXT[code][locale]
    .replace('%{left}', number(left))
    .replace('%{right}', number(right));
}

import type { Bilingual, RecapColumn, RowError, RowErrorCode } from './recap-schema.ts';

type Texts = { message: Bilingual; remedy: Bilingual };

/** What a message may name beside the column: the choices of a list, a longest length, digits counted. */
export type RowErrorDetail = { choices?: readonly string[]; max?: number; found?: number; expected?: number };

const TYPE_AS_TEXT: Bilingual = {
  id: 'Ubah format kolom menjadi Teks, lalu ketik ulang seluruh angka dari dokumen aslinya.',
  en: 'Format the column as Text, then type the whole number again from the original document.',
};
const LOOK_AT_DOCUMENT: Bilingual = {
  id: 'Cocokkan dengan KTP atau KK asli dan ketik ulang 16 angkanya.',
  en: 'Compare with the original KTP or KK and type its 16 digits again.',
};
const WRITE_DATE: Bilingual = {
  id: 'Tulis tanggal sesuai KTP, misalnya 1990-02-28, 28-02-1990 atau 28/02/1990.',
  en: 'Write the date as on the KTP, for example 1990-02-28, 28-02-1990 or 28/02/1990.',
};

const TEXTS: Record<RowErrorCode, (column: string, detail: RowErrorDetail) => Texts> = {
  REQUIRED: (column) => ({
    message: { id: `${column} kosong, padahal wajib diisi.`, en: `${column} is empty but required.` },
    remedy: { id: `Isi ${column} sesuai formulir.`, en: `Fill in ${column} from the form.` },
  }),
  TOO_LONG: (column, { max }) => ({
    message: {
      id: `${column} lebih dari ${max} karakter.`,
      en: `${column} is longer than ${max} characters.`,
    },
    remedy: {
      id: `Singkatkan ${column} menjadi paling banyak ${max} karakter.`,
      en: `Shorten ${column} to at most ${max} characters.`,
    },
  }),
  UNREADABLE_TEXT: (column) => ({
    message: {
      id: `${column} berisi karakter yang tidak terbaca.`,
      en: `${column} holds characters that cannot be read.`,
    },
    remedy: {
      id: `Ketik ulang ${column}, lalu simpan berkas sebagai UTF-8.`,
      en: `Type ${column} again and save the file as UTF-8.`,
    },
  }),
  TEMPLATE_VERSION: () => ({
    message: { id: 'template_version bukan PK-1.', en: 'template_version is not PK-1.' },
    remedy: {
      id: 'Pakai templat PK-1 yang diunduh dari halaman impor dan isi PK-1 di setiap baris.',
      en: 'Use the PK-1 template from the import page and write PK-1 in every row.',
    },
  }),
  DATE_FORMAT: (column) => ({
    message: {
      id: `${column} tidak ditulis sebagai tanggal yang dikenal.`,
      en: `${column} is not written as a known form of date.`,
    },
    remedy: WRITE_DATE,
  }),
  DATE_IMPOSSIBLE: (column) => ({
    message: { id: `${column} tidak ada di kalender.`, en: `${column} is not a day of the calendar.` },
    remedy: WRITE_DATE,
  }),
  DATE_OUT_OF_RANGE: (column) => ({
    message: {
      id: `${column} sebelum tahun 1900 atau setelah hari ini.`,
      en: `${column} is before 1900 or after today.`,
    },
    remedy: WRITE_DATE,
  }),
  NOT_IN_LIST: (column, { choices = [] }) => ({
    message: {
      id: `Isi ${column} tidak termasuk pilihan yang ada.`,
      en: `${column} is not one of the values allowed.`,
    },
    remedy: {
      id: `Pilih salah satu: ${choices.join(', ')}.`,
      en: `Choose one of: ${choices.join(', ')}.`,
    },
  }),
  REGION_FORMAT: (column) => ({
    message: {
      id: `${column} tidak berbentuk kode kabupaten/kota seperti 33.74.`,
      en: `${column} is not a regency or city code such as 33.74.`,
    },
    remedy: {
      id: 'Tulis dua angka provinsi, titik, dua angka kabupaten/kota domisili.',
      en: 'Write two digits of the province, a dot, and two digits of the regency or city of domicile.',
    },
  }),
  REGION_UNKNOWN: (column) => ({
    message: {
      id: `${column} tidak ada dalam daftar kode wilayah.`,
      en: `${column} is not in the list of region codes.`,
    },
    remedy: {
      id: 'Cari kode kabupaten/kota domisili di daftar wilayah dan perbaiki.',
      en: 'Look the regency or city of domicile up in the list of regions and correct it.',
    },
  }),
  EMAIL_FORMAT: (column) => ({
    message: { id: `${column} bukan alamat surel yang sah.`, en: `${column} is not a valid e-mail address.` },
    remedy: {
      id: 'Perbaiki alamat surel, atau kosongkan bila tidak ada.',
      en: 'Correct the e-mail address, or leave it empty if there is none.',
    },
  }),
  PHONE_FORMAT: (column) => ({
    message: {
      id: `${column} bukan nomor ponsel Indonesia yang dikenal.`,
      en: `${column} is not a known form of Indonesian mobile number.`,
    },
    remedy: {
      id: 'Tulis sebagai 08… atau +628…, atau kosongkan bila tidak ada.',
      en: 'Write it as 08… or +628…, or leave it empty if there is none.',
    },
  }),
  NUMERIC_CELL: (column) => ({
    message: {
      id: `Sel ${column} bertipe angka, sehingga digitnya bisa hilang atau dibulatkan.`,
      en: `The ${column} cell is a number, so digits of it may be lost or rounded.`,
    },
    remedy: TYPE_AS_TEXT,
  }),
  SCIENTIFIC: (column) => ({
    message: {
      id: `${column} diubah lembar kerja menjadi notasi ilmiah (E+15), sehingga digitnya hilang.`,
      en: `A spreadsheet turned ${column} into scientific notation (E+15), so digits of it are lost.`,
    },
    remedy: TYPE_AS_TEXT,
  }),
  LENGTH: (column, { found, expected = 16 }) => ({
    message: {
      id: `${column} berisi ${found} angka, seharusnya ${expected}.`,
      en: `${column} has ${found} digits where ${expected} belong.`,
    },
    remedy: LOOK_AT_DOCUMENT,
  }),
  NOT_DIGITS: (column) => ({
    message: {
      id: `${column} berisi tanda selain angka.`,
      en: `${column} holds something else than digits.`,
    },
    remedy: LOOK_AT_DOCUMENT,
  }),
  DECIMAL: (column) => ({
    message: {
      id: `${column} berisi tanda desimal; lembar kerja memperlakukannya sebagai bilangan.`,
      en: `${column} holds a decimal sign; a spreadsheet took it for a quantity.`,
    },
    remedy: TYPE_AS_TEXT,
  }),
  REGION_ZERO: (column) => ({
    message: {
      id: `${column} berawalan 0; tidak ada kode provinsi yang berawalan 0.`,
      en: `${column} starts with 0; no province code does.`,
    },
    remedy: LOOK_AT_DOCUMENT,
  }),
  PLACEHOLDER: (column) => ({
    message: {
      id: `${column} adalah angka pengisi, bukan nomor seseorang.`,
      en: `${column} is a placeholder, not anybody's number.`,
    },
    remedy: LOOK_AT_DOCUMENT,
  }),
  SERIAL_ZERO: (column) => ({
    message: {
      id: `Empat angka terakhir ${column} 0000; angka aslinya kemungkinan hilang.`,
      en: `The last four digits of ${column} are 0000; the real ones were probably lost.`,
    },
    remedy: TYPE_AS_TEXT,
  }),
  COLUMN_COUNT: (_column, { found, expected }) => ({
    message: {
      id: `Baris ini berisi ${found} kolom, seharusnya ${expected}.`,
      en: `This row has ${found} columns where ${expected} belong.`,
    },
    remedy: {
      id: 'Periksa tanda pemisah dan tanda kutip di baris ini, lalu simpan ulang berkas.',
      en: 'Check the separators and quotation marks of this row and save the file again.',
    },
  }),
};

/** Longest piece of a wrong value that is shown again. */
const SHOWN_VALUE = 40;

/** From this many digits on a text may hold a NIK or KK, even one with a digit missing or with blanks between. */
const NIK_LIKE_DIGITS = 14;

/**
 * A wrong value as it may be shown: short, and with every digit after the sixth starred where it may be a NIK,
 * because a NIK may stand in any column of a shifted row (domain.md section 11).
 */
export function shownValue(value: string): string {
  const short = value.length > SHOWN_VALUE ? `${value.slice(0, SHOWN_VALUE)}…` : value;
  if (value.replace(/\D/g, '').length < NIK_LIKE_DIGITS) return short;
  let seen = 0;
  return short.replace(/\d/g, (digit) => (++seen > 6 ? '*' : digit));
}

/** One row error with its words in both languages. `value` is what stood in the cell; NIK and KK are never repeated. */
export function rowError(
  code: RowErrorCode,
  column: RecapColumn | null,
  value = '',
  detail: RowErrorDetail = {},
): RowError {
  const texts = TEXTS[code](column ?? '', detail);
  if (value === '' || column === 'nik' || column === 'no_kk') return { column, code, ...texts };
  return { column, code, value: shownValue(value), ...texts };
}

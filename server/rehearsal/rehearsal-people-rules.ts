import type { RecapCells } from '../imports/recap-schema.ts';
import { TEMPLATE_VERSION } from '../imports/recap-schema.ts';
import type { KtpColumn } from '../tabular/reference-file-rules.ts';

/** Where somebody lives: a regency and one of its districts, by code and name. */
export interface Home {
  regency: { code: string; name: string };
  district: { code: string; name: string };
}

export interface Invented {
  /** Their number among all; the row id of their form. */
  index: number;
  home: Home;
  proposer: string;
  /** From the seed: other people in another rehearsal. */
  shift: number;
}

// Of one birth day no two share a word of their names: nobody is taken for somebody else.
const WOMEN =
  'AYU BUNGA CITRA DEWI ENDAH FITRI GITA HANA INDAH JUWITA KARTIKA LAKSMI MELATI NURUL OKTAVIA PUSPITA RATNA SEKAR TUTI UTAMI VINA WULAN YULIANA ZUBAIDAH'.split(
    ' ',
  );
const MEN =
  'ADITYA BAMBANG CAHYONO DARMAWAN EKO FAJAR GUNTUR HERMAN IRWAN JOKO KURNIA LUKMAN MARZUKI NUGROHO OKI PRABOWO QOMAR RUDI SUTRISNO TEGUH UJANG VICTOR WAHYU YOSEP'.split(
    ' ',
  );
const FAMILIES =
  'ANGGRAINI BASUKI CHANIAGO DAMANIK EFENDI FIRMANSYAH GINTING HASIBUAN ISKANDAR JULIANTO KUSUMA LUMBAN MANURUNG NAINGGOLAN OEMAR PANJAITAN QODRI RAHARJO SIAHAAN TAMPUBOLON USMAN VALENTINO WIDODO YUDHISTIRA ZULKARNAEN ABDULLAH BIMANTARA CENDANA DJOJO ELIAZER FIBRIANTO GUNAWAN HUTAPEA IBRAHIM JATMIKO KARTASASMITA LENGKONG MAHENDRA NASUTION ONGGO PURNOMO RITONGA SITOMPUL TARIGAN UMBOH WENAS YAMIN ZEBUA'.split(
    ' ',
  );

const DAY_MS = 86_400_000;
const FIRST_BIRTHDAY = Date.UTC(1965, 0, 1);
/** Nobody is younger than twenty in 2020. */
const BIRTHDAYS = 35 * 365;
const FIRST_CARD = Date.UTC(2008, 0, 1);
const CARD_DAYS = 4000;
/** Serials of invented people: the registry does not reach them (domain.md section 11). */
const FIRST_SERIAL = 9001;
const SERIALS = 999;
const CORRECTED_SERIALS = 5000;

const dateOf = (first: number, day: number) =>
  new Date(first + day * DAY_MS).toISOString().slice(0, 10).split('-') as [string, string, string];
const digitsOf = (code: string) => code.replaceAll('.', '');

export const rowIdOf = (index: number): string => `R-${String(index).padStart(7, '0')}`;
export const indexOfRowId = (rowId: string): number => Number(rowId.slice(2));

/** Which birth day somebody has, and as how many-th of that day. */
const birthOf = ({ index, shift }: Invented) => ({
  day: (index + shift) % BIRTHDAYS,
  nth: Math.floor(index / BIRTHDAYS),
});

/** How far a seed shifts everybody's birth day, and with it their names and NIKs. */
export const shiftOf = (seed: string): number =>
  [...seed].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % BIRTHDAYS, 7);

function cardNumber({ index, home }: Invented, corrected: boolean): string {
  const [year, month, day] = dateOf(FIRST_CARD, index % CARD_DAYS);
  const serial = 1 + Math.floor(index / CARD_DAYS) + (corrected ? CORRECTED_SERIALS : 0);
  return `${digitsOf(home.district.code)}${day}${month}${year.slice(2)}${String(serial).padStart(4, '0')}`;
}

/** What is on somebody's cards; `corrected` once the head of the family has changed, and with it the KK number. */
export function cardsOf(one: Invented, corrected = false) {
  const { index, home } = one;
  const { day, nth } = birthOf(one);
  const [year, month, date] = dateOf(FIRST_BIRTHDAY, day);
  const isWoman = (nth + day) % 2 === 1;
  const given = (isWoman ? WOMEN : MEN)[(Math.floor(nth / 2) * 5 + day) % WOMEN.length] as string;
  const family = FAMILIES[(nth * 7 + day * 11) % FAMILIES.length] as string;
  const serial = FIRST_SERIAL + ((nth * 26 + day * 13) % SERIALS);
  const born = isWoman ? String(Number(date) + 40) : date;
  return {
    nik: `${digitsOf(home.district.code)}${born}${month}${year.slice(2)}${serial}`,
    kkNumber: cardNumber(one, corrected),
    fullName: `${given} ${family}`,
    birthPlace: home.regency.name.replace(/^(KABUPATEN|KOTA) /, '').slice(0, 60),
    birthDate: `${year}-${month}-${date}`,
    sex: isWoman ? 'P' : 'L',
    address: `JL. MELATI NO. ${1 + (index % 190)}`,
  } as const;
}

/** Somebody's row of their office's recap. */
export function recapCells(one: Invented, corrected = false): RecapCells {
  const cards = cardsOf(one, corrected);
  return {
    template_version: TEMPLATE_VERSION,
    row_id: rowIdOf(one.index),
    nama_lengkap: cards.fullName,
    nik: cards.nik,
    no_kk: cards.kkNumber,
    tempat_lahir: cards.birthPlace,
    tanggal_lahir: cards.birthDate,
    jenis_kelamin: cards.sex,
    email: '',
    no_hp: '',
    alamat_ktp: cards.address,
    alamat_domisili: '',
    kode_wilayah: one.home.regency.code,
    pendidikan_terakhir: one.index % 3 === 0 ? 'SMK' : 'SMA',
    status_kerja: one.index % 4 === 0 ? 'PENCARI_KERJA' : 'PHK',
    pelatihan_diinginkan: '',
    pengusul: one.proposer,
    alasan_luring: 'KEBIJAKAN',
    hadir_sendiri: 'YA',
    ktp_asli_dilihat: 'YA',
  };
}

/** Somebody's record in the KTP register, by Dukcapil's element names. */
export function registerCells(one: Invented, corrected = false): Record<KtpColumn, string> {
  const cards = cardsOf(one, corrected);
  const [year, month, day] = cards.birthDate.split('-') as [string, string, string];
  return {
    NIK: cards.nik,
    NO_KK: cards.kkNumber,
    NAMA_LGKP: cards.fullName,
    TMPT_LHR: cards.birthPlace,
    TGL_LHR: `${day}-${month}-${year}`,
    JENIS_KLMIN: cards.sex === 'P' ? 'Perempuan' : 'Laki-laki',
    ALAMAT: cards.address,
    NO_RT: '001',
    NO_RW: '002',
    KEL_NAME: one.home.district.name.slice(0, 60),
    KEC_NAME: one.home.district.name.slice(0, 60),
    KAB_NAME: one.home.regency.name,
    PROP_NAME: 'INDONESIA',
    STATUS: 'AKTIF',
  };
}

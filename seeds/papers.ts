import { writeDate } from './calendar.ts';
import { inventStreet, type Person } from './people.ts';
import type { Random } from './random.ts';
import type { KtpRecord, RecapRow } from './recap-template.ts';

const SCHOOLING =
  'TIDAK_SEKOLAH SD SD SD SMP SMP SMP SMA SMA SMA SMA SMA SMK SMK SMK D1 D2 D3 D3 D4 S1 S1 S2 S3'.split(' ');
const WORK =
  'PENCARI_KERJA PENCARI_KERJA PHK PHK DIRUMAHKAN DIRUMAHKAN BUKAN_PENERIMA_UPAH UMK UMK PEKERJA'.split(' ');
const TRAININGS = ['Bahasa Inggris', 'Komputer', 'Mekanik', 'Menjahit', 'Tata boga', 'Pemasaran digital'];
const PROPOSERS = [
  ...Array<string>(16).fill('DINAS'),
  'ORMAS',
  'ORMAS',
  'LEMBAGA_NEGARA',
  'KEMENTERIAN',
  'SERIKAT',
];
const WITH_EMAIL = 0.63;
const WITH_PHONE = 0.87;
const LIVING_ELSEWHERE = 0.32;
const WITH_TRAINING = 0.68;
// 9 digits after +6281; the step is coprime to 10^9, so no number comes twice in a thousand million.
const PHONES = 1_000_000_000;
const PHONE_STEP = 381_966_011;
const PHONE_START = 234_567_890;

/** The phone number of a recap row: invented, and another for every row number. */
export function phoneOf(rowNumber: number): string {
  const digits = (PHONE_START + ((rowNumber * PHONE_STEP) % PHONES)) % PHONES;
  return `+6281${String(digits).padStart(9, '0')}`;
}

/** What the office wrote into the recap for this person; `rowNumber` counts from 1. */
export function recapRowOf(person: Person, rowNumber: number, random: Random): RecapRow {
  const { household } = person;
  return {
    template_version: 'PK-1',
    row_id: `R${String(rowNumber).padStart(6, '0')}`,
    nama_lengkap: person.name,
    nik: person.nik,
    no_kk: household.kkNumber,
    tempat_lahir: person.birthPlace,
    tanggal_lahir: writeDate(person.birthDay).iso,
    jenis_kelamin: person.sex,
    email: random.chance(WITH_EMAIL) ? emailOf(person.name, rowNumber) : '',
    no_hp: random.chance(WITH_PHONE) ? phoneOf(rowNumber) : '',
    alamat_ktp: household.street,
    alamat_domisili: random.chance(LIVING_ELSEWHERE) ? inventStreet(random) : '',
    kode_wilayah: household.home.code,
    pendidikan_terakhir: random.pick(SCHOOLING),
    status_kerja: random.pick(WORK),
    pelatihan_diinginkan: random.chance(WITH_TRAINING) ? random.pick(TRAININGS) : '',
    pengusul: random.pick(PROPOSERS),
    alasan_luring: random.chance(0.5) ? 'INFRASTRUKTUR' : 'KEBIJAKAN',
    hadir_sendiri: 'YA',
    ktp_asli_dilihat: 'YA',
  };
}

/** The person's row in the KTP register. */
export function ktpRecordOf(person: Person): KtpRecord {
  const { household } = person;
  return {
    NIK: person.nik,
    NO_KK: household.kkNumber,
    NAMA_LGKP: person.name,
    TMPT_LHR: person.birthPlace,
    TGL_LHR: writeDate(person.birthDay).register,
    JENIS_KLMIN: person.sex === 'L' ? 'Laki-laki' : 'Perempuan',
    ALAMAT: household.street,
    NO_RT: household.rt,
    NO_RW: household.rw,
    // Villages are not loaded: a village here bears its district's name, as many do.
    KEL_NAME: household.district.name,
    KEC_NAME: household.district.name,
    KAB_NAME: household.home.name,
    PROP_NAME: household.home.provinceName,
    STATUS: 'AKTIF',
  };
}

function emailOf(name: string, rowNumber: number): string {
  const words = name.toLowerCase().match(/[a-z]+/g) ?? [];
  return `${words.join('.')}.${rowNumber}@contoh.id`;
}

/** The columns of recap template PK-1, in the order of its header row (domain: Files). */
export const RECAP_COLUMNS = [
  'template_version',
  'row_id',
  'nama_lengkap',
  'nik',
  'no_kk',
  'tempat_lahir',
  'tanggal_lahir',
  'jenis_kelamin',
  'email',
  'no_hp',
  'alamat_ktp',
  'alamat_domisili',
  'kode_wilayah',
  'pendidikan_terakhir',
  'status_kerja',
  'pelatihan_diinginkan',
  'pengusul',
  'alasan_luring',
  'hadir_sendiri',
  'ktp_asli_dilihat',
] as const;

/** One row of a recap; every cell is text, an empty cell is the empty string. */
export type RecapRow = Record<(typeof RECAP_COLUMNS)[number], string>;

/** Dukcapil's element names, in the order in which the KTP register is loaded. */
export const KTP_COLUMNS = [
  'NIK',
  'NO_KK',
  'NAMA_LGKP',
  'TMPT_LHR',
  'TGL_LHR',
  'JENIS_KLMIN',
  'ALAMAT',
  'NO_RT',
  'NO_RW',
  'KEL_NAME',
  'KEC_NAME',
  'KAB_NAME',
  'PROP_NAME',
  'STATUS',
] as const;

/** One person in the KTP register. */
export type KtpRecord = Record<(typeof KTP_COLUMNS)[number], string>;

/** The five screening lists. */
export const LIST_CODES = ['excluded_posts', 'education', 'aid', 'prior_recipients', 'blacklist'] as const;
export type ListCode = (typeof LIST_CODES)[number];

import type { SubmissionRecordRow } from './submission-store.ts';

/** A registration as an export reads it: the record's columns with the names behind its ids. */
export type ExportRow = Pick<
  SubmissionRecordRow,
  | 'registration_no'
  | 'full_name'
  | 'nik_masked'
  | 'birth_date'
  | 'sex'
  | 'region_code'
  | 'channel'
  | 'proposer'
  | 'status'
  | 'identity_outcome'
  | 'screening_outcome'
  | 'round_no'
  | 'submitted_at'
  | 'decided_at'
> & { id: number; wave_code: string; office_code: string; batch_no: string | null };

/** Whose hands the file came into, on each of its rows: a cut-out still says it. */
export interface Watermark {
  by: string;
  at: string;
}

/** What stands in an exported list, in order. No whole number, no address, no telephone: the case page has them. */
export const EXPORT_COLUMNS: readonly (readonly [title: string, cell: (row: ExportRow) => string | null])[] =
  [
    ['nomor_pendaftaran', (row) => row.registration_no],
    ['nama_lengkap', (row) => row.full_name],
    ['nik_tersamar', (row) => row.nik_masked],
    ['tanggal_lahir', (row) => row.birth_date],
    ['jenis_kelamin', (row) => row.sex],
    ['kode_wilayah', (row) => row.region_code],
    ['gelombang', (row) => row.wave_code],
    ['kantor', (row) => row.office_code],
    ['kanal', (row) => row.channel],
    ['pengusul', (row) => row.proposer],
    ['status', (row) => row.status],
    ['identitas', (row) => row.identity_outcome],
    ['penapisan', (row) => row.screening_outcome],
    ['putaran', (row) => String(row.round_no)],
    ['kolektif', (row) => row.batch_no],
    ['diajukan_pada', (row) => row.submitted_at],
    ['diputus_pada', (row) => row.decided_at],
  ];

const WATERMARK_COLUMNS = ['diekspor_oleh', 'diekspor_pada'] as const;

export const EXPORT_TITLES: readonly string[] = [
  ...EXPORT_COLUMNS.map(([title]) => title),
  ...WATERMARK_COLUMNS,
];

/** The cells of one row, in the order of the titles. */
export function exportCells(row: ExportRow, { by, at }: Watermark): string[] {
  return [...EXPORT_COLUMNS.map(([, cell]) => cell(row) ?? ''), by, at];
}

import type { SubmissionForm } from '../submissions/submission-schema.ts';
import type { SubmissionRow } from '../submissions/submission-store.ts';

/** What a manifest line says beyond the form itself. */
export interface ManifestContext {
  officeCode: string;
  /** Instant of the identity check the verification rests on. */
  identityCheckedAt: string | null;
  /** Instant up to which screening speaks for every row: that of the sealing. */
  screeningAsOf: string;
  /** Rule set and version, `normal-2023@1`. */
  ruleSet: string;
}

const yesNo = (value: boolean | null) => (value === null ? '' : value ? 'YA' : 'TIDAK');

/**
 * One line of a manifest (domain.md section 10): the columns of the recap, every one text, and what the decision
 * rests on, as canonical JSON (RFC 8785). A row keyed at the counter has no recap row: its registration number names it.
 */
export function manifestLine(
  row: Pick<SubmissionRow, 'registration_no' | 'row_id' | 'identity_outcome' | 'round_no'>,
  form: SubmissionForm,
  context: ManifestContext,
): string {
  // Written in RFC 8785's order of keys, which JSON.stringify keeps: sorting 27 keys anew costs more than the rest of a line.
  return JSON.stringify({
    alamat_domisili: form.domicileAddress ?? '',
    alamat_ktp: form.ktpAddress,
    alasan_luring: form.luringReason ?? '',
    email: form.email ?? '',
    hadir_sendiri: yesNo(form.cameInPerson),
    identity_checked_at: context.identityCheckedAt ?? '',
    identity_outcome: row.identity_outcome,
    jenis_kelamin: form.sex,
    kode_wilayah: form.regionCode,
    ktp_asli_dilihat: yesNo(form.originalKtpSeen),
    nama_lengkap: form.fullName,
    nik: form.nik,
    no_hp: form.phone ?? '',
    no_kk: form.kkNumber,
    office: context.officeCode,
    pelatihan_diinginkan: form.desiredTraining ?? '',
    pendidikan_terakhir: form.educationLevel,
    pengusul: form.proposer,
    registration_no: row.registration_no,
    round_no: row.round_no,
    row_id: row.row_id ?? row.registration_no,
    rule_set: context.ruleSet,
    screening_as_of: context.screeningAsOf,
    status_kerja: form.employmentStatus,
    tanggal_lahir: form.birthDate,
    tempat_lahir: form.birthPlace,
    template_version: 'PK-1',
  });
}

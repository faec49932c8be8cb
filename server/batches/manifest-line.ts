import canonicalize from 'canonicalize';
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
  return canonicalize({
    template_version: 'PK-1',
    row_id: row.row_id ?? row.registration_no,
    nama_lengkap: form.fullName,
    nik: form.nik,
    no_kk: form.kkNumber,
    tempat_lahir: form.birthPlace,
    tanggal_lahir: form.birthDate,
    jenis_kelamin: form.sex,
    email: form.email ?? '',
    no_hp: form.phone ?? '',
    alamat_ktp: form.ktpAddress,
    alamat_domisili: form.domicileAddress ?? '',
    kode_wilayah: form.regionCode,
    pendidikan_terakhir: form.educationLevel,
    status_kerja: form.employmentStatus,
    pelatihan_diinginkan: form.desiredTraining ?? '',
    pengusul: form.proposer,
    alasan_luring: form.luringReason ?? '',
    hadir_sendiri: yesNo(form.cameInPerson),
    ktp_asli_dilihat: yesNo(form.originalKtpSeen),
    registration_no: row.registration_no,
    office: context.officeCode,
    identity_checked_at: context.identityCheckedAt ?? '',
    identity_outcome: row.identity_outcome,
    screening_as_of: context.screeningAsOf,
    rule_set: context.ruleSet,
    round_no: row.round_no,
  }) as string;
}

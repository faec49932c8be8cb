import { randomBytes, randomUUID } from 'node:crypto';
import { nameKey } from '../identity/name-rules.ts';
import type { BlindIndex } from '../privacy/blind-index.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import { SealError } from '../privacy/sealed-record.ts';
import { maskNumber } from '../privacy/privacy-rules.ts';
import { nikSigns } from './nik-signs.ts';
import { createRegistrationNo } from './registration-number.ts';
import type { SubmissionForm } from './submission-schema.ts';
import type { SubmissionRow } from './submission-store.ts';

export interface FormSealer {
  /** The columns of a form; NIK and KK sealed for the row named `uid`. */
  columns(form: SubmissionForm, uid: string): FormColumns;
  newIdentity(): { uid: string; registration_no: string };
  /** NIK and KK of a row in clear: for revealing, comparing and the manifest, never for a list. */
  open(row: Pick<SubmissionRow, 'uid' | 'nik_enc' | 'kk_enc'>): { nik: string; kkNumber: string };
  /** As `open`, each for itself; null where it was altered or belongs to another row. */
  openEach(row: Pick<SubmissionRow, 'uid' | 'nik_enc' | 'kk_enc'>): {
    nik: string | null;
    kkNumber: string | null;
  };
  /** The form of a row as it stands, in clear; `numbers` where the caller has opened them. */
  formOf(row: FormRow, numbers?: { nik: string; kkNumber: string }): SubmissionForm;
}

/** The columns a form is read from. */
export const FORM_ROW_COLUMNS = [
  'uid', 'full_name', 'nik_enc', 'kk_enc', 'birth_place', 'birth_date', 'sex', 'email', 'phone', 'ktp_address', 'domicile_address',
  'region_code', 'education_level', 'employment_status', 'desired_training', 'proposer', 'luring_reason', 'came_in_person',
  'original_ktp_seen', 'presence_note', 'declarations',
] as const satisfies readonly (keyof SubmissionRow)[]; // prettier-ignore
export type FormRow = Pick<SubmissionRow, (typeof FORM_ROW_COLUMNS)[number]>;

/** The columns a form is written to. */
export const FORM_COLUMNS = [
  'full_name', 'name_key', 'nik_enc', 'nik_bidx', 'nik_masked', 'nik_ends_zero', 'nik_tag', 'nik_next_tag', 'kk_enc', 'kk_bidx', 'kk_masked',
  'birth_place', 'birth_date', 'sex',
  'email', 'phone', 'ktp_address', 'domicile_address', 'region_code', 'education_level', 'employment_status', 'desired_training',
  'proposer', 'luring_reason', 'came_in_person', 'original_ktp_seen', 'presence_note', 'declarations',
] as const satisfies readonly (keyof SubmissionRow)[]; // prettier-ignore
export type FormColumns = Pick<SubmissionRow, (typeof FORM_COLUMNS)[number]>;

const LONGEST_NAME_KEY = 80;
const bit = (value: boolean | null): number | null => (value === null ? null : Number(value));
const bool = (value: number | null): boolean | null => (value === null ? null : value === 1);

const nikPlace = (uid: string) => ({ table: 'submissions', column: 'nik_enc', rowUid: uid });
const kkPlace = (uid: string) => ({ table: 'submissions', column: 'kk_enc', rowUid: uid });

/** Turns forms into rows and back: the one place where a NIK is sealed or opened. */
export function createFormSealer({
  encryption,
  blindIndex,
}: {
  encryption: FieldEncryption;
  blindIndex: BlindIndex;
}): FormSealer {
  const open: FormSealer['open'] = (row) => ({
    nik: encryption.decrypt(row.nik_enc, nikPlace(row.uid)),
    kkNumber: encryption.decrypt(row.kk_enc, kkPlace(row.uid)),
  });
  const unlessAltered = (opened: () => string): string | null => {
    try {
      return opened();
    } catch (error) {
      if (error instanceof SealError && error.code !== 'UNKNOWN_KEY') return null;
      throw error;
    }
  };
  return {
    open,
    openEach: (row) => ({
      nik: unlessAltered(() => encryption.decrypt(row.nik_enc, nikPlace(row.uid))),
      kkNumber: unlessAltered(() => encryption.decrypt(row.kk_enc, kkPlace(row.uid))),
    }),
    newIdentity: () => ({ uid: randomUUID(), registration_no: createRegistrationNo(randomBytes) }),
    columns: (form, uid) => ({
      full_name: form.fullName,
      name_key: nameKey(form.fullName).slice(0, LONGEST_NAME_KEY),
      nik_enc: encryption.encrypt(form.nik, nikPlace(uid)),
      nik_bidx: blindIndex.nik(form.nik),
      nik_masked: maskNumber(form.nik),
      ...nikSigns(form.nik, blindIndex),
      kk_enc: encryption.encrypt(form.kkNumber, kkPlace(uid)),
      kk_bidx: blindIndex.kk(form.kkNumber),
      kk_masked: maskNumber(form.kkNumber),
      birth_place: form.birthPlace,
      birth_date: form.birthDate,
      sex: form.sex,
      email: form.email,
      phone: form.phone,
      ktp_address: form.ktpAddress,
      domicile_address: form.domicileAddress,
      region_code: form.regionCode,
      education_level: form.educationLevel,
      employment_status: form.employmentStatus,
      desired_training: form.desiredTraining,
      proposer: form.proposer,
      luring_reason: form.luringReason,
      came_in_person: bit(form.cameInPerson),
      original_ktp_seen: bit(form.originalKtpSeen),
      presence_note: form.presenceNote,
      declarations: form.declarations === null ? null : JSON.stringify(form.declarations),
    }),
    formOf: (row, numbers = open(row)) => ({
      fullName: row.full_name,
      ...numbers,
      birthPlace: row.birth_place,
      birthDate: row.birth_date,
      sex: row.sex,
      email: row.email,
      phone: row.phone,
      ktpAddress: row.ktp_address,
      domicileAddress: row.domicile_address,
      regionCode: row.region_code,
      educationLevel: row.education_level,
      employmentStatus: row.employment_status,
      desiredTraining: row.desired_training,
      proposer: row.proposer,
      luringReason: row.luring_reason,
      cameInPerson: bool(row.came_in_person),
      originalKtpSeen: bool(row.original_ktp_seen),
      presenceNote: row.presence_note,
      declarations:
        row.declarations === null ? null : (JSON.parse(row.declarations) as SubmissionForm['declarations']),
    }),
  };
}

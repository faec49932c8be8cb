import { randomUUID } from 'node:crypto';
import type { Connection } from '../database.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import type { KeyedDigest } from '../privacy/keyed-digest.ts';
import type { Applicant } from './portal-schema.ts';

/** A row of `applicants`; a deleted account keeps its id and dates alone. */
export interface ApplicantRow {
  id: number;
  uid: string;
  full_name: string;
  email_enc: Buffer;
  email_digest: string;
  phone_enc: Buffer;
  password_hash: string;
  email_verified_at: string | null;
  phone_verified_at: string | null;
  created_at: string;
  last_login_at: string | null;
  deleted_at: string | null;
}

const place = (column: 'email_enc' | 'phone_enc', uid: string) => ({
  table: 'applicants',
  column,
  rowUid: uid,
});

/** Turns accounts into rows and back: the one place where an applicant's address is sealed or opened. */
export function createApplicantSealer(encryption: FieldEncryption, digest: KeyedDigest) {
  /** Finds an address again; says it to nobody who holds the database alone. */
  const emailDigest = (email: string) => digest(`applicant-email:v1:${email.toLowerCase()}`);
  const emailOf = (row: Pick<ApplicantRow, 'uid' | 'email_enc'>) =>
    encryption.decrypt(row.email_enc, place('email_enc', row.uid));
  const phoneOf = (row: Pick<ApplicantRow, 'uid' | 'phone_enc'>) =>
    encryption.decrypt(row.phone_enc, place('phone_enc', row.uid));
  return {
    emailDigest,
    emailOf,
    phoneOf,
    columns: ({ fullName, email, phone }: { fullName: string; email: string; phone: string }) => {
      const uid = randomUUID();
      return {
        uid,
        full_name: fullName,
        email_enc: encryption.encrypt(email, place('email_enc', uid)),
        email_digest: emailDigest(email),
        phone_enc: encryption.encrypt(phone, place('phone_enc', uid)),
      };
    },
    toRecord: (row: ApplicantRow): Applicant => ({
      fullName: row.full_name,
      email: emailOf(row),
      phone: phoneOf(row),
      emailVerified: row.email_verified_at !== null,
      phoneVerified: row.phone_verified_at !== null,
      createdAt: row.created_at,
    }),
  };
}
export type ApplicantSealer = ReturnType<typeof createApplicantSealer>;

export const findApplicant = (connection: Connection, id: number) =>
  connection('applicants').where({ id }).whereNull('deleted_at').first() as Promise<ApplicantRow | undefined>;

/** The proved account of an address, else the one that waits for its proof. */
export async function findByEmail(
  connection: Connection,
  emailDigest: string,
): Promise<ApplicantRow | undefined> {
  const rows = (await connection('applicants').where({ email_digest: emailDigest })) as ApplicantRow[];
  return rows.find((row) => row.email_verified_at !== null) ?? rows[0];
}

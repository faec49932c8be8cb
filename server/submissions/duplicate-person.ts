import type { Connection } from '../database.ts';
import type { PersonTraits } from '../screening/duplicate-rules.ts';

/** A registration as near-duplicates are looked for. */
export interface Person extends PersonTraits {
  id: number;
  nikBidx: string;
}

/** Drafts are not yet said, withdrawn registrations no longer: neither makes a pair. */
export const NOT_COMPARED = ['draft', 'withdrawn'];
export const PERSON_COLUMNS = ['id', 'nik_bidx', 'full_name', 'birth_date', 'phone', 'email'];

export interface PersonRow {
  id: number;
  nik_bidx: string;
  full_name: string;
  birth_date: string;
  phone: string | null;
  email: string | null;
}

export const toPerson = (row: PersonRow): Person => ({
  id: row.id,
  nikBidx: row.nik_bidx,
  fullName: row.full_name,
  birthDate: row.birth_date,
  phone: row.phone,
  email: row.email,
  documentHashes: [],
  documentLooks: [],
});

/** The registrations that may make a pair. */
export const people = (connection: Connection) =>
  connection('submissions').whereNotIn('status', NOT_COMPARED);

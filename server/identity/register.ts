import type { Connection } from '../database.ts';
import type { DigestedInputs } from './identity-digest.ts';
import type { IdentityComparison, UnavailableCause } from './identity-schema.ts';
import type { RegisterRow } from './identity-store.ts';

export const REGISTER_SOURCES = ['ktp_records', 'dukcapil'] as const;
export type RegisterSource = (typeof REGISTER_SOURCES)[number];

/** What a register is asked about one registration; `warnings` are those of its NIK (`nikContradictions`). */
export interface IdentityInput extends DigestedInputs {
  submissionId: number;
  nik: string;
  kkNumber: string;
  warnings: readonly string[];
}

/** What a register answered of one registration. */
export interface RegisterAnswer {
  comparison: IdentityComparison;
  /** The record that was compared, where the register shows it. */
  record: Pick<
    RegisterRow,
    'nik_bidx' | 'kk_bidx' | 'full_name' | 'birth_place' | 'birth_date' | 'sex' | 'address'
  > | null;
  /** The state of the register that answered. */
  version: string | null;
  /** Why there is no answer; null where there is one. */
  cause: UnavailableCause | null;
  /** Questions left in the account, where the register counts them. */
  quotaLeft: number | null;
}

/** A register of persons: the local one and Dukcapil's service answer the same questions (tests/support/register-contract.ts). */
export interface Register {
  readonly source: RegisterSource;
  /** True where it lies in our own database: asked inside a transaction, many at once, without waiting for a network. */
  readonly isLocal: boolean;
  /**
   * Asks about registrations, each at most once a call; answers every one of them. A register that is not to be had answers
   * `unavailable` with its cause and never throws for the network's sake.
   */
  ask(connection: Connection, inputs: readonly IdentityInput[]): Promise<Map<number, RegisterAnswer>>;
}

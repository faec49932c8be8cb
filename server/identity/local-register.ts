import type { Connection } from '../database.ts';
import { compareWithRegister } from './identity-rules.ts';
import { findRegisterRows, registerVersion, type RegisterRow } from './identity-store.ts';
import type { IdentityInput, Register, RegisterAnswer } from './register.ts';

function answerFrom(input: IdentityInput, record: RegisterRow | null, version: string): RegisterAnswer {
  const form = { ...input, kkSame: record === null ? null : input.kkBidx === record.kk_bidx };
  const register = record && {
    fullName: record.full_name,
    birthPlace: record.birth_place,
    birthDate: record.birth_date,
    sex: record.sex,
    address: record.address,
    status: record.status,
  };
  return { comparison: compareWithRegister(form, register), record, version, cause: null, quotaLeft: null };
}

const notLoaded = (input: IdentityInput): RegisterAnswer => ({
  comparison: compareWithRegister({ ...input, kkSame: null }, 'unavailable'),
  record: null,
  version: null,
  cause: 'empty',
  quotaLeft: null,
});

/** The table `ktp_records`, loaded from Dukcapil's CSV. Without a finished load it is not to be had (domain.md section 7). */
export function createLocalRegister(): Register {
  return {
    source: 'ktp_records',
    isLocal: true,
    async ask(connection: Connection, inputs: readonly IdentityInput[]) {
      const register = await registerVersion(connection);
      if (!register) return new Map(inputs.map((input) => [input.submissionId, notLoaded(input)]));
      const records = await findRegisterRows(
        connection,
        inputs.map((input) => input.nikBidx),
      );
      const version = `load-${register.loadId}`;
      return new Map(
        inputs.map((input) => [
          input.submissionId,
          answerFrom(input, records.get(input.nikBidx) ?? null, version),
        ]),
      );
    },
  };
}

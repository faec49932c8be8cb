import { expect, it } from 'vitest';
import type { Connection } from '../../server/database.ts';
import type { IdentityOutcome } from '../../server/identity/identity-schema.ts';
import type { IdentityInput, Register } from '../../server/identity/register.ts';
import type { TestPerson } from './registered-people.ts';

/** A register that knows these people, as either kind of register is filled for a test. */
export interface ContractRegister {
  register(): Register;
  connection(): Connection;
  input(one: TestPerson, submissionId: number): IdentityInput;
  known: readonly { one: TestPerson; status: 'AKTIF' | 'MENINGGAL' | 'GANDA' | 'NONAKTIF' }[];
}

const CASES: readonly [string, number, Partial<TestPerson>, IdentityOutcome, string[]][] = [
  ['equal data', 0, {}, 'matched', []],
  ['a title before the name', 0, { fullName: 'H. SUCIPTO HADI' }, 'matched', []],
  ['old spelling', 0, { fullName: 'SOETJIPTO HADI' }, 'matched', []],
  ['a slip in the name', 0, { fullName: 'SUCIPTI HADI' }, 'partial', ['NAME_MISMATCH']],
  ['another name', 0, { fullName: 'RATNA DEWI' }, 'mismatched', ['NAME_MISMATCH']],
  ['another KK number', 0, { kkNumber: '3374010101909999' }, 'partial', ['KK_MISMATCH']],
  ['another birth date', 0, { birthDate: '1990-03-13' }, 'partial', ['DOB_MISMATCH']],
  ['KK number and birth date both other', 0, { kkNumber: '3374010101909999', birthDate: '1990-03-13' }, 'mismatched', ['KK_MISMATCH', 'DOB_MISMATCH']],
  ['another sex, place and address', 0, { sex: 'P', birthPlace: 'KUDUS', ktpAddress: 'JL. LAIN 9' }, 'matched', []],
  ['somebody deceased', 1, {}, 'deceased', ['NIK_DECEASED']],
  ['a double NIK', 2, {}, 'duplicate', ['NIK_DUPLICATE']],
  ['an inactive NIK', 3, {}, 'inactive', ['NIK_INACTIVE']],
  ['an unknown NIK', 0, { nik: '3374011203909998' }, 'not_found', ['NIK_NOT_FOUND']],
]; // prettier-ignore

/** What every register answers alike, whatever lies behind it. */
export function itKeepsTheContract(subject: ContractRegister): void {
  it.each(CASES)('answers %s', async (_what, index, changes, outcome, reasons) => {
    const base = subject.known[index] as ContractRegister['known'][number];
    const input = subject.input({ ...base.one, ...changes }, 1);
    const answers = await subject.register().ask(subject.connection(), [input]);
    expect(answers.get(1)).toMatchObject({ comparison: { outcome, reasons }, cause: null });
  });

  it('answers each of many, and each once', async () => {
    const inputs = Array.from({ length: 40 }, (_, index) =>
      subject.input((subject.known[index % 4] as ContractRegister['known'][number]).one, index + 1),
    );
    const answers = await subject.register().ask(subject.connection(), inputs);
    expect([...answers.keys()].sort((a, b) => a - b)).toEqual(inputs.map((input) => input.submissionId));
    const outcomes = ['matched', 'deceased', 'duplicate', 'inactive'];
    for (const [index, { submissionId }] of inputs.entries())
      expect(answers.get(submissionId)?.comparison.outcome).toBe(outcomes[index % 4]);
  });

  it('answers nobody when nobody is asked about', async () => {
    expect(await subject.register().ask(subject.connection(), [])).toEqual(new Map());
  });
}

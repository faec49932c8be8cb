import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareWithRegister, identityBlockers } from '../../../server/identity/identity-rules.ts';
import {
  IDENTITY_OUTCOMES,
  identityComparisonSchema,
  type IdentityForm,
  type RegisterRecord,
  type Reading,
} from '../../../server/identity/identity-schema.ts';
import { compareAddresses, compareBirthPlaces } from '../../../server/identity/place-rules.ts';

const form: IdentityForm = {
  kkSame: true,
  fullName: 'MARTHA SIMANJUNTAK',
  birthPlace: 'BANDUNG',
  birthDate: '1991-07-13',
  sex: 'P',
  ktpAddress: 'JL. DIPONEGORO NO. 74',
};
const record: RegisterRecord = {
  fullName: 'MARTHA SIMANJUNTAK',
  birthPlace: 'BANDUNG',
  birthDate: '1991-07-13',
  sex: 'P',
  address: 'JL. DIPONEGORO NO. 74',
  status: 'AKTIF',
};
const check = (
  changes: Partial<IdentityForm> = {},
  register: Partial<RegisterRecord> = {},
  threshold?: number,
) => compareWithRegister({ ...form, ...changes }, { ...record, ...register }, { threshold });

describe('comparing a form with the KTP register', () => {
  it('matches when NIK, KK, birth date and name agree, and says so field by field', () => {
    const result = check();
    expect(result).toMatchObject({ outcome: 'matched', nameScore: 100, reasons: [], responseCode: null });
    expect(Object.values(result.fields).map((field) => field.verdict)).toEqual(Array(7).fill('same'));
  });

  const typo = { fullName: 'MARTHA SIMANJUNTKA' };
  const other = { fullName: 'ROSALINA HANDAYANI' };
  const kk = { kkSame: false };
  const born = { birthDate: '1991-07-14' };
  it.each([
    ['another KK number', kk, 'partial', ['KK_MISMATCH']],
    ['another birth date', born, 'partial', ['DOB_MISMATCH']],
    ['a slip in the name', typo, 'partial', ['NAME_MISMATCH']],
    ['a missing clan name', { fullName: 'MARTHA' }, 'partial', ['NAME_MISMATCH']],
    ['a title', { fullName: 'HJ. MARTHA SIMANJUNTAK' }, 'matched', []],
    ['old spelling', { fullName: 'MARTHA SIMANDJOENTAK' }, 'matched', []],
    ['another name', other, 'mismatched', ['NAME_MISMATCH']],
    ['KK and birth date', { ...kk, ...born }, 'mismatched', ['KK_MISMATCH', 'DOB_MISMATCH']],
    ['KK and a slip', { ...kk, ...typo }, 'mismatched', ['KK_MISMATCH', 'NAME_MISMATCH']],
    ['birth date and a slip', { ...born, ...typo }, 'mismatched', ['DOB_MISMATCH', 'NAME_MISMATCH']],
    [
      'all three',
      { ...kk, ...born, ...other },
      'mismatched',
      ['KK_MISMATCH', 'DOB_MISMATCH', 'NAME_MISMATCH'],
    ],
    ['no KK number at all', { kkSame: null }, 'partial', []],
    ['no name at all', { fullName: ' ' }, 'partial', []],
    ['the other sex', { sex: 'L' as const }, 'matched', []],
    ['another birth place', { birthPlace: 'JAYAPURA' }, 'matched', []],
    ['another address', { ktpAddress: 'KP. BARU RT 01/02' }, 'matched', []],
  ])('with %s comes to the outcome of domain.md', (_what, changes, outcome, reasons) => {
    const result = check(changes);
    expect(result.outcome).toBe(outcome);
    expect(result.reasons).toEqual(reasons);
    expect(identityComparisonSchema.parse(result)).toEqual(result);
  });

  it.each([
    ['MENINGGAL', 'deceased', 'NIK_DECEASED', '11'],
    ['GANDA', 'duplicate', 'NIK_DUPLICATE', '12'],
    ['NONAKTIF', 'inactive', 'NIK_INACTIVE', '14'],
  ] as const)(
    'lets the status %s go before everything else, and keeps the fields as evidence',
    (status, outcome, reason, code) => {
      for (const changes of [{}, kk, { ...kk, ...born, ...other }]) {
        expect(check(changes, { status })).toMatchObject({ outcome, reasons: [reason], responseCode: code });
      }
      expect(check(kk, { status }).fields.kkNumber.verdict).toBe('differs');
    },
  );

  it('says that a NIK is not found, without a word on fields nobody could compare', () => {
    const result = compareWithRegister(form, null);
    expect(result).toMatchObject({
      outcome: 'not_found',
      reasons: ['NIK_NOT_FOUND'],
      responseCode: '13',
      nameScore: null,
    });
    expect(new Set(Object.values(result.fields).map((field) => field.verdict))).toEqual(new Set(['missing']));
  });

  it('holds an outage of the register against nobody, and passes nobody by it', () => {
    const result = compareWithRegister(form, 'unavailable');
    expect(result).toMatchObject({
      outcome: 'unavailable',
      reasons: [],
      responseCode: null,
      nameScore: null,
    });
    expect(new Set(Object.values(result.fields).map((field) => field.verdict))).toEqual(
      new Set(['not_sent']),
    );
  });

  it('never takes two empty values for equal', () => {
    expect(check({ birthDate: '' }, { birthDate: '' })).toMatchObject({ outcome: 'partial', reasons: [] });
    expect(check({ birthDate: '' }, { birthDate: '' }).fields.birthDate.verdict).toBe('not_sent');
    expect(check({}, { fullName: '', birthDate: '', sex: null }).fields).toMatchObject({
      fullName: { verdict: 'missing' },
      birthDate: { verdict: 'missing' },
      sex: { verdict: 'missing' },
    });
    expect(check({}, { fullName: '' }).outcome).toBe('partial');
    expect(check({}, { fullName: '', birthDate: '' }).outcome).toBe('mismatched');
  });

  it('follows the threshold it is given, but lets no other name through at any', () => {
    expect(check(typo, {}, 80).outcome).toBe('matched');
    expect(check({ fullName: 'HJ. MARTHA SIMANJUNTAK' }, {}, 100).outcome).toBe('partial');
    expect(check(other, {}, 0).outcome).toBe('mismatched');
  });

  it('marks what differs in name and birth date for the compare card', () => {
    expect(check({ birthDate: '1991-07-18' }).fields.birthDate.marks).toEqual({ a: [[9, 10]], b: [[9, 10]] });
    expect(check({ fullName: 'MARTHA' }).fields.fullName).toMatchObject({
      verdict: 'near',
      explanation: 'missingWord',
      marks: { a: [], b: [[7, 18]] },
    });
  });

  it('matches nobody whose KK number or birth date differs, whatever else agrees', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(true, false, null),
        fc.boolean(),
        fc.integer({ min: 0, max: 100 }),
        (kkSame, sameDay, threshold) => {
          const { outcome } = check({ kkSame, ...(sameDay ? {} : born) }, {}, threshold);
          expect(outcome === 'matched').toBe(kkSame === true && sameDay);
        },
      ),
    );
  });
});

describe('addresses and birth places, which are evidence only', () => {
  it.each([
    ['JL. DIPONEGORO NO. 74', 'JALAN DIPONEGORO NO 74', 'same'],
    ['JL MELATI NO. 086', 'JLN. MELATI NOMOR 86', 'same'],
    ['JL. MELATI NO. 86 RT 006/009', 'JL. MELATI NO. 86', 'near'],
    ['JL. MELATI NO. 86', 'KAMPUNG BARU 5', 'differs'],
    ['...', '---', 'differs'],
  ])('calls the addresses %j and %j %s', (one, other, verdict) => {
    expect(compareAddresses(one, other).verdict).toBe(verdict);
    expect(compareAddresses(other, one)).toEqual(compareAddresses(one, other));
  });

  it.each([
    ['BANDUNG', 'KAB. BANDUNG', 'same'],
    ['KOTA BANDUNG', 'KABUPATEN BANDUNG', 'same'],
    ['SOERABAJA', 'SURABAYA', 'near'],
    ['JAYAPURA', 'SEMARANG', 'differs'],
  ])('calls the birth places %j and %j %s', (one, other, verdict) => {
    expect(compareBirthPlaces(one, other).verdict).toBe(verdict);
  });
});

describe('what keeps an identity from being settled', () => {
  type Outcome = 'unchecked' | (typeof IDENTITY_OUTCOMES)[number];
  const bothSame: Reading[] = [1, 2].map((no) => ({
    readerNo: no as 1 | 2,
    readerId: no,
    verdict: 'same_person',
  }));
  const codes = (outcome: Outcome, readings: readonly Reading[] = [], stale = false) =>
    identityBlockers({ outcome, stale, readings }).map(({ code }) => code);

  it('lets only a match settle by itself', () => {
    const free = IDENTITY_OUTCOMES.filter((outcome) => codes(outcome).length === 0);
    expect(free).toEqual(['matched']);
  });

  it('lets no readers overrule a mismatch, a missing or ended record, or an outage', () => {
    const settled = IDENTITY_OUTCOMES.filter((outcome) => codes(outcome, bothSame).length === 0);
    expect(settled).toEqual(['matched', 'partial']);
    expect(codes('unavailable', bothSame)).toEqual(['IDENTITY_UNAVAILABLE']);
    expect(identityBlockers({ outcome: 'deceased', stale: false, readings: bothSame })).toEqual([
      { code: 'IDENTITY_MISMATCH', outcome: 'deceased' },
    ]);
  });

  it('lets a stale check settle nothing, and asks for a check where there was none', () => {
    for (const outcome of IDENTITY_OUTCOMES)
      expect(codes(outcome, bothSame, true)).toEqual(['IDENTITY_STALE']);
    expect(codes('unchecked', bothSame)).toEqual(['IDENTITY_UNCHECKED']);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dukcapilQuestion,
  readDukcapilAnswer,
  readElement,
} from '../../../server/identity/dukcapil-rules.ts';
import { ofFields } from '../../../server/identity/identity-rules.ts';

const NIK = '3374011203909001';
const ALL = {
  NIK: 'Sesuai',
  NO_KK: 'Sesuai',
  NAMA_LGKP: 'Sesuai (100)',
  TMPT_LHR: 'Sesuai (92)',
  TGL_LHR: 'Sesuai',
  JENIS_KLMIN: 'Sesuai',
  ALAMAT: 'Tidak Sesuai (0)',
};
const answer = (content: Record<string, unknown>, rest: Record<string, unknown> = {}) => ({
  content: [content],
  totalElements: 1,
  quotaLimiter: 41,
  ...rest,
});
const read = (body: unknown) => readDukcapilAnswer(body, NIK);
const lower = (value: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toLowerCase(), inner]));

describe('a question to Dukcapil', () => {
  it('carries the elements as the service spells them, days first', () => {
    const person = {
      nik: NIK,
      kkNumber: '3374010101909001',
      fullName: 'SITI AMINAH',
      birthPlace: 'SEMARANG',
      birthDate: '1990-03-12',
      sex: 'P' as const,
      ktpAddress: 'JL. MELATI 1',
    };
    const caller = { userId: 'u', password: 'p', ipUser: '10.0.0.1', threshold: 90 };
    expect(dukcapilQuestion(person, caller)).toEqual({
      user_id: 'u', password: 'p', ip_user: '10.0.0.1', TRESHOLD: '90', NIK, NO_KK: '3374010101909001', NAMA_LGKP: 'SITI AMINAH',
      TMPT_LHR: 'SEMARANG', TGL_LHR: '12-03-1990', JENIS_KLMIN: 'Perempuan', ALAMAT: 'JL. MELATI 1', NO_PROP: '33', NO_KAB: '74', NO_KEC: '01',
    }); // prettier-ignore
  });
});

describe('one element of an answer', () => {
  it.each([
    ['Sesuai', true, { verdict: 'same' }],
    ['SESUAI', true, { verdict: 'same' }],
    ['Tidak Sesuai', true, { verdict: 'differs' }],
    ['tidak  sesuai', true, { verdict: 'differs' }],
    ['Sesuai (100)', false, { verdict: 'same', score: 100 }],
    ['Sesuai (92)', false, { verdict: 'near', score: 92 }],
    ['sesuai(90)', false, { verdict: 'near', score: 90 }],
    ['Tidak Sesuai (84)', false, { verdict: 'near', score: 84 }],
    ['Tidak Sesuai (60)', false, { verdict: 'differs', score: 60 }],
    ['Tidak Sesuai (0)', false, { verdict: 'differs', score: 0 }],
  ])('%s is read as whole words', (text, exact, evidence) => {
    expect(readElement(text, exact)).toEqual(evidence);
  });

  it.each(['', 'Ya', 'Kurang Sesuai', 'Sesuai?', 'Sesuai (101)', 'Sesuai (x)', 'Sesuai Tidak', null, 1, {}])(
    '%j is no answer',
    (text) => expect(readElement(text, false)).toBeNull(),
  );

  it('never reads a refusal as consent, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.boolean(), (before, after, exact) => {
        const text = `${before}tidak sesuai${after}`;
        expect(['same', undefined]).not.toContain(readElement(text, exact)?.verdict ?? 'none');
      }),
    );
  });
});

describe('an answer of Dukcapil', () => {
  it('that agrees in all that counts is a match, with the questions left', () => {
    const reading = read(answer(ALL));
    expect(reading).toMatchObject({ kind: 'fields', quotaLeft: 41 });
    if (reading.kind !== 'fields') throw new Error('no fields');
    expect(ofFields(reading.fields)).toMatchObject({ outcome: 'matched', nameScore: 100, reasons: [] });
  });

  it('is read alike with keys in either case', () => {
    const lowered = lower(answer(lower(ALL)));
    expect(read(lowered)).toEqual(read(answer(ALL)));
  });

  it.each([
    [{ NO_KK: 'Tidak Sesuai' }, 'partial', ['KK_MISMATCH']],
    [{ TGL_LHR: 'Tidak Sesuai' }, 'partial', ['DOB_MISMATCH']],
    [{ NAMA_LGKP: 'Tidak Sesuai (84)' }, 'partial', ['NAME_MISMATCH']],
    [{ NAMA_LGKP: 'Tidak Sesuai (20)' }, 'mismatched', ['NAME_MISMATCH']],
    [{ NAMA_LGKP: 'Tidak Sesuai' }, 'mismatched', ['NAME_MISMATCH']],
    [{ NO_KK: 'Tidak Sesuai', TGL_LHR: 'Tidak Sesuai' }, 'mismatched', ['KK_MISMATCH', 'DOB_MISMATCH']],
    [{ JENIS_KLMIN: 'Tidak Sesuai', ALAMAT: undefined }, 'matched', []],
  ])('with %j comes to %s', (changes, outcome, reasons) => {
    const reading = read(answer({ ...ALL, ...changes }));
    if (reading.kind !== 'fields') throw new Error(JSON.stringify(reading));
    expect(ofFields(reading.fields)).toMatchObject({ outcome, reasons });
  });

  it.each([
    ['11', 'MENINGGAL'],
    ['12', 'GANDA'],
    ['13', 'UNKNOWN'],
    ['14', 'NONAKTIF'],
  ])('with code %s speaks of the whole record: %s', (code, status) => {
    for (const description of ['RESPON', 'RESPONSE_DESC'])
      expect(read(answer({ RESPONSE_CODE: code, [description]: 'kata-kata' }))).toMatchObject({
        kind: 'record',
        status,
      });
    expect(read(answer({ response_code: Number(code) }))).toMatchObject({ kind: 'record', status });
  });

  it.each([
    ['the quota is exhausted', answer({ RESPONSE_CODE: '05' }), 'quota'],
    ['the question is malformed', answer({ RESPONSE_CODE: '15' }), 'format'],
    ['a code nobody knows', answer({ RESPONSE_CODE: '99' }), 'malformed'],
    ['words without a code', answer({ RESPON: 'Data Tidak Ditemukan' }), 'malformed'],
    ['another NIK by number', answer({ ...ALL, NIK: '3374011203909002' }), 'other_person'],
    ['another NIK by word', answer({ ...ALL, NIK: 'Tidak Sesuai' }), 'other_person'],
    [
      'another NIK with a record code',
      answer({ RESPONSE_CODE: '13', NIK: '3374011203909002' }),
      'other_person',
    ],
    ['two people', { content: [ALL, ALL] }, 'malformed'],
    ['nobody', { content: [] }, 'malformed'],
    ['a list', [], 'malformed'],
    ['nothing', null, 'malformed'],
    ['text', 'Sesuai', 'malformed'],
    ['no name', answer({ ...ALL, NAMA_LGKP: undefined }), 'malformed'],
    ['a KK number in words of its own', answer({ ...ALL, NO_KK: 'cocok' }), 'malformed'],
  ])('that is about %s is no answer', (_what, body, cause) => {
    expect(read(body)).toMatchObject({ kind: 'unavailable', cause });
  });

  it('that is anything at all passes nobody unless all that counts agrees', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(ALL), 'RESPONSE_CODE'), fc.jsonValue()),
        (content) => {
          const reading = read(answer(content));
          const agrees = ['NO_KK', 'TGL_LHR'].every((key) => content[key] === 'Sesuai');
          if (!agrees && reading.kind === 'fields')
            expect(ofFields(reading.fields).outcome).not.toBe('matched');
        },
      ),
    );
  });
});

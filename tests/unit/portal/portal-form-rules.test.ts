import { describe, expect, it } from 'vitest';
import {
  emptiedFields,
  mayNow,
  mergedForm,
  missingOf,
  savedForm,
  sentFields,
  type DraftForm,
} from '../../../server/portal/portal-form-rules.ts';
import { APPLICANT_FIELDS, SaveForm } from '../../../server/portal/portal-schema.ts';

const DECLARED = { dataTrue: true, notInEducation: true, notExcludedPost: true, consent: true };
const WHOLE: DraftForm = {
  ...{
    nik: '3374010106909001',
    kkNumber: '3374011201109001',
    birthPlace: 'SEMARANG',
    birthDate: '1990-06-01',
  },
  ...{ sex: 'L', ktpAddress: 'JL. UJI 1', regionCode: '33.74', educationLevel: 'SMA' },
  ...{ employmentStatus: 'PHK', declarations: DECLARED },
};

describe('a form that is filled bit by bit', () => {
  it('keeps what was not sent, changes what was, and empties what is null', () => {
    const input = SaveForm.parse({ version: 1, birthPlace: 'KENDAL', desiredTraining: null });
    const given = sentFields(input, ['version', 'birthPlace', 'desiredTraining']);
    expect(given).toEqual({ birthPlace: 'KENDAL', desiredTraining: null });
    expect(mergedForm({ birthPlace: 'SEMARANG', desiredTraining: 'LAS', sex: 'P' }, given)).toEqual({
      ...{ birthPlace: 'KENDAL', sex: 'P' },
    });
  });

  it('has no field for the name, the office or the proposer', () => {
    for (const field of ['fullName', 'proposer', 'email', 'officeId', 'channel', 'status'])
      expect(SaveForm.safeParse({ version: 0, [field]: 'X' }).success).toBe(false);
  });

  it('is missing every field that is not filled, but for those that may stay empty', () => {
    const missing = missingOf({}, ['ktp_photo'], []);
    expect(missing).toContainEqual({ field: 'ktpPhoto', code: 'DOC_MISSING' });
    const fields = missing.filter(({ code }) => code === 'REQUIRED').map(({ field }) => field);
    expect(fields).toEqual(
      APPLICANT_FIELDS.filter((name) => !['domicileAddress', 'desiredTraining'].includes(name)),
    );
  });

  it.each(Object.keys(WHOLE) as (keyof DraftForm)[])('cannot be handed in without %s', (field) => {
    const { [field]: _left, ...rest } = WHOLE;
    expect(missingOf(rest, ['ktp_photo'], ['ktp_photo'])).toEqual([{ field, code: 'REQUIRED' }]);
  });

  it('may be handed in when it is whole, and not while one declaration is not made', () => {
    expect(missingOf(WHOLE, ['ktp_photo'], ['ktp_photo'])).toEqual([]);
    const unsure = { ...WHOLE, declarations: { ...DECLARED, consent: false } };
    expect(missingOf(unsure, [], [])).toEqual([{ field: 'declarations', code: 'DECLARATION_UNSIGNED' }]);
  });

  it('is read again with NIK and KK masked', () => {
    const saved = savedForm('SITI', WHOLE);
    expect([saved.nikMasked, saved.kkNumberMasked]).toEqual(['337401**********', '337401**********']);
    expect(JSON.stringify(saved)).not.toMatch(/\d{14}/);
  });

  it('once handed in cannot lose a field it needs', () => {
    expect(emptiedFields({ nik: null, domicileAddress: null, birthPlace: 'KENDAL' })).toEqual(['nik']);
  });

  it('is changed only as a draft or when it was sent back', () => {
    expect(mayNow('needs_correction', 'edit')).toBe(true);
    for (const status of ['submitted', 'in_review', 'verified', 'withdrawn', 'confirmed'] as const)
      expect(mayNow(status, 'edit')).toBe(false);
  });
});

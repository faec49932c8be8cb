import { describe, expect, it } from 'vitest';
import {
  APPLICANT_FIELDS,
  SaveForm,
  type PortalReason,
  type SavedForm,
} from '../../../server/portal/portal-schema.ts';
import {
  afterSave,
  ALL_FIELDS,
  DECLARATIONS,
  fieldProblem,
  FORM_STEPS,
  problemsIn,
  reasonsFor,
  saveBody,
  sendable,
  stepOf,
  stepState,
  stepToTakeUp,
  valuesOf,
  type Values,
} from '../../../client/portal/form-rules.ts';
import { nikSays } from '../../../client/portal/nik-help-rules.ts';
import { provincesIn, regenciesIn, regionInWords, titleCase } from '../../../client/portal/region-rules.ts';

const TODAY = '2026-12-01';
const EMPTY: SavedForm = {
  fullName: 'Siti Contohwati',
  ...{
    nikMasked: null,
    kkNumberMasked: null,
    birthPlace: null,
    birthDate: null,
    sex: null,
    ktpAddress: null,
  },
  ...{ domicileAddress: null, regionCode: null, educationLevel: null, employmentStatus: null },
  ...{ desiredTraining: null, declarations: null },
};
const FILLED: Values = {
  nik: '3374015705949001',
  kkNumber: '3374012203109002',
  birthPlace: 'Semarang',
  birthDate: '1994-5-17',
  sex: 'P',
  ktpAddress: 'Jl. Melati 7',
  domicileAddress: '',
  regionCode: '33.74',
  educationLevel: 'SMK',
  employmentStatus: 'PENCARI_KERJA',
  desiredTraining: 'Menjahit',
  dataTrue: 'yes',
  notInEducation: 'yes',
  notExcludedPost: '',
  consent: 'yes',
};
const reason = (fields: PortalReason['fields']): PortalReason => ({
  code: 'KK_MISMATCH',
  label: { id: 'Nomor KK tidak sesuai', en: 'KK differs' },
  remedy: null,
  fields,
});

describe('the form of an applicant', () => {
  it('asks for every field of the API once, in one step', () => {
    const asked = [
      ...new Set(
        ALL_FIELDS.map((name) => (DECLARATIONS.some((one) => one === name) ? 'declarations' : name)),
      ),
    ];
    expect(asked.sort()).toEqual([...APPLICANT_FIELDS].sort());
    expect(new Set(ALL_FIELDS).size).toBe(ALL_FIELDS.length);
  });

  it('is saved in a body that the API takes', () => {
    const body = saveBody(ALL_FIELDS, FILLED, 4);
    expect(SaveForm.parse(body)).toEqual({
      version: 4,
      nik: '3374015705949001',
      kkNumber: '3374012203109002',
      birthPlace: 'Semarang',
      birthDate: '1994-05-17',
      sex: 'P',
      ktpAddress: 'Jl. Melati 7',
      domicileAddress: null,
      regionCode: '33.74',
      educationLevel: 'SMK',
      employmentStatus: 'PENCARI_KERJA',
      desiredTraining: 'Menjahit',
      declarations: { dataTrue: true, notInEducation: true, notExcludedPost: false, consent: true },
    });
  });

  it('sends nothing but what was changed; declarations go together', () => {
    expect(saveBody(['birthPlace'], FILLED, 1)).toEqual({ version: 1, birthPlace: 'Semarang' });
    expect(Object.keys(saveBody(['consent'], FILLED, 1))).toEqual(['version', 'declarations']);
  });

  it('holds back what is half typed, and sends what was emptied', () => {
    expect(
      sendable({ nik: '33740157', birthPlace: 'Semarang', ktpAddress: '', birthDate: '1994-05-' }, TODAY),
    ).toEqual(['birthPlace', 'ktpAddress']);
  });

  it('keeps what was typed over while a save was under way', () => {
    expect(afterSave({ birthPlace: 'Solo', sex: 'P' }, { birthPlace: 'Sol', sex: 'P' })).toEqual({
      birthPlace: 'Solo',
    });
  });

  it('names what is wrong with a number, a choice, a declaration', () => {
    const problems = [
      fieldProblem('nik', '3374015705940000', TODAY),
      fieldProblem('nik', '33740157O5949001', TODAY),
      fieldProblem('kkNumber', '1111111111111111', TODAY),
      fieldProblem('sex', '', TODAY),
      fieldProblem('consent', '', TODAY),
      fieldProblem('birthPlace', ' ', TODAY),
      fieldProblem('birthPlace', 'x'.repeat(61), TODAY),
      fieldProblem('domicileAddress', '', TODAY),
    ];
    expect(problems).toEqual([
      'nikSERIAL_ZERO',
      'nikNOT_DIGITS',
      'nikPLACEHOLDER',
      'choose',
      'mustDeclare',
      'required',
      'tooLong',
      null,
    ]);
  });

  it('asks no number again that is saved, though it does not come back', () => {
    const saved = { ...EMPTY, nikMasked: '337401**********' };
    expect(problemsIn(['nik', 'kkNumber'], valuesOf(saved), saved, TODAY)).toEqual({ kkNumber: 'required' });
    expect(problemsIn(['nik'], { ...valuesOf(saved), nik: '12' }, saved, TODAY)).toEqual({
      nik: 'nikLENGTH',
    });
  });

  it('shows a saved form in its boxes', () => {
    const declarations = { dataTrue: true, notInEducation: false, notExcludedPost: false, consent: false };
    const values = valuesOf({ ...EMPTY, birthPlace: 'Semarang', declarations });
    expect([values.birthPlace, values.dataTrue, values.consent, values.nik]).toEqual([
      'Semarang',
      'yes',
      '',
      '',
    ]);
  });
});

describe('the steps of the form', () => {
  it('know where each field is asked for, the photo and what is for no step too', () => {
    expect(ALL_FIELDS.every((field) => stepOf(field) !== 'review')).toBe(true);
    expect([stepOf('declarations'), stepOf('ktpPhoto'), stepOf('deadline')]).toEqual([
      'declarations',
      'photo',
      'review',
    ]);
  });

  it('are open while something is missing, to mend where a reason is about them, else done', () => {
    const states = FORM_STEPS.map((step) =>
      stepState(step, ['regionCode', 'ktpPhoto'], [reason(['kkNumber'])]),
    );
    expect(states).toEqual(['mend', 'open', 'done', 'done', 'open', 'done', 'open']);
    expect(FORM_STEPS.map((step) => stepState(step, [], []))).toEqual(FORM_STEPS.map(() => 'done'));
  });

  it('are taken up at the first that is not done, at last at the review', () => {
    expect(stepToTakeUp(['regionCode'], [])).toBe('address');
    expect(stepToTakeUp([], [reason(['ktpPhoto'])])).toBe('photo');
    expect(stepToTakeUp([], [])).toBe('review');
  });

  it('carry the reasons that are about their boxes', () => {
    const reasons = [reason(['kkNumber']), reason(['declarations'])];
    expect(reasonsFor('kkNumber', reasons)).toEqual([reasons[0]]);
    expect(reasonsFor('consent', reasons)).toEqual([reasons[1]]);
    expect(reasonsFor('nik', reasons)).toEqual([]);
  });
});

describe('the NIK reader of the form', () => {
  const regions = [
    { code: '33', name: 'JAWA TENGAH' },
    { code: '33.74', name: 'KOTA SEMARANG' },
    { code: '33.22', name: 'KABUPATEN SEMARANG' },
  ];
  const says = (change: Partial<Values>) =>
    nikSays({ ...FILLED, birthDate: '', sex: '', regionCode: '', ...change }, TODAY, regions);

  it('says birth date, sex and region before anything else is filled in, and contradicts nothing', () => {
    expect(says({})).toEqual({ birthDate: '1994-05-17', sex: 'P', regencyCode: '33.74', warnings: [] });
  });

  it('warns of each contradiction, and of none that is there already', () => {
    expect(says({ birthDate: '1994-5-17', sex: 'P', regionCode: '33.74' })?.warnings).toEqual([]);
    expect(says({ birthDate: '1994-5-18', sex: 'L', regionCode: '33.22' })?.warnings).toEqual([
      'NIK_DATE',
      'NIK_SEX',
      'NIK_REGION',
    ]);
    expect(says({ nik: '9999015705949001' })?.warnings).toEqual(['NIK_REGION_UNKNOWN']);
  });

  it('is silent until the number can be read, and says when its date is none', () => {
    expect(says({ nik: '337401570594' })).toBeNull();
    expect(says({ nik: '3374013202949001' })).toMatchObject({ birthDate: null, sex: null });
  });

  it('takes the century from the stated year, else from a grown-up’s', () => {
    expect(says({ nik: '3374011705049001' })?.birthDate).toBe('2004-05-17');
    expect(says({ nik: '3374011705259001', birthDate: '1925-05-17' })?.birthDate).toBe('1925-05-17');
  });

  it('names regions in plain letters, and finds what lies in a province', () => {
    expect(regionInWords(regions, '33.74')).toBe('Kota Semarang, Jawa Tengah');
    expect(regionInWords(regions, '97.99')).toBe('97.99');
    expect(titleCase('DKI JAKARTA')).toBe('DKI Jakarta');
    expect(titleCase('Kota Semarang')).toBe('Kota Semarang');
    expect(provincesIn(regions).map(({ code }) => code)).toEqual(['33']);
    expect(regenciesIn(regions, '33').map(({ code }) => code)).toEqual(['33.22', '33.74']);
  });
});

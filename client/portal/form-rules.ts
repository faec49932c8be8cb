import type { ApplicantField, PortalReason, SavedForm, SaveForm } from '@server/portal/portal-schema.ts';
import { kkFormatProblem, nikFormatProblem, type NumberProblem } from '@server/identity/nik-rules.ts';
import { birthDateProblem, isoDay, type DateProblem } from './date-rules.ts';

export const FORM_STEPS = [
  'identity',
  'address',
  'work',
  'training',
  'photo',
  'declarations',
  'review',
] as const;
export type FormStep = (typeof FORM_STEPS)[number];

export const DECLARATIONS = ['dataTrue', 'notInEducation', 'notExcludedPost', 'consent'] as const;
export type DeclarationName = (typeof DECLARATIONS)[number];

type PlainField = Exclude<ApplicantField, 'declarations'>;
/** Every box of the form; a declaration is 'yes' or ''. */
export type FieldName = PlainField | DeclarationName;
export type Values = Record<FieldName, string>;
/** What was typed and has not reached the server. */
export type Unsent = Partial<Values>;

/** Which step asks for what; the photo and the review have no boxes. */
export const STEP_FIELDS: Record<FormStep, readonly FieldName[]> = {
  identity: ['nik', 'birthPlace', 'birthDate', 'sex', 'kkNumber'],
  address: ['ktpAddress', 'domicileAddress', 'regionCode'],
  work: ['educationLevel', 'employmentStatus'],
  training: ['desiredTraining'],
  photo: [],
  declarations: DECLARATIONS,
  review: [],
};

export const ALL_FIELDS: readonly FieldName[] = FORM_STEPS.flatMap((step) => STEP_FIELDS[step]);
export const OPTIONAL: readonly FieldName[] = ['domicileAddress', 'desiredTraining'];
const MOST: Partial<Record<FieldName, number>> = {
  birthPlace: 60,
  ktpAddress: 200,
  domicileAddress: 200,
  desiredTraining: 120,
};

export type FieldProblem =
  'required' | 'choose' | 'mustDeclare' | 'tooLong' | `nik${NumberProblem}` | DateProblem;

const CHOICES: readonly FieldName[] = ['sex', 'regionCode', 'educationLevel', 'employmentStatus'];
const isDeclaration = (field: FieldName): field is DeclarationName =>
  (DECLARATIONS as readonly FieldName[]).includes(field);

function emptyProblem(field: FieldName): FieldProblem | null {
  if (OPTIONAL.includes(field)) return null;
  if (isDeclaration(field)) return 'mustDeclare';
  return CHOICES.includes(field) ? 'choose' : 'required';
}

/** What is wrong with a box, or null. `today` is yyyy-mm-dd. */
export function fieldProblem(field: FieldName, value: string, today: string): FieldProblem | null {
  const text = value.trim();
  if (text === '') return emptyProblem(field);
  if (field === 'birthDate') return birthDateProblem(text, today);
  if (field === 'nik' || field === 'kkNumber') {
    const problem = field === 'nik' ? nikFormatProblem(text) : kkFormatProblem(text);
    return problem && `nik${problem}`;
  }
  return text.length > (MOST[field] ?? Infinity) ? 'tooLong' : null;
}

/** What the saved form shows in each box. NIK and KK never come back: their boxes are empty, the mask stands beside them. */
export function valuesOf(form: SavedForm): Values {
  const ticked = (name: DeclarationName) => (form.declarations?.[name] ? 'yes' : '');
  return {
    nik: '',
    kkNumber: '',
    birthPlace: form.birthPlace ?? '',
    birthDate: form.birthDate ?? '',
    sex: form.sex ?? '',
    ktpAddress: form.ktpAddress ?? '',
    domicileAddress: form.domicileAddress ?? '',
    regionCode: form.regionCode ?? '',
    educationLevel: form.educationLevel ?? '',
    employmentStatus: form.employmentStatus ?? '',
    desiredTraining: form.desiredTraining ?? '',
    dataTrue: ticked('dataTrue'),
    notInEducation: ticked('notInEducation'),
    notExcludedPost: ticked('notExcludedPost'),
    consent: ticked('consent'),
  };
}

/** The mask of a number that is saved already, else null. */
export function maskOf(field: FieldName, form: SavedForm): string | null {
  if (field === 'nik') return form.nikMasked;
  return field === 'kkNumber' ? form.kkNumberMasked : null;
}

/** The problems of some boxes as they stand; a number that is saved and not typed anew is none. */
export function problemsIn(
  fields: readonly FieldName[],
  values: Values,
  saved: SavedForm,
  today: string,
): Partial<Record<FieldName, FieldProblem>> {
  const found = fields.flatMap((field) => {
    if (values[field] === '' && maskOf(field, saved)) return [];
    const problem = fieldProblem(field, values[field], today);
    return problem ? [[field, problem] as const] : [];
  });
  return Object.fromEntries(found);
}

/** The boxes that can be sent as they are: what is half typed waits, what was emptied goes as empty. */
export function sendable(unsent: Unsent, today: string): FieldName[] {
  return (Object.keys(unsent) as FieldName[]).filter((field) => {
    const value = (unsent[field] ?? '').trim();
    return value === '' || fieldProblem(field, value, today) === null;
  });
}

/** The body of a save for these boxes. Declarations are one thing to the server: all four go when one changed. */
export function saveBody(fields: readonly FieldName[], values: Values, version: number): SaveForm {
  const plain = fields.filter((field) => !isDeclaration(field));
  const entries = plain.map((field) => {
    const text = values[field].trim();
    return [field, text === '' ? null : field === 'birthDate' ? isoDay(text) : text] as const;
  });
  const declares = plain.length < fields.length;
  const declarations = Object.fromEntries(DECLARATIONS.map((name) => [name, values[name] === 'yes']));
  return { version, ...Object.fromEntries(entries), ...(declares ? { declarations } : {}) } as SaveForm;
}

/** What is still unsent once `sent` arrived: whatever was typed over meanwhile stays. */
export function afterSave(unsent: Unsent, sent: Unsent): Unsent {
  return Object.fromEntries(
    Object.entries(unsent).filter(([field, value]) => sent[field as FieldName] !== value),
  );
}

/** The step where a field the server names is asked for. */
export function stepOf(field: string): FormStep {
  if (field === 'declarations') return 'declarations';
  const step = FORM_STEPS.find((name) => STEP_FIELDS[name].includes(field as FieldName));
  return step ?? (/photo|document/i.test(field) ? 'photo' : 'review');
}

/** The reasons that are about a box. */
export const reasonsFor = (field: string, reasons: readonly PortalReason[]): PortalReason[] =>
  reasons.filter(({ fields }) =>
    (fields as readonly string[]).includes(isDeclaration(field as FieldName) ? 'declarations' : field),
  );

export const STEP_STATES = ['done', 'open', 'mend'] as const;
export type StepState = (typeof STEP_STATES)[number];

/** How a step stands: something to mend, all said, or open. The review is done only when nothing else is open. */
export function stepState(
  step: FormStep,
  missing: readonly string[],
  reasons: readonly PortalReason[],
): StepState {
  const about = reasons.flatMap(({ fields }) => fields as string[]);
  if (about.some((field) => stepOf(field) === step)) return 'mend';
  if (step === 'review') return missing.length === 0 ? 'done' : 'open';
  return missing.some((field) => stepOf(field) === step) ? 'open' : 'done';
}

/** The first step with something missing or to mend, where the form is taken up again. */
export function stepToTakeUp(missing: readonly string[], reasons: readonly PortalReason[]): FormStep {
  return FORM_STEPS.find((step) => stepState(step, missing, reasons) !== 'done') ?? 'review';
}

/** The box of a step to jump to: the element's id. */
export const fieldId = (field: string): string => `isian-${field}`;

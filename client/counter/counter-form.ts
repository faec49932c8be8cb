import { kkFormatProblem, nikFormatProblem } from '@server/identity/nik-rules.ts';
import { submitBlockers } from '@server/submissions/submission-form-rules.ts';
import { CreateSubmission } from '@server/submissions/submission-schema.ts';
import { createBody, type FormValues } from '../submissions/form/form-body.ts';

/** What one paper has in common with the next. */
const COMMON = ['waveId', 'proposer', 'luringReason', 'regionCode', 'regionText'] as const;

/** A fresh form. Whether the person came and showed the KTP is the clerk's word: it is never filled in beforehand. */
export const firstForm = (values: FormValues): FormValues => ({
  channel: 'offline',
  proposer: 'DINAS',
  ...values,
});

export const nextForm = (before: FormValues): FormValues =>
  firstForm(Object.fromEntries(COMMON.flatMap((name) => (before[name] ? [[name, before[name]]] : []))));

/** True where nothing was typed yet that the next paper would not have had anyway. */
export const isUntouched = (form: FormValues): boolean =>
  Object.entries(form).every(
    ([name, value]) => !value || name === 'channel' || (COMMON as readonly string[]).includes(name),
  );

type Code = 'required' | 'choose' | 'tooLong' | 'format' | 'wrong';

interface Issue {
  code: string;
  origin?: string;
  path: PropertyKey[];
}

function codeOf({ code }: Issue, value: unknown): Code {
  if (value === undefined || value === null || value === '') return 'required';
  if (code === 'too_big') return 'tooLong';
  if (code === 'invalid_value') return 'choose';
  return code === 'invalid_format' ? 'format' : 'wrong';
}

function shapeProblems(form: FormValues): Record<string, string> {
  const problems: Record<string, string> = {};
  const parsed = CreateSubmission.safeParse(createBody(form));
  for (const issue of parsed.success ? [] : parsed.error.issues) {
    const field = String(issue.path[0] ?? '');
    problems[field] ??= `counter.problems.${codeOf(issue as Issue, form[field])}`;
  }
  return problems;
}

const yes = (value: unknown) => value === true;
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

/**
 * What keeps a form from being saved, by field, as keys of the words: the rules the server will judge by, so that what is keyed
 * without a network is not refused days later for what could be seen at once.
 */
export function formProblems(
  form: FormValues,
  otherNiks: ReadonlyMap<string, number>,
): Record<string, string> {
  const problems = shapeProblems(form);
  const nik = text(form['nik']) ?? '';
  const nikProblem = nikFormatProblem(nik);
  const kkProblem = kkFormatProblem(text(form['kkNumber']) ?? '');
  if (nikProblem) problems['nik'] = `submissions.nikProblems.${nikProblem}`;
  else if (otherNiks.has(nik)) problems['nik'] = 'counter.problems.nikOnDevice';
  if (kkProblem) problems['kkNumber'] = `submissions.nikProblems.${kkProblem}`;
  const blockers = submitBlockers({
    channel: 'offline',
    luringReason: text(form['luringReason']),
    cameInPerson: yes(form['cameInPerson']),
    originalKtpSeen: yes(form['originalKtpSeen']),
    presenceNote: text(form['presenceNote']),
    declarations: null,
  });
  for (const { field, code } of blockers as { field?: string; code: string }[])
    // One note explains both; where it is missing is said at the note.
    problems[code === 'LURING_REASON_MISSING' ? String(field) : 'presenceNote'] ??=
      code === 'LURING_REASON_MISSING' ? 'counter.problems.required' : 'counter.problems.presence';
  return problems;
}

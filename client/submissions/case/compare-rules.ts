import type { FieldEvidence, MarkRange } from '@server/identity/identity-schema.ts';
import type { CaseRecord, RegisterValues } from './case-record.ts';

/** What an identity check sends, in the order in which a KTP shows it. */
export const COMPARED_FIELDS = [
  'nik',
  'kkNumber',
  'fullName',
  'birthPlace',
  'birthDate',
  'sex',
  'ktpAddress',
] as const;
export type ComparedField = (typeof COMPARED_FIELDS)[number];

export interface CompareRow {
  field: ComparedField;
  form: string;
  register: string | null;
  evidence: FieldEvidence | undefined;
}

export interface Segment {
  text: string;
  marked: boolean;
}

export interface RevealedNumbers {
  nik: string;
  kkNumber: string;
}

function formValue(record: CaseRecord, field: ComparedField, revealed: RevealedNumbers | undefined): string {
  if (field === 'nik') return revealed?.nik ?? record.nikMasked;
  if (field === 'kkNumber') return revealed?.kkNumber ?? record.kkNumberMasked;
  return record[field];
}

function registerValue(register: RegisterValues | null | undefined, field: ComparedField): string | null {
  // The register is asked by NIK: it answers under that number or not at all.
  if (!register || field === 'nik') return null;
  if (field === 'kkNumber') return register.kkNumberMasked;
  return field === 'ktpAddress' ? register.address : register[field];
}

/**
 * Whether a check says anything of the fields. A register that is down says nothing, and Dukcapil only that a NIK is inactive,
 * duplicated or of somebody deceased; of a NIK it does not know every field is missing, which is an answer.
 */
export function isCompared({ identityOutcome, evidence }: Pick<CaseRecord, 'identityOutcome' | 'evidence'>) {
  if (identityOutcome === 'not_found') return true;
  const said = COMPARED_FIELDS.map((field) => evidence?.fields[field]?.verdict ?? 'not_sent');
  return said.some((verdict) => verdict !== 'missing' && verdict !== 'not_sent');
}

/** The card's rows: form beside register, in KTP order. */
export function compareRows(record: CaseRecord, revealed?: RevealedNumbers): CompareRow[] {
  const compared = isCompared(record);
  return COMPARED_FIELDS.map((field) => ({
    field,
    form: formValue(record, field, revealed),
    register: registerValue(record.evidence?.register, field),
    evidence: compared ? record.evidence?.fields[field] : undefined,
  }));
}

/** A date and a sex are shown in words, in which the places of the raw value mean nothing. */
export const isReworded = (field: ComparedField): boolean => field === 'birthDate' || field === 'sex';

/** Which characters differ, in each text as written; numbers are masked, so no place in them means anything. */
export function fieldMarks({ field, evidence }: CompareRow): { form: MarkRange[]; register: MarkRange[] } {
  const isMasked = field === 'nik' || field === 'kkNumber';
  if (isMasked || isReworded(field) || !evidence?.marks || evidence.verdict === 'same')
    return { form: [], register: [] };
  return { form: evidence.marks.a, register: evidence.marks.b };
}

/** The words in which two texts of as many words differ: the day of a date, say. Of texts built otherwise, all of both. */
export function wordMarks(form: string, register: string): { form: MarkRange[]; register: MarkRange[] } {
  const words = (text: string) =>
    [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
      word,
      at: [index, index + word.length] as MarkRange,
    }));
  const [left, right] = [words(form), words(register)];
  const differs = (own: typeof left, other: typeof left) =>
    own
      .filter(({ word }, index) => own.length !== other.length || other[index]?.word !== word)
      .map(({ at }) => at);
  return { form: differs(left, right), register: differs(right, left) };
}

/** Cuts a text at its marks, for the screen. */
export function segments(text: string, marks: readonly MarkRange[]): Segment[] {
  const cut: Segment[] = [];
  let at = 0;
  for (const [start, end] of marks) {
    if (start > at) cut.push({ text: text.slice(at, start), marked: false });
    cut.push({ text: text.slice(start, end), marked: true });
    at = end;
  }
  if (at < text.length) cut.push({ text: text.slice(at), marked: false });
  return cut;
}

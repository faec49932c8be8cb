import type { SubmissionForm } from '../submissions/submission-schema.ts';
import type { ParsedRow } from './recap-schema.ts';

/** A recap row as the form it stands for: the signed paper holds the declarations. */
export function formOfRow(row: ParsedRow): SubmissionForm {
  const { rowId: _rowId, ...fields } = row;
  return { ...fields, presenceNote: null, declarations: null };
}

/** A form with what a corrected recap row says; what a recap has no column for stays as it is. */
export function correctedForm(before: SubmissionForm, row: ParsedRow): SubmissionForm {
  const { presenceNote, declarations } = before;
  return { ...formOfRow(row), presenceNote, declarations };
}

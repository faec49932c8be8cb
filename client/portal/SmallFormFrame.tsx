import type { ReactNode } from 'react';
import { Failure } from './Failure.tsx';
import { ProblemSummary } from './ProblemSummary.tsx';
import type { SmallForm } from './use-small-form.ts';

interface Props<F extends string> {
  form: SmallForm<F>;
  /** The words of each box, in the order of the page; the element's id is the field's name behind `prefix`. */
  labels: Record<F, string>;
  prefix: string;
  send: string;
  tone?: 'bad';
  children: ReactNode;
}

/** The frame of a form that is sent as a whole: problems first, then the boxes, then one button. */
export function SmallFormFrame<F extends string>({ form, labels, prefix, send, tone, children }: Props<F>) {
  const fields = Object.keys(labels) as F[];
  const listed = fields.flatMap((field) => {
    const problem = form.problems[field];
    return problem ? [{ id: `${prefix}-${field}`, label: labels[field], problem }] : [];
  });
  return (
    <form noValidate onSubmit={form.submit}>
      <ProblemSummary problems={listed} attempts={form.attempts} />
      <Failure failure={form.failure} />
      {children}
      <button className={`button${tone ? ' button-bad' : ''}`} type="submit" aria-disabled={form.busy}>
        {send}
      </button>
    </form>
  );
}

/** What a box of such a form needs. */
export const boxOf = <F extends string>(
  form: SmallForm<F>,
  labels: Record<F, string>,
  prefix: string,
  field: F,
) => ({
  id: `${prefix}-${field}`,
  label: labels[field],
  value: form.values[field],
  onChange: form.put(field),
  problem: form.problems[field],
});

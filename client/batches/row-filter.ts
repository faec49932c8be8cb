import type { ChipProps } from '@mui/material';

export const ANSWER_STATES = ['CONFIRMED', 'RETURNED', 'REJECTED', 'PENDING'] as const;
export type AnswerState = (typeof ANSWER_STATES)[number];

export const ANSWER_TONES: Record<AnswerState, ChipProps['color']> = {
  CONFIRMED: 'success',
  RETURNED: 'warning',
  REJECTED: 'error',
  PENDING: 'default',
};

/** A part of a batch's rows, as links name it. */
export interface RowPart {
  answer?: AnswerState;
  proposer?: string;
  officeId?: number;
}

/** The same part as the list of rows is asked for it. */
export type RowListFilter = { result?: string; status?: string; proposer?: string; officeId?: number };

/** A row still awaited has no answer: it is known by its own status. */
export function answerFilter(answer: AnswerState | undefined): Pick<RowListFilter, 'result' | 'status'> {
  if (!answer) return {};
  return answer === 'PENDING' ? { status: 'sent' } : { result: answer };
}

export function answerOf({ result, status }: RowListFilter): AnswerState | undefined {
  if (status === 'sent') return 'PENDING';
  return ANSWER_STATES.find((name) => name === result);
}

/** The address of the rows behind a number of the reconciliation sheet. */
export function rowsPath(batchId: number, part: RowPart): string {
  const search = new URLSearchParams({ tab: 'answers' });
  for (const [name, value] of Object.entries(part)) if (value !== undefined) search.set(name, String(value));
  return `/batches/${batchId}/show?${search.toString()}`;
}

/** The list's filter behind such an address. */
export function filterFrom(search: URLSearchParams): RowListFilter {
  const answer = ANSWER_STATES.find((name) => name === search.get('answer'));
  const proposer = search.get('proposer');
  const officeId = Number(search.get('officeId'));
  return {
    ...answerFilter(answer),
    ...(proposer ? { proposer } : {}),
    ...(officeId > 0 ? { officeId } : {}),
  };
}

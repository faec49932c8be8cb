import type { AccountProblem } from './account-rules.ts';
import type { DateProblem } from './date-rules.ts';
import type { FieldProblem } from './form-rules.ts';
import type { WordKey } from './words.ts';

/** The sentence for what a rule found, or null where it found nothing. */
export const problemKey = (problem: AccountProblem | DateProblem | FieldProblem | null): WordKey | null =>
  problem && `problem.${problem}`;

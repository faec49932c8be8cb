import type { WordKey } from './words.ts';
import { isWordKey } from './words.ts';

interface Refusal {
  status: number;
  code: string;
  retryAfter: number | null;
}

const NO_ANSWER = 0;

/** The sentence for a refusal: by its code where there is one, else by what kind it is. */
export function errorKey({ status, code }: Refusal): WordKey {
  const key = `error.${code}`;
  if (isWordKey(key)) return key;
  if (status === NO_ANSWER) return 'error.NETWORK';
  if (status === 401) return 'error.NO_SESSION';
  if (status === 404) return 'error.NOT_FOUND';
  if (status === 413) return 'error.TOO_LARGE';
  if (status === 422) return 'error.INVALID_INPUT';
  if (status === 429) return 'error.TOO_MANY';
  if (status === 503) return 'error.BUSY';
  return status >= 500 ? 'error.SERVER' : 'error.REFUSED';
}

const DEFAULT_WAIT_SECONDS = 60;

/** The places of that sentence. */
export const errorPlaces = ({ retryAfter }: Refusal) => ({ seconds: retryAfter ?? DEFAULT_WAIT_SECONDS });

const FIELD_WORDS: Record<string, WordKey> = {
  WEAK_PASSWORD: 'problem.weakPassword',
  WRONG_PASSWORD: 'problem.wrongPassword',
  CODE_WRONG: 'problem.wrongCode',
  DUPLICATE: 'problem.nikTaken',
};

/** What to say at a box the server refused; its own sentence is English and for programs. */
export const refusedKey = (code: string): WordKey => FIELD_WORDS[code] ?? 'problem.refused';

/** Whether trying the same again later can help: no answer, too many at once, or a fault of the server. */
export const isPassing = ({ status }: Pick<Refusal, 'status'>): boolean =>
  status === NO_ANSWER || status === 429 || status >= 500;

/** What the simulated PMO can do wrong with a delivery. */
const DELIVERY_FAULTS = [
  /** 500, and nothing is kept. */
  'error',
  /** Kept, then 500. */
  'error-late',
  /** The connection is cut in the middle of the body. */
  'cut-early',
  /** Kept, then the connection is cut. */
  'cut',
  /** Read, never answered, not kept. */
  'hang',
  /** Kept, never answered. */
  'hang-late',
  'slow',
  /** Kept, and not decided for some questions. */
  'pending',
  'wrong-count',
  'wrong-digest',
  'redirect',
  'malformed',
  'huge',
  'busy',
  /** Refused as a whole, with a named reason. */
  'refuse',
  /** What comes after it of the same delivery: its answers. */
  'answer-early',
  'answer-twice',
  'answer-shuffled',
  'answer-contradict',
] as const;
/** And with a question what became of one. */
const QUESTION_FAULTS = [
  'ask-error',
  'ask-hang',
  'ask-malformed',
  'ask-huge',
  'ask-wrong-count',
  'ask-absent',
] as const;

export const PMO_FAULTS = [...DELIVERY_FAULTS, ...QUESTION_FAULTS] as const;
export type PmoFault = (typeof PMO_FAULTS)[number];

type When = { every: number } | { from: number; to: number };
/** Faults by the number of the delivery, or of the question for `ask-…`, counted from 1. */
export type PmoFaultPlan = readonly { fault: PmoFault; when: When }[];

const ENTRY = /^([a-z-]+)@(\d{1,7})(?:\.\.(\d{1,7}))?$/;

/**
 * Reads `cut@3,error@1..2`: every third delivery is cut, the first two answer 500. Gives a line of words for a plan that cannot be
 * read.
 */
export function readPmoFaultPlan(text: string): PmoFaultPlan | string {
  const plan: { fault: PmoFault; when: When }[] = [];
  for (const entry of text.split(',').map((one) => one.trim())) {
    if (entry === '') continue;
    const [, fault, first, last] = ENTRY.exec(entry) ?? [];
    if (!(PMO_FAULTS as readonly string[]).includes(fault ?? '') || Number(first) < 1)
      return `${entry} is no fault: write NAME@N for every Nth, or NAME@A..B; names: ${PMO_FAULTS.join(', ')}`;
    const when = last === undefined ? { every: Number(first) } : { from: Number(first), to: Number(last) };
    plan.push({ fault: fault as PmoFault, when });
  }
  return plan;
}

const applies = (when: When, number: number) =>
  'every' in when ? number % when.every === 0 : number >= when.from && number <= when.to;

/** The faults of the delivery, or of the question, with this number. */
export const pmoFaultsOf = (plan: PmoFaultPlan, number: number): ReadonlySet<PmoFault> =>
  new Set(plan.filter(({ when }) => applies(when, number)).map(({ fault }) => fault));

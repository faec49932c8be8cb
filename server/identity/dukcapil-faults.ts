/** What the simulator can do wrong with a question. */
export const FAULTS = [
  'slow',
  'hang',
  'cut',
  'error',
  'malformed',
  'lower',
  'quota',
  'format',
  'other',
  'credentials',
  'huge',
] as const;
export type Fault = (typeof FAULTS)[number];

type When = { every: number } | { from: number; to: number };
/** Faults by the number of the question, counted from 1. */
export type FaultPlan = readonly { fault: Fault; when: When }[];

const ENTRY = /^([a-z]+)@(\d{1,7})(?:\.\.(\d{1,7}))?$/;

/**
 * Reads `hang@50,quota@300..350`: every 50th question hangs, the questions 300 to 350 find the quota exhausted. Gives a line of
 * words for a plan that cannot be read.
 */
export function readFaultPlan(text: string): FaultPlan | string {
  const plan: { fault: Fault; when: When }[] = [];
  for (const entry of text.split(',').map((one) => one.trim())) {
    if (entry === '') continue;
    const [, fault, first, last] = ENTRY.exec(entry) ?? [];
    if (!(FAULTS as readonly string[]).includes(fault ?? '') || Number(first) < 1)
      return `${entry} is no fault: write NAME@N for every Nth question, or NAME@A..B; names: ${FAULTS.join(', ')}`;
    const when = last === undefined ? { every: Number(first) } : { from: Number(first), to: Number(last) };
    plan.push({ fault: fault as Fault, when });
  }
  return plan;
}

const applies = (when: When, question: number) =>
  'every' in when ? question % when.every === 0 : question >= when.from && question <= when.to;

/** The faults of the question with this number. */
export const faultsOf = (plan: FaultPlan, question: number): ReadonlySet<Fault> =>
  new Set(plan.filter(({ when }) => applies(when, question)).map(({ fault }) => fault));

/** How the PMO's answers to one delivery stand against the wave's deadline. */
export const DEADLINE_STATES = ['none', 'open', 'soon', 'overdue', 'answered'] as const;
export type DeadlineState = (typeof DEADLINE_STATES)[number];

/** So many days before the deadline a delivery is spoken of. */
export const SOON_DAYS = 3;
/** A wave's setting where nobody chose another. */
export const DEFAULT_ANSWER_DAYS = 14;

const DAY_MS = 86_400_000;

export interface DeadlineFacts {
  /** When the delivery reached the PMO; null while it has not: what is on its way is not the PMO's delay. */
  deliveredAt: string | null;
  /** The wave's setting, in days. */
  answerDays: number;
  /** Rows without an answer. */
  pending: number;
}

export interface Deadline {
  state: DeadlineState;
  dueAt: string | null;
  /** Whole days past the deadline; 0 before it. */
  daysOver: number;
}

/** The deadline of a delivery's answers: so many days after it reached the PMO, acknowledged or not. */
export function answerDeadline(facts: DeadlineFacts, now: string): Deadline {
  if (facts.deliveredAt === null) return { state: 'none', dueAt: null, daysOver: 0 };
  const due = Date.parse(facts.deliveredAt) + facts.answerDays * DAY_MS;
  const dueAt = new Date(due).toISOString();
  if (facts.pending === 0) return { state: 'answered', dueAt, daysOver: 0 };
  const left = due - Date.parse(now);
  if (left < 0) return { state: 'overdue', dueAt, daysOver: Math.floor(-left / DAY_MS) };
  return { state: left <= SOON_DAYS * DAY_MS ? 'soon' : 'open', dueAt, daysOver: 0 };
}

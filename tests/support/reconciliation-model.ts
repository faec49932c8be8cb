import type { SheetFact } from '../../server/forwarding/reconciliation-sheet-rules.ts';
import type { SheetGrouping } from '../../server/forwarding/reconciliation-sheet-schema.ts';
import {
  BATCH_ACTIONS_BY_STATUS,
  BATCH_STATUS_AFTER,
  type BatchAction,
} from '../../server/batches/batch-rules.ts';
import type { BatchStatus } from '../../server/batches/batch-schema.ts';
import {
  ACTIONS_BY_STATUS,
  STATUS_AFTER,
  type SubmissionAction,
} from '../../server/submissions/submission-rules.ts';
import type { SubmissionStatus } from '../../server/submissions/submission-schema.ts';

/** A small ministry in memory: registrations and batches that move by the tables of the rules, one random act at a time. */
interface Person {
  status: SubmissionStatus;
  round: number;
  office: number;
  proposer: string;
  batch: number | null;
}
interface Line {
  person: number;
  round: number;
  office: number;
  proposer: string;
  answer: 'CONFIRMED' | 'RETURNED' | 'REJECTED' | null;
}
interface Batch {
  status: BatchStatus;
  rows: Set<number>;
  lines: Line[];
  isSent: boolean;
}
export interface History {
  people: Person[];
  batches: Batch[];
}

const PROPOSERS = ['DINAS', 'ORMAS', 'SERIKAT'];
const PEOPLE = 12;

export const emptyHistory = (): History => ({
  people: Array.from({ length: PEOPLE }, (_, index) => ({
    status: 'draft',
    round: 1,
    office: index % 3,
    proposer: PROPOSERS[index % 2] as string,
    batch: null,
  })),
  batches: [],
});

/** Acts of one person's life that no batch does; a draft that is submitted, a claim, a decision, a correction. */
const OWN: readonly SubmissionAction[] = [
  'submit', 'claim', 'hold', 'resume', 'return', 'verify', 'reject', 'reopen', 'undo', 'withdraw', 'resubmit', 'edit', 'revoke',
]; // prettier-ignore
/** Ends and detours, which a history soon would be full of. */
const SELDOM: readonly SubmissionAction[] = ['withdraw', 'reject', 'hold', 'undo', 'revoke'];
const SELDOM_OF = 12;

function actOnPerson(history: History, at: number, choice: number): void {
  const one = history.people[at] as Person;
  const can = OWN.filter(
    (action) =>
      (ACTIONS_BY_STATUS[one.status] as readonly SubmissionAction[]).includes(action) &&
      (choice % SELDOM_OF === 0 || !SELDOM.includes(action)),
  );
  const action = can[choice % Math.max(1, can.length)];
  if (!action) return;
  const batch = history.batches.find(({ rows }) => rows.has(at));
  // Whoever is withdrawn leaves an open batch first; a closed one holds them.
  if (action === 'withdraw' && ['batched', 'ratified'].includes(one.status)) {
    if (batch?.status !== 'open') return;
    batch.rows.delete(at);
    one.batch = null;
  }
  if (action === 'edit' && one.status === 'needs_correction')
    one.proposer = PROPOSERS[choice % PROPOSERS.length] as string;
  if (action === 'return' && one.status === 'pmo_returned') {
    batch?.rows.delete(at);
    one.batch = null;
    one.round += 1;
  }
  one.status = STATUS_AFTER[action] ?? one.status;
}

const move = (history: History, batch: Batch, action: SubmissionAction) => {
  for (const at of batch.rows) {
    const one = history.people[at] as Person;
    one.status = STATUS_AFTER[action] ?? one.status;
  }
};

function answer(history: History, batch: Batch, choice: number): void {
  const open = batch.lines.filter((line) => line.answer === null);
  const line = open[choice % Math.max(1, open.length)];
  if (!line) return;
  const [result, action] = (
    [
      ['CONFIRMED', 'confirm'],
      ['RETURNED', 'pmo-return'],
      ['RETURNED', 'pmo-return'],
      ['REJECTED', 'pmo-reject'],
    ] as const
  )[choice % 4] as ['RETURNED', 'pmo-return'];
  line.answer = result;
  (history.people[line.person] as Person).status = STATUS_AFTER[action];
  if (open.length === 1) batch.status = 'settled';
}

const BATCH_ACTS: Partial<Record<BatchAction, (history: History, batch: Batch, choice: number) => boolean>> =
  {
    'add-rows': (history, batch) => {
      history.people.forEach((one, at) => {
        if (one.status !== 'verified') return;
        batch.rows.add(at);
        one.status = 'batched';
        one.batch = history.batches.indexOf(batch);
      });
      return true;
    },
    'remove-rows': (history, batch, choice) => {
      const at = [...batch.rows][choice % Math.max(1, batch.rows.size)];
      if (at === undefined) return false;
      batch.rows.delete(at);
      Object.assign(history.people[at] as Person, { status: 'verified', batch: null });
      return true;
    },
    cancel: (history, batch) => {
      for (const at of batch.rows)
        Object.assign(history.people[at] as Person, { status: 'verified', batch: null });
      batch.rows.clear();
      return true;
    },
    seal: (history, batch) => {
      batch.lines = [...batch.rows].map((person) => {
        const { round, office, proposer } = history.people[person] as Person;
        return { person, round, office, proposer, answer: null };
      });
      return batch.rows.size > 0;
    },
    unseal: (_history, batch) => {
      batch.lines = [];
      return true;
    },
    submit: () => true,
    'send-back': (_history, batch) => {
      batch.lines = [];
      return true;
    },
    ratify: (history, batch) => {
      move(history, batch, 'ratify');
      return true;
    },
    forward: (history, batch) => {
      move(history, batch, 'send');
      batch.isSent = true;
      return true;
    },
    refuse: (history, batch) => {
      move(history, batch, 'unsend');
      batch.isSent = false;
      return true;
    },
    acknowledge: () => true,
    answer: (history, batch, choice) => {
      answer(history, batch, choice);
      return true;
    },
  };

const BACKWARDS: readonly BatchAction[] = ['cancel', 'unseal', 'send-back', 'refuse', 'remove-rows'];

function actOnBatch(history: History, batch: Batch, choice: number): void {
  const can = (BATCH_ACTIONS_BY_STATUS[batch.status] as readonly BatchAction[]).filter(
    (action) =>
      BATCH_ACTS[action] !== undefined &&
      (choice % SELDOM_OF === 0 || !BACKWARDS.includes(action)) &&
      (action !== 'seal' || batch.rows.size > 0),
  );
  const action = can[choice % Math.max(1, can.length)];
  if (action && BATCH_ACTS[action]?.(history, batch, choice))
    batch.status = BATCH_STATUS_AFTER[action] ?? batch.status;
}

/** Plays one act for each number; whatever the numbers, the rules are kept. */
export function play(history: History, choices: readonly number[]): History {
  for (const choice of choices) {
    const about = choice % 20;
    const detail = Math.floor(choice / 20);
    if (about < PEOPLE) actOnPerson(history, about, detail);
    else if (about === PEOPLE)
      history.batches.push({ status: 'open', rows: new Set(), lines: [], isSent: false });
    else {
      const batch = history.batches[detail % Math.max(1, history.batches.length)];
      if (batch) actOnBatch(history, batch, Math.floor(detail / 7));
    }
  }
  return history;
}

const DECREED: readonly BatchStatus[] = ['ratified', 'sent', 'acknowledged', 'settled'];

interface Keyed {
  batch: number | null;
  office: number;
  proposer: string;
  round: number;
}
const keyOf = (of: Keyed, groupBy: SheetGrouping): string | null => {
  if (groupBy === 'wave') return '1';
  // Where somebody lives changes as their proposer does: by a correction.
  const value = { ...of, region: of.proposer }[groupBy];
  return value === null ? null : String(value);
};

/** What the database would say of this history, one fact a row. */
export function factsOf(history: History, groupBy: SheetGrouping): SheetFact[] {
  const facts: SheetFact[] = [];
  const add = (
    source: SheetFact['source'],
    word: string,
    of: Keyed | null,
    rows = 1,
    result: Line['answer'] = null,
    key = of && keyOf(of, groupBy),
  ) =>
    facts.push({
      source, word, rows, roundNo: of?.round ?? 0, key,
      confirmed: Number(result === 'CONFIRMED'), returned: Number(result === 'RETURNED'), refused: Number(result === 'REJECTED'),
    }); // prettier-ignore
  for (const one of history.people) if (one.status !== 'draft') add('registration', one.status, one);
  history.batches.forEach((batch, index) => {
    if (batch.status === 'open')
      for (const at of batch.rows) add('composing', '', { ...(history.people[at] as Person), batch: index });
    if (batch.status === 'open' || batch.status === 'cancelled') return;
    const isDecreed = DECREED.includes(batch.status);
    for (const line of batch.lines) {
      const stage = batch.isSent ? 'sent' : isDecreed ? 'ratified' : 'sealed';
      add('line', stage, { ...line, batch: index }, 1, batch.isSent ? line.answer : null);
    }
    const key = groupBy === 'batch' ? String(index) : groupBy === 'wave' ? '1' : null;
    const said = (word: string, rows: number) => add('batch', word, null, rows, null, key);
    if (isDecreed) said('decree', batch.lines.length);
    if (!batch.isSent) return;
    for (const word of ['delivery', 'deliveryArrived', 'received']) said(word, batch.lines.length);
    said('answers', batch.lines.filter((line) => line.answer !== null).length);
  });
  return facts;
}

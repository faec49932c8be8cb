import {
  FIGURE_STATUSES,
  LATER_ROUNDS_ONLY,
  SHEET_FIGURES,
  VERIFIED_STATUSES,
  type SheetFigure,
} from '../submissions/sheet-figure-schema.ts';
import type {
  SheetDifference,
  SheetDifferenceCode,
  SheetFigures,
  SheetGrouping,
  SheetRound,
} from './reconciliation-sheet-schema.ts';

/**
 * Where a number was read from. The sheet balances three records that are kept apart: the registrations' own statuses
 * (`registration`), the lines as sealed (`line`, and `composing` for batches still open) and the PMO's answers beside them.
 */
export type FactSource = 'registration' | 'composing' | 'line' | 'batch';

/** How far the batch of a sealed line has come. */
export type LineStage = 'sealed' | 'ratified' | 'sent';
/** What a batch or its delivery says of itself: to be held against its lines. */
export type BatchWord = 'decree' | 'delivery' | 'deliveryArrived' | 'received' | 'otherDigest' | 'answers';

export interface SheetFact {
  source: FactSource;
  /** 0 where it is told of no round. */
  roundNo: number;
  key: string | null;
  /** A status, a stage of a line, or a word of a batch. */
  word: string;
  rows: number;
  confirmed: number;
  returned: number;
  refused: number;
}

/** A part of the sheet before it has a name. */
export interface SheetPart {
  key: string | null;
  figures: SheetFigures;
  differences: SheetDifference[];
  rounds: SheetRound[];
}

/** Groupings by what never changes of a registration: each part is a world of its own, over all rounds. */
const FIXED: readonly SheetGrouping[] = ['office', 'wave'];

export const noFigures = (): SheetFigures =>
  Object.fromEntries(SHEET_FIGURES.map((name) => [name, 0])) as SheetFigures;

export function addFigures(parts: readonly SheetFigures[]): SheetFigures {
  const sum = noFigures();
  for (const part of parts) for (const name of SHEET_FIGURES) sum[name] += part[name];
  return sum;
}

function addStatus(figures: SheetFigures, roundNo: number, status: string, rows: number): void {
  if ((VERIFIED_STATUSES as readonly string[]).includes(status)) figures.verified += rows;
  for (const [name, statuses] of Object.entries(FIGURE_STATUSES) as [SheetFigure, readonly string[]][])
    if (statuses.includes(status) && (roundNo > 1 || !LATER_ROUNDS_ONLY.includes(name)))
      figures[name] += rows;
}

function addLine(figures: SheetFigures, fact: SheetFact): void {
  figures.batched += fact.rows;
  if (fact.word === 'sealed') return;
  figures.ratified += fact.rows;
  if (fact.word === 'ratified') return;
  figures.sent += fact.rows;
  figures.confirmed += fact.confirmed;
  figures.returned += fact.returned;
  figures.refused += fact.refused;
}

const differs = (code: SheetDifferenceCode, left: number, right: number): SheetDifference[] =>
  left === right ? [] : [{ code, left, right }];

/** The equations of domain.md section 6 that hold within one round and one part. */
export function equationDifferences(f: SheetFigures): SheetDifference[] {
  return [
    ...differs('VERIFIED_NOT_PLACED', f.verified, f.batched + f.waiting),
    ...differs('RATIFIED_NOT_SENT', f.ratified, f.toSend + f.sent),
    ...differs('SENT_NOT_ANSWERED', f.sent, f.confirmed + f.returned + f.refused + f.pending),
  ];
}

/** What came back from a round is in the next one: being corrected, given up, or verified anew and going out again. */
export function carryDifferences(before: SheetFigures, after: SheetFigures): SheetDifference[] {
  const carried = before.uncorrected + after.correcting + after.dropped + after.verified;
  return differs('RETURNED_NOT_CARRIED', before.returned, carried);
}

function batchDifferences(facts: readonly SheetFact[], figures: SheetFigures): SheetDifference[] {
  const said = (word: BatchWord) =>
    facts
      .filter((fact) => fact.source === 'batch' && fact.word === word)
      .reduce((sum, { rows }) => sum + rows, 0);
  const answered = figures.confirmed + figures.returned + figures.refused;
  return [
    ...differs('DECREE_COUNT', said('decree'), figures.ratified),
    ...differs('DELIVERY_COUNT', said('delivery'), figures.sent),
    ...differs('RECEIVED_COUNT', said('received'), said('deliveryArrived')),
    ...differs('RECEIVED_DIGEST', said('otherDigest'), 0),
    ...differs('ANSWERS_BEYOND', said('answers'), answered),
  ];
}

interface PartRules {
  /** The rounds before are read from the registrations themselves, which never leave the part. */
  wholeLives: boolean;
  /** Batches speak of this part too. */
  ofBatches: boolean;
}

const round = (roundNo: number, figures: SheetFigures): SheetRound => ({
  roundNo,
  figures,
  differences: equationDifferences(figures),
});

/** One part from its facts: each round, and all together. */
function partOf(
  key: string | null,
  facts: readonly SheetFact[],
  last: number,
  { wholeLives, ofBatches }: PartRules,
): SheetPart {
  const byRound = Array.from({ length: last }, noFigures);
  for (const fact of facts) {
    const figures = byRound[fact.roundNo - 1];
    if (!figures) continue;
    if (fact.source === 'registration') {
      addStatus(figures, fact.roundNo, fact.word, fact.rows);
      // Only what was sent and returned comes into a later round: it was verified in each one before.
      if (wholeLives) for (let no = 1; no < fact.roundNo; no += 1) byRound[no - 1]!.verified += fact.rows;
    } else if (fact.source === 'composing') figures.batched += fact.rows;
    else if (fact.source === 'line') addLine(figures, fact);
  }
  // Who went on to a later round may be of another part there; of this one they were as long as the PMO's answer says.
  if (!wholeLives) for (const figures of byRound) figures.verified += figures.returned - figures.uncorrected;
  const rounds = byRound.map((figures, index) => round(index + 1, figures));
  if (wholeLives)
    rounds.forEach((one, index) => {
      const before = rounds[index - 1];
      if (before) one.differences.push(...carryDifferences(before.figures, one.figures));
    });
  const figures = addFigures(byRound);
  const ofRounds = rounds.flatMap(({ differences }) => differences);
  return {
    key,
    figures,
    rounds,
    differences: [...joined(ofRounds), ...(ofBatches ? batchDifferences(facts, figures) : [])],
  };
}

/** The differences of the rounds, added up by kind; those that cancel each other out stay, as the rounds show both. */
function joined(differences: readonly SheetDifference[]): SheetDifference[] {
  const sums = new Map<SheetDifferenceCode, SheetDifference>();
  for (const one of differences) {
    const sum = sums.get(one.code);
    if (sum) {
      sum.left += one.left;
      sum.right += one.right;
    } else sums.set(one.code, { ...one });
  }
  return [...sums.values()];
}

/** What the whole has and no part: rows in no batch, and rounds of which a row tells, but no answer. */
function unnamed(total: SheetPart, parts: readonly SheetPart[]): SheetPart | null {
  const rounds = total.rounds.map(({ roundNo, figures }) => {
    const missing = noFigures();
    for (const name of SHEET_FIGURES)
      missing[name] =
        figures[name] - parts.reduce((sum, part) => sum + (part.rounds[roundNo - 1]?.figures[name] ?? 0), 0);
    return round(roundNo, missing);
  });
  if (rounds.every(({ figures }) => SHEET_FIGURES.every((name) => figures[name] === 0))) return null;
  const figures = addFigures(rounds.map((one) => one.figures));
  return { key: null, figures, rounds, differences: joined(rounds.flatMap((one) => one.differences)) };
}

function asRounds(total: SheetPart): SheetPart[] {
  return total.rounds.map(({ roundNo, figures, differences }) => ({
    key: String(roundNo),
    figures,
    differences,
    rounds: [{ roundNo, figures, differences }],
  }));
}

function groupsOf(facts: readonly SheetFact[]): Map<string | null, SheetFact[]> {
  const groups = new Map<string | null, SheetFact[]>();
  for (const fact of facts) {
    const group = groups.get(fact.key);
    if (group) group.push(fact);
    else groups.set(fact.key, [fact]);
  }
  return groups;
}

/** A line that says nothing: statuses in which nobody has been verified yet. */
const isEmpty = ({ figures }: SheetPart) => SHEET_FIGURES.every((name) => figures[name] === 0);

/**
 * The sheet from its facts: `verified = batched + waiting`, `ratified = to send + sent`,
 * `sent = confirmed + returned + refused + pending`, and what returned from one round is found in the next. Each side
 * is read from another record, so that whatever one of them lost shows as a difference.
 */
export function reconciliationSheet(
  facts: readonly SheetFact[],
  groupBy: SheetGrouping,
): { total: SheetPart; parts: SheetPart[] } {
  const last = Math.max(1, ...facts.map(({ roundNo }) => roundNo));
  const total = partOf(null, facts, last, { wholeLives: true, ofBatches: true });
  if (groupBy === 'round') return { total, parts: asRounds(total) };
  const rules: PartRules = {
    wholeLives: FIXED.includes(groupBy),
    ofBatches: groupBy === 'batch' || groupBy === 'wave',
  };
  const parts = [...groupsOf(facts.filter(({ source, key }) => source !== 'batch' || key !== null))]
    .filter(([key]) => key !== null)
    .map(([key, own]) => partOf(key, own, last, rules))
    .filter((part) => !isEmpty(part) || part.differences.length > 0);
  const rest = unnamed(total, parts);
  return { total, parts: rest ? [...parts, rest] : parts };
}

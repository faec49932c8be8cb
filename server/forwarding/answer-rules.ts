import type { ReasonCode } from '../reference/reason-schema.ts';
import {
  ANSWER_RESULTS,
  type AnswerFileColumn,
  type AnswerIssueCode,
  type AnswerResult,
} from './forwarding-schema.ts';
import { meaningOf, normalCode, unmappedDetail, type CodeTable } from './pmo-code-rules.ts';

/** What an answer of the PMO does to a registration. */
export const ACTION_OF_RESULT = {
  CONFIRMED: 'confirm',
  RETURNED: 'pmo-return',
  REJECTED: 'pmo-reject',
} as const satisfies Record<AnswerResult, string>;

/**
 * Our reason for an answer, by the table of the PMO's codes. The PMO's own code is kept beside it: a code nobody has mapped
 * arrives as PMO_OTHER and is somebody's work; without any code PMO_OTHER says nothing unless there is a note (domain.md
 * section 9). A confirmation needs no reason.
 */
export function reasonOfAnswer(
  answer: { result: AnswerResult; pmoCode: string | null; note: string | null },
  codes: CodeTable,
): { reasonCode: ReasonCode | null; problem: 'NOTE_MISSING' | null; unmapped: string | null } {
  if (answer.result === 'CONFIRMED') return { reasonCode: null, problem: null, unmapped: null };
  const code = answer.pmoCode ? normalCode(answer.pmoCode) : null;
  const meaning = code ? meaningOf(code, codes) : null;
  if (code && !meaning) return { reasonCode: 'PMO_OTHER', problem: null, unmapped: code };
  const reasonCode = meaning?.reasonCode ?? 'PMO_OTHER';
  // A code the table maps to PMO_OTHER carries its remedy there; the bare word PMO_OTHER carries nothing.
  const says = answer.note !== null || (code !== null && code !== 'PMO_OTHER');
  return { reasonCode, problem: reasonCode === 'PMO_OTHER' && !says ? 'NOTE_MISSING' : null, unmapped: null };
}

/** One line of an answer file: its cells by column (null where their number was wrong) and the NIK's blind index. */
export interface AnswerLine {
  line: number;
  cells: Record<AnswerFileColumn, string> | null;
  /** Null where the cell holds no sixteen digits. */
  nikBidx: string | null;
}

/** A row of the delivery, as the file is held against it. */
export interface DeliveredRow {
  submissionId: number;
  registrationNo: string;
  /** The office's own row id, or null for a row keyed at the counter. */
  rowId: string | null;
  nikBidx: string;
  /** What was answered before, if anything. */
  answered: AnswerResult | null;
}

export interface JudgedAnswer {
  line: number;
  submissionId: number;
  result: AnswerResult;
  pmoCode: string | null;
  reasonCode: ReasonCode | null;
  note: string | null;
  answeredAt: string;
  /** The code in capitals where nobody has said what it means. */
  unmapped: string | null;
}
/** `line` is the line of a file, or the position of an answer in a call. */
export interface AnswerIssue {
  line: number;
  code: AnswerIssueCode;
  detail: string;
}
export interface JudgedFile {
  answers: JudgedAnswer[];
  /** Lines that repeat what was answered before this file. */
  same: number;
  issues: AnswerIssue[];
}

const LONGEST_NOTE = 1000;

/** A cell as it may stand in a work item: printable, short, and no number long enough to be a NIK. */
export function tellable(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, ' ')
    .replace(/\d{10,}/g, (digits) => `${digits.slice(0, 6)}…`)
    .slice(0, 80);
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const LOCAL = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)$/;
const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const DAY_MS = 86_400_000;

/** When the PMO says it answered, as an instant: with its offset, or in WIB; empty is `now`. Null where it cannot be. */
export function answeredAt(text: string, now: string): string | null {
  if (text === '') return now;
  const local = LOCAL.exec(text);
  const zoned = DAY.test(text)
    ? `${text}T00:00:00+07:00`
    : local
      ? `${local[1]}T${local[2]}+07:00`
      : ZONED.test(text)
        ? text
        : null;
  const at = zoned === null ? Number.NaN : Date.parse(zoned);
  return Number.isNaN(at) || at > Date.parse(now) + DAY_MS ? null : new Date(at).toISOString();
}

export type Verdict = { answer: JudgedAnswer; row: DeliveredRow } | { issue: AnswerIssue };

/** What an answer says in its own words, wherever it came from. */
export interface SaidWords {
  result: string;
  pmoCode: string;
  note: string;
  answeredAt: string;
}

/** Judges what is said about a row that was found: file, API and kept answers alike. */
export function judgeWords(
  line: number,
  name: string,
  row: DeliveredRow,
  words: SaidWords,
  { now, codes }: { now: string; codes: CodeTable },
): Verdict {
  const issue = (code: AnswerIssueCode, detail: string): Verdict => ({ issue: { line, code, detail } });
  const known = ANSWER_RESULTS.find((one) => one === words.result.trim().toUpperCase());
  if (!known) return issue('BAD_RESULT', `${name}: "${tellable(words.result)}" is no result`);
  const at = answeredAt(words.answeredAt.trim(), now);
  if (at === null)
    return issue('BAD_TIME', `${name}: "${tellable(words.answeredAt)}" is no moment of an answer`);
  const said = {
    result: known,
    pmoCode: words.pmoCode.trim().slice(0, 40) || null,
    note: words.note.trim().slice(0, LONGEST_NOTE) || null,
  };
  const { reasonCode, problem, unmapped } = reasonOfAnswer(said, codes);
  if (problem)
    return issue(
      problem,
      `${name}: code ${tellable(said.pmoCode ?? '') || '(none)'} says nothing without a note`,
    );
  return {
    row,
    answer: { line, submissionId: row.submissionId, ...said, reasonCode, answeredAt: at, unmapped },
  };
}

interface Place {
  dispatchNo: string;
  now: string;
  codes: CodeTable;
  byName: ReadonlyMap<string, readonly DeliveredRow[]>;
}

/** The row a line speaks of. Row ids are an office's own: two offices may use the same, and then the NIK decides. */
function findRow(line: AnswerLine, name: string, { byName }: Place): DeliveredRow | AnswerIssueCode {
  const named = byName.get(name) ?? [];
  if (named.length === 0) return 'UNKNOWN_ROW';
  return named.find((row) => row.nikBidx === line.nikBidx) ?? 'NIK_DIFFERS';
}

function judgeLine(line: AnswerLine, place: Place): Verdict {
  const issue = (code: AnswerIssueCode, detail: string): Verdict => ({
    issue: { line: line.line, code, detail },
  });
  if (!line.cells) return issue('BAD_LINE', 'the number of columns is not that of the header');
  const { dispatch_no, row_id, result, pmo_code, note, answered_at } = line.cells;
  const name = `row ${tellable(row_id)}`;
  if (dispatch_no !== place.dispatchNo)
    return issue('WRONG_DISPATCH', `${name}: delivery ${tellable(dispatch_no)}`);
  const found = findRow(line, row_id, place);
  if (found === 'UNKNOWN_ROW') return issue(found, `${name} is not in this delivery`);
  if (typeof found === 'string') return issue(found, `${name}: the NIK is not the one that was sent`);
  return judgeWords(
    line.line,
    name,
    found,
    { result, pmoCode: pmo_code, note, answeredAt: answered_at },
    place,
  );
}

function judgeRow(answers: readonly JudgedAnswer[], row: DeliveredRow, file: JudgedFile): void {
  const [first, ...rest] = answers as [JudgedAnswer, ...JudgedAnswer[]];
  const name = `row ${tellable(row.rowId ?? row.registrationNo)}`;
  if (answers.some((other) => other.result !== first.result)) {
    const said = answers.map((one) => `${one.result} in line ${one.line}`).join(', ');
    for (const one of answers)
      file.issues.push({ line: one.line, code: 'CONTRADICTION', detail: `${name}: ${said}` });
    return;
  }
  for (const one of rest)
    file.issues.push({
      line: one.line,
      code: 'REPEATED_ROW',
      detail: `${name}: first in line ${first.line}`,
    });
  if (row.answered === null) file.answers.push(first);
  else if (row.answered === first.result) file.same += 1;
  else
    file.issues.push({
      line: first.line,
      code: 'ANSWERED_DIFFERENTLY',
      detail: `${name}: ${row.answered} before, ${first.result} now`,
    });
}

/** One work item for each code that nobody has mapped, at the first answer that brought it. */
function judgeCodes(file: JudgedFile): void {
  const first = new Map<string, number>();
  for (const { unmapped, line } of file.answers)
    if (unmapped !== null && !first.has(unmapped)) first.set(unmapped, line);
  for (const [code, line] of first)
    file.issues.push({ line, code: 'CODE_UNMAPPED', detail: unmappedDetail(code) });
}

/** Puts verdicts together row by row: what a file or call says twice or against itself, and what was answered before. */
export function settleVerdicts(verdicts: readonly Verdict[]): JudgedFile {
  const file: JudgedFile = { answers: [], same: 0, issues: [] };
  const byRow = new Map<number, { row: DeliveredRow; answers: JudgedAnswer[] }>();
  for (const verdict of verdicts) {
    if ('issue' in verdict) file.issues.push(verdict.issue);
    else {
      const { row, answer } = verdict;
      const known = byRow.get(row.submissionId);
      if (known) known.answers.push(answer);
      else byRow.set(row.submissionId, { row, answers: [answer] });
    }
  }
  for (const { row, answers } of byRow.values()) judgeRow(answers, row, file);
  file.answers.sort((a, b) => a.line - b.line);
  judgeCodes(file);
  file.issues.sort((a, b) => a.line - b.line);
  return file;
}

/**
 * Judges a whole answer file against the delivery it speaks of: what can be taken, what says nothing new, and what
 * becomes somebody's work. Where a file contradicts itself about a row, neither line is taken.
 */
export function judgeAnswerFile(
  lines: readonly AnswerLine[],
  rows: readonly DeliveredRow[],
  dispatchNo: string,
  now: string,
  codes: CodeTable,
): JudgedFile {
  const byName = new Map<string, DeliveredRow[]>();
  const enter = (name: string, row: DeliveredRow) => {
    const named = byName.get(name);
    if (named) named.push(row);
    else byName.set(name, [row]);
  };
  for (const row of rows) {
    enter(row.registrationNo, row);
    if (row.rowId !== null && row.rowId !== row.registrationNo) enter(row.rowId, row);
  }
  const place: Place = { dispatchNo, now, codes, byName };
  return settleVerdicts(lines.map((line) => judgeLine(line, place)));
}

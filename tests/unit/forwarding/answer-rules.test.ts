import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answeredAt,
  judgeAnswerFile,
  reasonOfAnswer,
  tellable,
  type AnswerLine,
  type DeliveredRow,
} from '../../../server/forwarding/answer-rules.ts';
import { ANSWER_RESULTS, type AnswerFileColumn } from '../../../server/forwarding/forwarding-schema.ts';

const NOW = '2026-11-22T08:00:00.000Z';
const row = (n: number, changes: Partial<DeliveredRow> = {}): DeliveredRow => ({
  submissionId: n, registrationNo: `PK-${n}`, rowId: `R-${n}`, nikBidx: `nik-${n}`, answered: null, ...changes,
}); // prettier-ignore
const line = (at: number, n: number, cells: Partial<Record<AnswerFileColumn, string>> = {}): AnswerLine => ({
  line: at,
  nikBidx: `nik-${n}`,
  cells: {
    dispatch_no: 'D-1', row_id: `R-${n}`, nik: '', result: 'CONFIRMED', pmo_code: '', note: '', answered_at: '2026-11-20', ...cells,
  },
}); // prettier-ignore
const judge = (lines: AnswerLine[], rows: DeliveredRow[]) => judgeAnswerFile(lines, rows, 'D-1', NOW);

describe('the reason of an answer', () => {
  it('is none for a confirmation, ours where the PMO uses our code, else PMO_OTHER with a note', () => {
    const reason = (result: 'CONFIRMED' | 'RETURNED', pmoCode: string | null, note: string | null) =>
      reasonOfAnswer({ result, pmoCode, note });
    expect(reason('CONFIRMED', 'X', null)).toEqual({ reasonCode: null, problem: null });
    expect(reason('RETURNED', 'kk_mismatch', null)).toEqual({ reasonCode: 'KK_MISMATCH', problem: null });
    expect(reason('RETURNED', 'X-1', 'ganda')).toEqual({ reasonCode: 'PMO_OTHER', problem: null });
    expect(reason('RETURNED', null, null)).toEqual({ reasonCode: 'PMO_OTHER', problem: 'NOTE_MISSING' });
  });
});

describe('the moment of an answer', () => {
  it('is read with its offset, or in WIB, or as now where none is given', () => {
    expect(answeredAt('', NOW)).toBe(NOW);
    expect(answeredAt('2026-11-20', NOW)).toBe('2026-11-19T17:00:00.000Z');
    expect(answeredAt('2026-11-20 10:30', NOW)).toBe('2026-11-20T03:30:00.000Z');
    expect(answeredAt('2026-11-20T10:30:00+09:00', NOW)).toBe('2026-11-20T01:30:00.000Z');
  });

  it('cannot lie in the future or be no date at all', () => {
    for (const text of ['2027-01-01', '20/11/2026', '2026-13-01', 'kemarin'])
      expect(answeredAt(text, NOW)).toBeNull();
  });
});

describe('an answer file', () => {
  it('finds rows by the office’s row id or by registration number, and by NIK where two offices share an id', () => {
    const rows = [row(1, { rowId: 'A' }), row(2, { rowId: 'A' }), row(3, { rowId: null })];
    const found = judge(
      [line(2, 2, { row_id: 'A' }), line(3, 3, { row_id: 'PK-3' }), line(4, 1, { row_id: 'PK-1' })],
      rows,
    );
    expect(found.answers.map(({ submissionId }) => submissionId)).toEqual([2, 3, 1]);
    expect(found.issues).toEqual([]);
  });

  it('takes neither of two lines that contradict each other', () => {
    const found = judge([line(2, 1), line(3, 1, { result: 'REJECTED', pmo_code: 'BLACKLISTED' })], [row(1)]);
    expect(found.answers).toEqual([]);
    expect(found.issues.map((issue) => [issue.line, issue.code])).toEqual([[2, 'CONTRADICTION'], [3, 'CONTRADICTION']]); // prettier-ignore
  });

  it('tells what was answered before from what contradicts it', () => {
    const found = judge(
      [line(2, 1), line(3, 2)],
      [row(1, { answered: 'CONFIRMED' }), row(2, { answered: 'RETURNED' })],
    );
    expect(found).toMatchObject({
      answers: [],
      same: 1,
      issues: [{ line: 3, code: 'ANSWERED_DIFFERENTLY' }],
    });
  });

  it('accounts for every line exactly once, whatever is in it', () => {
    const cell = fc.oneof(
      fc.constantFrom('', 'R-1', 'R-2', 'PK-2', 'CONFIRMED', 'RETURNED', 'D-1', '2026-11-20'),
      fc.string(),
    );
    const anyLine = fc.record({
      dispatch_no: fc.constantFrom('D-1', 'D-2'), row_id: cell, nik: cell, pmo_code: cell, note: cell, answered_at: cell,
      result: fc.oneof(fc.constantFrom<string>(...ANSWER_RESULTS), cell),
    }); // prettier-ignore
    fc.assert(
      fc.property(
        fc.array(fc.option(anyLine, { nil: null }), { maxLength: 30 }),
        fc.constantFrom(1, 2),
        (cells, n) => {
          const lines = cells.map((one, index): AnswerLine => ({
            line: index + 2,
            cells: one,
            nikBidx: `nik-${n}`,
          }));
          const found = judge(lines, [row(1), row(2), row(3, { answered: 'CONFIRMED' })]);
          expect(found.answers.length + found.same + found.issues.length).toBe(lines.length);
          expect(new Set(found.answers.map(({ submissionId }) => submissionId)).size).toBe(
            found.answers.length,
          );
        },
      ),
    );
  });

  it('never tells a number long enough to be a NIK', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('0', '7', '9', ' ', 'a', '\n'), maxLength: 60 }),
        (text) => {
          expect(tellable(text)).not.toMatch(/\d{16}/);
        },
      ),
    );
  });
});

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
import { NO_CODES, ownMeaning } from '../../../server/forwarding/pmo-code-rules.ts';
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
const judge = (lines: AnswerLine[], rows: DeliveredRow[], codes = NO_CODES) =>
  judgeAnswerFile(lines, rows, 'D-1', NOW, codes);

describe('the reason of an answer', () => {
  const E17 = new Map([['E17', { ...ownMeaning('KK_MISMATCH'), cause: 'office' as const }]]);
  it.each([
    ['a confirmation has none', 'CONFIRMED', 'X', null, null, null, null],
    ['our own code is ours', 'RETURNED', 'kk_mismatch', null, 'KK_MISMATCH', null, null],
    ['a mapped code is what the table says', 'RETURNED', ' e17 ', null, 'KK_MISMATCH', null, null],
    ['a code nobody mapped arrives as PMO_OTHER', 'RETURNED', 'x-1', null, 'PMO_OTHER', null, 'X-1'],
    ['also with a note', 'REJECTED', 'X-1', 'ganda', 'PMO_OTHER', null, 'X-1'],
    ['no code and no note says nothing', 'RETURNED', null, null, 'PMO_OTHER', 'NOTE_MISSING', null],
    ['nor does the bare word', 'RETURNED', 'PMO_OTHER', null, 'PMO_OTHER', 'NOTE_MISSING', null],
    ['a note alone does', 'RETURNED', null, 'ganda', 'PMO_OTHER', null, null],
  ] as const)('%s', (_title, result, pmoCode, note, reasonCode, problem, unmapped) => {
    expect(reasonOfAnswer({ result, pmoCode, note }, E17)).toEqual({ reasonCode, problem, unmapped });
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
          const untaken = found.issues.filter(({ code }) => code !== 'CODE_UNMAPPED');
          expect(found.answers.length + found.same + untaken.length).toBe(lines.length);
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

describe('codes nobody has mapped', () => {
  it('are taken, and are one work item each at the first line that brought them', () => {
    const rows = [1, 2, 3].map((n) => row(n));
    const returned = (at: number, n: number, pmo_code: string) =>
      line(at, n, { result: 'RETURNED', pmo_code });
    const found = judge([returned(2, 1, 'E9'), returned(3, 2, 'e9'), returned(4, 3, 'DOB_MISMATCH')], rows);
    expect(found.answers.map(({ reasonCode }) => reasonCode)).toEqual([
      'PMO_OTHER', 'PMO_OTHER', 'DOB_MISMATCH',
    ]); // prettier-ignore
    expect(found.issues).toEqual([
      { line: 2, code: 'CODE_UNMAPPED', detail: 'code E9 has no mapping; arrived as PMO_OTHER' },
    ]);
  });
});

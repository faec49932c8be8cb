import { describe, expect, it } from 'vitest';
import { noFigures } from '@server/forwarding/reconciliation-sheet-rules.ts';
import { differenceText } from '@server/forwarding/reconciliation-word-rules.ts';
import { batchCount, composeFilter, composePath, scopeFrom } from '../../client/batches/compose-view.ts';
import { isWrong, partShown, rowsBehind } from '../../client/forwarding/reconciliation-view.ts';
import { chipsOf, withoutChip } from '../../client/submissions/list/filter-chips.ts';

const round = (roundNo: number) => ({ roundNo, figures: noFigures(), differences: [] });
const line = (key: string | null, rounds = 2) => ({
  key,
  label: '',
  figures: noFigures(),
  differences: [],
  rounds: Array.from({ length: rounds }, (_, index) => round(index + 1)),
});
const filterOf = (path: string | undefined) =>
  path && (JSON.parse(new URLSearchParams(path.split('?')[1]).get('filter') ?? '{}') as object);

describe('the links of the sheet', () => {
  const sheet = { waveId: 3, groupBy: 'office' as const };
  it('lead to the rows of one round, as the sheet counts them', () => {
    expect(filterOf(rowsBehind(sheet, line('7'), 'sent', { roundNo: 1, role: 'coordinator' }))).toEqual({
      waveId: 3,
      officeId: 7,
      figure: 'sent',
      figureRound: 1,
    });
    const byProposer = { waveId: 3, groupBy: 'proposer' as const };
    expect(filterOf(rowsBehind(byProposer, line('DINAS'), 'returned', { roundNo: 2, role: 'auditor' }))).toEqual({
      waveId: 3,
      figureProposer: 'DINAS',
      figure: 'returned',
      figureRound: 2,
    });
  }); // prettier-ignore

  it('lead nowhere over several rounds, where one person stands in each, nor from a part without a name', () => {
    const asked = { roundNo: null, role: 'coordinator' as const };
    expect(rowsBehind(sheet, line('7'), 'sent', asked)).toBeUndefined();
    expect(rowsBehind(sheet, line('7', 1), 'sent', asked)).toBeDefined();
    expect(rowsBehind({ ...sheet, groupBy: 'batch' }, line('7'), 'sent', asked)).toBeDefined();
    expect(rowsBehind(sheet, line(null), 'sent', { ...asked, roundNo: 1 })).toBeUndefined();
  });

  it('lead the PMO into its deliveries only', () => {
    const asked = { roundNo: 1, role: 'pmo' as const };
    expect(rowsBehind(sheet, line('7'), 'sent', asked)).toBeUndefined();
    expect(rowsBehind({ ...sheet, groupBy: 'batch' }, line('7'), 'returned', asked)).toBe(
      '/batches/7/show?tab=answers&answer=RETURNED',
    );
    expect(rowsBehind({ ...sheet, groupBy: 'batch' }, line('7'), 'waiting', asked)).toBeUndefined();
  });

  it('show one round of a line, and mark what a difference is about', () => {
    const one = { ...line('7'), figures: { ...noFigures(), sent: 5 } };
    expect(partShown(one, null).figures.sent).toBe(5);
    expect(partShown(one, 2)).toEqual(round(2));
    const difference = { code: 'SENT_NOT_ANSWERED' as const, left: 8, right: 7 };
    expect([isWrong('pending', [difference]), isWrong('waiting', [difference])]).toEqual([true, false]);
    expect(differenceText(difference, 'en')).toBe('sent 8, but answers and pending together 7');
    expect(differenceText(difference, 'id')).toContain('terkirim 8');
  });

  it('take the part of a sheet out of a filter with its figure', () => {
    const filter = { waveId: 3, figure: 'sent', figureRound: 1, figureProposer: 'DINAS' };
    expect(chipsOf(filter).map(({ key }) => key)).toEqual(['waveId', 'figure', 'figureRound', 'figureProposer']);
    expect(withoutChip(filter, 'figure')).toEqual({ waveId: 3 });
  });
}); // prettier-ignore

describe('what is composed', () => {
  it('stands in the address of its page and comes back from it', () => {
    const path = composePath({ waveId: 3, channel: 'online', carriedFromBatchId: 9, proposer: null });
    const scope = scopeFrom(new URLSearchParams(path.split('?')[1]));
    expect(scope).toMatchObject({ waveId: 3, channel: 'online', carriedFromBatchId: 9, proposer: null });
    expect(composeFilter(scope)).toEqual({ carriedFromBatchId: 9 });
    expect(scopeFrom(new URLSearchParams('waveId=x&officeId=-1'))).toMatchObject({ waveId: null, officeId: null });
  }); // prettier-ignore

  it.each([
    [{ by: 'none' } as const, 7, 3, 1],
    [{ by: 'size', size: 3 } as const, 7, 3, 3],
    [{ by: 'office' } as const, 7, 3, 3],
    [{ by: 'none' } as const, 0, 0, 0],
  ])('%j makes of %d rows in %d offices %d batches', (split, taken, offices, batches) => {
    expect(batchCount(split, taken, offices)).toBe(batches);
  });
});

import { render, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { SettlementRecord } from '../../server/identity/identity-record-schema.ts';
import type { CaseRecord } from '../../client/submissions/case/case-record.ts';
import { readerLines, turnOf } from '../../client/submissions/case/reading-view.ts';
import { ReadingsPanel } from '../../client/submissions/case/ReadingsPanel.tsx';
import { ConsoleContext } from './console-context.tsx';

const AT = '2026-11-22T03:00:00Z';
const found = (readerNo: 1 | 2 | 3, verdict: 'same_person' | 'different'): SettlementRecord => ({
  readerNo,
  readerId: readerNo + 1,
  verdict,
  reasonCode: 'NAME_MISMATCH',
  note: `Temuan ${readerNo}.`,
  at: AT,
  withheld: false,
});
const withheld: SettlementRecord = {
  ...{ readerNo: 1, readerId: 2, at: AT },
  ...{ verdict: null, reasonCode: null, note: null, withheld: true },
};
const record = (settlements: SettlementRecord[], part: Partial<CaseRecord> = {}): CaseRecord =>
  ({
    status: 'in_review',
    identityOutcome: 'partial',
    identityStale: false,
    evidence: { settlements },
    ...part,
  }) as unknown as CaseRecord;
const SAME = found(1, 'same_person');
const DISPUTE = [SAME, found(2, 'different')];

describe('whose turn the case page names', () => {
  it.each([
    ['nobody has read it', record([]), 'in_review'],
    ['one has read it', record([SAME]), 'awaits_second'],
    ['one has, and it is not told what', record([withheld]), 'awaits_second'],
    ['one has, and the case is on hold', record([SAME], { status: 'on_hold' }), 'awaits_second'],
    ['two agree', record([SAME, found(2, 'same_person')]), 'in_review'],
    ['two disagree', record(DISPUTE), 'disagree'],
    ['two disagree on hold', record(DISPUTE, { status: 'on_hold' }), 'disagree'],
    ['a coordinator has decided', record([...DISPUTE, found(3, 'different')]), 'in_review'],
    ['the check is stale', record([SAME], { identityStale: true }), 'in_review'],
    ['the case is decided', record(DISPUTE, { status: 'rejected' }), 'rejected'],
    ['it is no partial match', record([], { identityOutcome: 'matched' }), 'in_review'],
  ])('when %s', (_when, one, turn) => {
    expect(turnOf(one)).toBe(turn);
  });

  it('names a third reader only where two disagree', () => {
    const numbers = (one: CaseRecord) => readerLines(one).map(({ readerNo }) => readerNo);
    expect(numbers(record([withheld]))).toEqual([1, 2]);
    expect(numbers(record(DISPUTE))).toEqual([1, 2, 3]);
    expect(numbers(record([], { identityOutcome: 'matched' }))).toEqual([]);
    expect(numbers(record([], { evidence: null }))).toEqual([]);
  });

  it('waits for no reader of a case that goes back, or of a check that is stale, and keeps what was read', () => {
    const numbers = (one: CaseRecord) => readerLines(one).map(({ readerNo }) => readerNo);
    expect(numbers(record([], { status: 'needs_correction' }))).toEqual([]);
    expect(numbers(record([], { identityStale: true }))).toEqual([]);
    expect(numbers(record([SAME], { status: 'rejected' }))).toEqual([1]);
    expect(numbers(record(DISPUTE, { identityStale: true }))).toEqual([1, 2]);
    expect(numbers(record([], { status: 'submitted' }))).toEqual([1, 2]);
  });
});

describe('the readings on the case page', () => {
  const show = async (settlements: SettlementRecord[]) => {
    render(
      <ConsoleContext>
        <ReadingsPanel record={record(settlements)} />
      </ConsoleContext>,
    );
    const panel = await screen.findByRole('region', { name: 'Pembacaan kecocokan sebagian' });
    return within(panel);
  };

  it('tell a second reader that a first reading was made and why it is not shown', async () => {
    const panel = await show([withheld]);
    panel.getByText('sudah, belum ditampilkan');
    panel.getByText(/setelah pembaca kedua menilai sendiri/);
    panel.getByText('Menunggu verifikator lain.');
    expect(panel.queryByText(/Orang (yang sama|lain)/)).toBeNull();
  });

  it('show a coordinator both findings with their grounds, and that it is for him to decide', async () => {
    const panel = await show(DISPUTE);
    for (const text of ['Orang yang sama', 'Orang lain', /Temuan 1/, /Temuan 2/, /koordinator memutuskan/])
      panel.getByText(text);
    expect(panel.queryByText(/belum ditampilkan/)).toBeNull();
  });
});

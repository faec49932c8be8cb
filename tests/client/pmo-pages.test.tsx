import { render, screen, within } from '@testing-library/react';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Balance, Reconciliation } from '@server/forwarding/forwarding-schema.ts';
import { acknowledgeProblems } from '../../client/forwarding/acknowledge-rules.ts';
import { answerProblems, rowAnswers } from '../../client/forwarding/answer-form.ts';
import { batchRowsOf } from '../../client/forwarding/BatchReconciliation.tsx';
import { ReconciliationSheet } from '../../client/forwarding/ReconciliationSheet.tsx';
import { difference, sheetSections } from '../../client/forwarding/sheet-sections.ts';
import { groupDigest } from '../../client/layout/Digest.tsx';
import { ConsoleContext } from './console-context.tsx';

const balance = (sent: number, confirmed: number, returned = 0, refused = 0, pending = 0): Balance => ({
  sent,
  confirmed,
  returned,
  refused,
  pending,
  balanced: sent === confirmed + returned + refused + pending,
});

const sheet = (whole: Balance): Reconciliation => ({
  ...whole,
  by: {
    office: [{ ...whole, officeId: 3, officeName: 'Dinas Semarang' }],
    proposer: [{ ...whole, proposer: 'DINAS' }],
    round: [{ ...whole, roundNo: 1 }],
  },
});

describe('the reconciliation sheet', () => {
  it('differs by what is missing, and by nothing exactly when the server calls it balanced', () => {
    const count = fc.nat(1000);
    fc.assert(
      fc.property(count, count, count, count, count, (sent, confirmed, returned, refused, pending) => {
        const line = balance(sent, confirmed, returned, refused, pending);
        expect(difference(line) === 0).toBe(line.balanced);
      }),
    );
  });

  it('has the whole first and leaves the batches out where there is only one', () => {
    const names = sheetSections(sheet(balance(3, 3))).map(({ name }) => name);
    expect(names).toEqual(['all', 'office', 'proposer', 'round']);
  });

  it('leads from each number to its rows, and says what it is about to a screen reader', () => {
    render(
      <ConsoleContext role="coordinator">
        <ReconciliationSheet
          sheet={sheet(balance(12, 10, 1, 1, 0))}
          linkOf={(target, part) => batchRowsOf(7, target, part)}
        />
      </ConsoleContext>,
    );
    const office = within(screen.getByRole('region', { name: 'Kantor' }));
    expect(office.getByRole('link', { name: 'Dikembalikan: 1' }).getAttribute('href')).toBe(
      '/batches/7/show?tab=answers&officeId=3&answer=RETURNED',
    );
    // Nothing is awaited, so there are no rows to go to.
    expect(office.queryByRole('link', { name: /Belum dijawab/ })).toBeNull();
    expect(screen.getByText('Seimbang:')).toBeTruthy();
  });

  it('cries out where answers and rows do not add up, by how many', () => {
    render(
      <ConsoleContext role="coordinator">
        <ReconciliationSheet sheet={sheet(balance(12, 10, 1, 0, 0))} linkOf={() => undefined} />
      </ConsoleContext>,
    );
    expect(screen.getByText('Tidak seimbang, harus diperiksa:')).toBeTruthy();
    expect(screen.getAllByText('selisih 1').length).toBeGreaterThan(0);
  });
});

describe('acknowledging a delivery', () => {
  const dispatch = { rowCount: 59, digest: 'cd'.repeat(32) };

  it('forgives how a digest is written, in groups or capitals', () => {
    const written = groupDigest(dispatch.digest).toUpperCase();
    expect(acknowledgeProblems({ count: 59, digest: `  ${written} ` }, dispatch)).toEqual({});
  });

  it('refuses another count or another digest before anything is sent', () => {
    const problems = acknowledgeProblems({ count: 58, digest: 'ce'.repeat(32) }, dispatch);
    expect(Object.keys(problems)).toEqual(['count', 'digest']);
    expect(problems['count']).toMatchObject({ args: { sent: 59 } });
  });
});

describe('answers of the PMO', () => {
  const rows = [{ registrationNo: 'PK-1' }, { registrationNo: 'PK-2' }];

  it('give every chosen row the same answer, and a confirmation no code', () => {
    expect(rowAnswers(rows, 'CONFIRMED', { reason: 'KK_MISMATCH' })).toEqual([
      { registrationNo: 'PK-1', result: 'CONFIRMED', pmoCode: null, note: null },
      { registrationNo: 'PK-2', result: 'CONFIRMED', pmoCode: null, note: null },
    ]);
  });

  it('keep the PMO’s own code where the reason is "another", and ours otherwise', () => {
    const own = rowAnswers(rows.slice(0, 1), 'RETURNED', {
      reason: 'PMO_OTHER',
      ownCode: ' X-9 ',
      note: 'rekening',
    });
    expect(own[0]).toMatchObject({ pmoCode: 'X-9', note: 'rekening' });
    const ours = rowAnswers(rows.slice(0, 1), 'REJECTED', { reason: 'BLACKLISTED', ownCode: 'X-9' });
    expect(ours[0]).toMatchObject({ pmoCode: 'BLACKLISTED', note: null });
  });

  it('need a note where the reason says nothing by itself', () => {
    expect(answerProblems('RETURNED', { reason: 'PMO_OTHER' })).toHaveProperty('note');
    expect(answerProblems('RETURNED', { reason: 'PMO_OTHER', note: '   ' })).toHaveProperty('note');
    expect(answerProblems('RETURNED', { reason: 'PMO_OTHER', note: 'rekening' })).toEqual({});
    expect(answerProblems('RETURNED', { reason: 'KK_MISMATCH' })).toEqual({});
  });
});

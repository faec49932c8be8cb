import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import {
  commandBody,
  EMPTY_DRAFT,
  missingInputs,
  offeredReasons,
  shownActions,
} from '../../client/submissions/case/action-rules.ts';
import type { AvailableAction, CaseRecord } from '../../client/submissions/case/case-record.ts';
import { DecisionBar } from '../../client/submissions/case/DecisionBar.tsx';
import { ConsoleContext } from './console-context.tsx';

const action = (name: AvailableAction['action'], ...codes: string[]): AvailableAction => ({
  action: name,
  allowed: codes.length === 0,
  blockers: codes.map((code) => ({ code })),
});

const record = (part: Partial<CaseRecord> = {}): CaseRecord =>
  ({
    id: 1,
    status: 'in_review',
    identityOutcome: 'matched',
    assigneeId: 2,
    leaseUntil: '2999-01-01T00:00:00Z',
    reasons: [],
    evidence: { settlements: [] },
    ...part,
  }) as unknown as CaseRecord;

describe('the decision bar', () => {
  const show = (actions: AvailableAction[], onAct = vi.fn()) => {
    render(
      <ConsoleContext>
        <DecisionBar record={record()} actions={actions} busy={null} onAct={onAct} />
      </ConsoleContext>,
    );
    return onAct;
  };

  it('offers what the server allows and sends that act', async () => {
    const onAct = show([action('verify'), action('return')]);
    await userEvent.click(await screen.findByRole('button', { name: /^Verifikasi/ }));
    expect(onAct).toHaveBeenCalledExactlyOnceWith('verify');
  });

  it('greys a blocked act and says what unblocks it', async () => {
    show([action('verify', 'IDENTITY_STALE')]);
    const button = await screen.findByRole('button', { name: /^Verifikasi/ });
    expect(button.hasAttribute('disabled')).toBe(true);
    expect(button.getAttribute('aria-description')).toMatch(/kedaluwarsa/);
  });

  it('names who holds the case and until when', async () => {
    const leaseUntil = '2026-11-22T03:00:00Z';
    show([
      { action: 'verify', allowed: false, blockers: [{ code: 'CLAIMED_BY_OTHER', holderId: 3, leaseUntil }] },
    ]);
    const button = await screen.findByRole('button', { name: /^Verifikasi/ });
    await waitFor(() =>
      expect(button.getAttribute('aria-description')).toBe('Dipegang Ratih Telitiawan sampai 10.00 WIB'),
    );
  });

  it('hides acts that this role or this status can never have', async () => {
    show([action('hold'), action('reopen', 'STATUS_FORBIDS'), action('assign', 'ROLE_MAY_NOT')]);
    await screen.findByRole('button', { name: /^Tunda/ });
    expect(screen.queryByRole('button', { name: /Buka lagi|Tugaskan/ })).toBeNull();
  });
});

describe('what an act asks', () => {
  it('shows the readings of a partial match to the reader whose turn it is', () => {
    const both = [action('identity-settle'), action('second-read')];
    const names = (part: Partial<CaseRecord>) => shownActions(both, record(part)).map((item) => item.action);
    const firstRead = { settlements: [{ readerNo: 1 }] } as unknown as CaseRecord['evidence'];
    expect(names({ identityOutcome: 'matched' })).toEqual([]);
    expect(names({ identityOutcome: 'partial' })).toEqual(['identity-settle']);
    expect(names({ identityOutcome: 'partial', evidence: firstRead })).toEqual(['second-read']);
  });

  it('offers for a return only what the applicant can mend, and what the evidence suggests', () => {
    const offered = offeredReasons('return', record({ reasons: ['DOB_MISMATCH', 'UNDER_AGE'] }));
    expect(offered).toContain('DOB_MISMATCH');
    expect(offered).toContain('DOC_UNREADABLE');
    expect(offered).not.toContain('UNDER_AGE');
    expect(offeredReasons('reject', record({ reasons: ['UNDER_AGE'] }))).toContain('UNDER_AGE');
    expect(offeredReasons('reject', record())).not.toContain('UNDER_AGE');
  });

  it('waits for a reason, and for a note where a code says nothing by itself', () => {
    const form = { reasons: 'return', note: 'optional' } as const;
    expect(missingInputs(form, EMPTY_DRAFT)).toEqual(['reasons']);
    expect(missingInputs(form, { ...EMPTY_DRAFT, reasons: ['PMO_OTHER'] })).toEqual(['note']);
    expect(missingInputs(form, { ...EMPTY_DRAFT, reasons: ['KK_MISMATCH'] })).toEqual([]);
  });

  it('sends exactly the fields the command takes', () => {
    const draft = {
      reasons: ['KK_MISMATCH'],
      note: ' mohon KK terbaru ',
      verdict: 'same_person',
      staffId: 3,
    } as const;
    const of = (name: AvailableAction['action']) =>
      commandBody(name, { ...draft, reasons: [...draft.reasons] });
    expect(of('return')).toEqual({ reasons: ['KK_MISMATCH'], note: 'mohon KK terbaru' });
    expect(of('hold')).toEqual({ note: 'mohon KK terbaru' });
    expect(of('second-read')).toEqual({
      verdict: 'same_person',
      reason: 'KK_MISMATCH',
      note: 'mohon KK terbaru',
    });
    expect(of('assign')).toEqual({ assigneeId: 3 });
    expect(of('verify')).toEqual({});
  });
});

import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import {
  ACTION_FORMS,
  commandBody,
  EMPTY_DRAFT,
  missingInputs,
  offeredReadings,
  offeredReasons,
  shownActions,
  withVerdict,
  type ActionForm,
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
  const show = (actions: AvailableAction[], onAct = vi.fn(), part: Partial<CaseRecord> = {}) => {
    render(
      <ConsoleContext>
        <DecisionBar record={record(part)} actions={actions} busy={null} onAct={onAct} />
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

  it('fills one button of a case on hold: the one that goes on with it', async () => {
    show([action('claim'), action('resume')], vi.fn(), { status: 'on_hold', assigneeId: null });
    const filled = async (name: string) =>
      (await screen.findByRole('button', { name })).className.includes('MuiButton-contained');
    expect([await filled('Lanjutkan'), await filled('Ambil berkas')]).toEqual([true, false]);
  });

  it('hides acts that this role or this status can never have', async () => {
    show([action('hold'), action('reopen', 'STATUS_FORBIDS'), action('assign', 'ROLE_MAY_NOT')]);
    await screen.findByRole('button', { name: /^Tunda/ });
    expect(screen.queryByRole('button', { name: /Buka lagi|Tugaskan/ })).toBeNull();
  });
});

describe('what an act asks', () => {
  it('shows the readings of a partial match to the reader whose turn it is', () => {
    const names = (first: string[], second: string[], third: string[]) =>
      shownActions([
        action('identity-settle', ...first),
        action('second-read', ...second),
        action('third-read', ...third),
      ]).map((item) => item.action);
    expect(names(['NOT_PARTIAL'], ['NOT_PARTIAL'], ['NOT_PARTIAL'])).toEqual([]);
    expect(names([], ['FIRST_READER_MISSING'], ['FIRST_READER_MISSING'])).toEqual(['identity-settle']);
    expect(names(['ALREADY_READ'], [], ['ROLE_MAY_NOT', 'SECOND_READER_MISSING'])).toEqual(['second-read']);
    expect(names(['ALREADY_READ'], ['ALREADY_READ'], ['READERS_AGREE'])).toEqual([]);
    expect(names(['ALREADY_READ'], ['ALREADY_READ'], [])).toEqual(['third-read']);
    // Whoever read first has nothing more to read.
    expect(names(['ALREADY_READ'], ['SAME_READER'], ['SECOND_READER_MISSING'])).toEqual([]);
  });

  it('offers a reader the reasons that fit the verdict, and takes back one that fits no more', () => {
    const slip = record({ reasons: ['NAME_MISMATCH', 'BLACKLISTED'] });
    expect(offeredReadings(null, slip)).toEqual([]);
    expect(offeredReadings('same_person', slip)).toEqual(['NAME_MISMATCH']);
    expect(offeredReadings('different', slip)).toContain('DOC_SUSPECT');
    const draft = { ...EMPTY_DRAFT, reasons: ['DOC_SUSPECT'] };
    expect(withVerdict('different', draft, slip)).toEqual({ verdict: 'different', reasons: ['DOC_SUSPECT'] });
    expect(withVerdict('same_person', draft, slip)).toEqual({ verdict: 'same_person', reasons: [] });
  });

  it('waits for a note of whoever decides between readers', () => {
    const draft = { ...EMPTY_DRAFT, verdict: 'same_person', reasons: ['NAME_MISMATCH'] } as const;
    const of = (name: 'second-read' | 'third-read') =>
      missingInputs(ACTION_FORMS[name] as ActionForm, { ...draft, reasons: [...draft.reasons] });
    expect(of('second-read')).toEqual([]);
    expect(of('third-read')).toEqual(['note']);
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
      commandBody(
        name,
        { ...draft, reasons: [...draft.reasons] },
        { evidence: { checkId: 41 } as CaseRecord['evidence'] },
      );
    expect(of('return')).toEqual({ reasons: ['KK_MISMATCH'], note: 'mohon KK terbaru' });
    expect(of('hold')).toEqual({ note: 'mohon KK terbaru' });
    expect(of('second-read')).toEqual({
      checkId: 41,
      verdict: 'same_person',
      reason: 'KK_MISMATCH',
      note: 'mohon KK terbaru',
    });
    expect(of('assign')).toEqual({ assigneeId: 3 });
    expect(of('verify')).toEqual({});
  });
});

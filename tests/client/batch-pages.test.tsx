import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import fc from 'fast-check';
import { HttpError, TextInput } from 'react-admin';
import { describe, expect, it, vi } from 'vitest';
import { BATCH_ACTIONS_BY_STATUS } from '@server/batches/batch-rules.ts';
import { BATCH_STATUSES, type AvailableBatchAction, type BatchDetail } from '@server/batches/batch-schema.ts';
import { candidateFilter, dutiesOf, isOwnDuty, roadSteps } from '../../client/batches/batch-road.ts';
import { DutyPanel } from '../../client/batches/DutyPanel.tsx';
import { namedRows, ratificationFacts } from '../../client/batches/ratification-facts.ts';
import { ANSWER_STATES, answerOf, filterFrom, rowsPath } from '../../client/batches/row-filter.ts';
import { ActDialog } from '../../client/layout/ActDialog.tsx';
import { groupDigest } from '../../client/layout/Digest.tsx';
import { ConsoleContext } from './console-context.tsx';

const batch = (part: Partial<BatchDetail> = {}): BatchDetail => ({
  id: 7,
  batchNo: 'KOL-2026-00007',
  channel: 'offline',
  waveId: 1,
  officeId: null,
  proposer: null,
  status: 'awaiting_ratification',
  rowCount: 12,
  counts: { rows: 12, male: 5, female: 7, byProposer: [], byOffice: [] },
  digest: 'ab'.repeat(32),
  roundNo: 1,
  composedById: 4,
  sealedById: 4,
  sealedAt: '2026-11-20T01:00:00.000Z',
  submittedById: 4,
  submittedAt: '2026-11-21T01:00:00.000Z',
  ratifiedById: null,
  ratifiedAt: null,
  decreeNo: null,
  decreeDate: null,
  dispatchNo: null,
  sentAt: null,
  acknowledgedAt: null,
  settledAt: null,
  createdAt: '2026-11-19T01:00:00.000Z',
  updatedAt: '2026-11-21T01:00:00.000Z',
  compositionId: null,
  version: 5,
  papers: [],
  seal: null,
  run: null,
  moving: null,
  quotaLeft: 20,
  ...part,
});

const verdict = (action: string, ...blockers: AvailableBatchAction['blockers']): AvailableBatchAction => ({
  action,
  allowed: blockers.length === 0,
  blockers,
});

describe('the road of a batch on its page', () => {
  it('shows when each step was reached, and nothing for steps it came back from', () => {
    const back = roadSteps(batch({ status: 'open' }));
    expect(back.map(({ at }) => at)).toEqual([batch().createdAt, null, null, null, null, null, null]);
    expect(
      roadSteps(batch())
        .filter(({ isDone }) => isDone)
        .map(({ step }) => step),
    ).toEqual(['open', 'sealed']);
  });

  it('tells for every act of a status whose it is, and only for those', () => {
    for (const status of BATCH_STATUSES) {
      const all = BATCH_ACTIONS_BY_STATUS[status].map((action) => verdict(action));
      const told = dutiesOf(status, all);
      expect(told.map(({ action }) => action)).toEqual(
        BATCH_ACTIONS_BY_STATUS[status].filter((action) => action !== 'settle'),
      );
      expect(told.every(({ roles }) => roles.length > 0)).toBe(true);
    }
  });

  it('takes an act as the reader’s own when only circumstances forbid it, not when the role does', () => {
    const duties = dutiesOf('awaiting_ratification', [
      verdict('ratify', { code: 'STALE_CHECK', count: 3 }),
      verdict('rescreen', { code: 'ROLE_MAY_NOT' }),
    ]);
    expect(duties.map((duty) => [duty.action, isOwnDuty(duty)])).toEqual([
      ['rescreen', false],
      ['ratify', true],
    ]);
  });

  it('offers online batches the assisted registrations too, and never lets a narrowed office widen again', () => {
    expect(candidateFilter(batch({ channel: 'online' }), {})).toEqual({
      status: 'verified',
      waveId: 1,
      channel: ['online', 'assisted'],
    });
    expect(candidateFilter(batch({ officeId: 3 }), { officeId: 9, proposer: 'DINAS' })).toMatchObject({
      officeId: 3,
      proposer: 'DINAS',
      channel: 'offline',
    });
  });
});

describe('what ratifying rests on', () => {
  it('is not told before the batch was submitted', () => {
    expect(ratificationFacts([verdict('ratify', { code: 'STATUS_FORBIDS' })], true)).toBeUndefined();
    expect(ratificationFacts([], true)).toBeUndefined();
  });

  it('names each fact, good or with what speaks against it and the rows it is about', () => {
    const stale = { code: 'STALE_CHECK', count: 1, rows: [{ id: 9, registrationNo: 'PK-1' }] };
    const facts = ratificationFacts(
      [verdict('ratify', stale, { code: 'QUOTA', quotaLeft: 3, rowCount: 12 })],
      true,
    );
    const names = (hasStages: boolean) =>
      ratificationFacts([verdict('ratify')], hasStages)?.map(({ name }) => name);
    expect(names(true)).toContain('signOff');
    expect(names(false)).not.toContain('signOff');
    const bad = facts?.filter(({ isGood }) => !isGood);
    expect(bad?.map(({ name }) => name)).toEqual(['quota', 'checks']);
    expect(bad?.flatMap(({ blockers }) => blockers.flatMap(namedRows))).toEqual(stale.rows);
  });
});

describe('links from a number to its rows', () => {
  it('come back as the list’s own filter for every part and answer', () => {
    fc.assert(
      fc.property(
        fc.option(fc.constantFrom(...ANSWER_STATES), { nil: undefined }),
        fc.option(fc.integer({ min: 1, max: 999 }), { nil: undefined }),
        fc.option(fc.constantFrom('DINAS', 'ORMAS'), { nil: undefined }),
        (answer, officeId, proposer) => {
          const path = rowsPath(7, { answer, officeId, proposer });
          const filter = filterFrom(new URLSearchParams(path.split('?')[1]));
          expect(answerOf(filter)).toBe(answer);
          expect(filter.officeId).toBe(officeId);
          expect(filter.proposer).toBe(proposer);
        },
      ),
    );
  });

  it('never name a person: only the batch, the part and the answer', () => {
    expect(rowsPath(7, { answer: 'PENDING' })).toBe('/batches/7/show?tab=answers&answer=PENDING');
    expect(filterFrom(new URLSearchParams('answer=PENDING'))).toEqual({ status: 'sent' });
    expect(filterFrom(new URLSearchParams('answer=ROBBED&officeId=x'))).toEqual({});
  });
});

describe('a digest', () => {
  it('is shown in groups of eight and loses nothing', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f]{64}$/), (digest) => {
        expect(
          groupDigest(digest)
            .split(' ')
            .every((group) => group.length === 8),
        ).toBe(true);
        expect(groupDigest(digest).replaceAll(' ', '')).toBe(digest);
      }),
    );
  });
});

function panel(actions: AvailableBatchAction[], post = vi.fn()) {
  const read = (path: string) => Promise.resolve(path.endsWith('available-actions') ? actions : []);
  render(
    <ConsoleContext role="approver" provider={{ read: read as never, post }}>
      <DutyPanel batch={batch()} />
    </ConsoleContext>,
  );
}

describe('whose turn it is', () => {
  it('greys ratifying with the reason, and says so in words beside it', async () => {
    panel([verdict('ratify', { code: 'COMPOSED_BY_ACTOR' }), verdict('send-back')]);
    const ratify = await screen.findByRole<HTMLButtonElement>('button', { name: 'Sahkan' });
    expect(ratify.disabled).toBe(true);
    expect(screen.getByText('Anda ikut menyusun kolektif ini')).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Kembalikan' }).disabled).toBe(false);
  });

  it('asks for the password, names count and digest, and sends the version that was read', async () => {
    const post = vi.fn().mockResolvedValue({ id: 7 });
    panel([verdict('ratify')], post);
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Sahkan' }));
    expect(screen.getByText(groupDigest('ab'.repeat(32)))).toBeTruthy();
    await user.type(screen.getByLabelText(/Nomor keputusan/), 'KEP.1/MEN/2026');
    await user.type(screen.getByLabelText(/Tanggal keputusan/), '2026-11-22');
    await user.type(screen.getByLabelText(/Kata sandi Anda/), 'rahasia-benar');
    await user.click(screen.getByRole('button', { name: 'Sahkan 12 pendaftar' }));
    await waitFor(() => expect(post).toHaveBeenCalledOnce());
    expect(post.mock.calls[0]?.[0]).toBe('batches/7/ratify');
    expect(post.mock.calls[0]?.[1]).toEqual({
      version: 5,
      password: 'rahasia-benar',
      decreeNo: 'KEP.1/MEN/2026',
      decreeDate: '2026-11-22',
    });
  });
});

describe('an act that is refused', () => {
  it('keeps the dialog with what was typed, the reasons and the request id', async () => {
    const refused = new HttpError('blocked', 409, {
      code: 'BLOCKED',
      message: 'blocked',
      requestId: 'req-1',
      details: { blockers: [{ code: 'EMPTY_BATCH' }] },
    });
    const onClose = vi.fn();
    render(
      <ConsoleContext>
        <ActDialog
          title="Segel"
          submitLabel="Segel"
          onSubmit={() => Promise.reject(refused)}
          onClose={onClose}
        >
          <TextInput source="note" label="Catatan" />
        </ActDialog>
      </ConsoleContext>,
    );
    const user = userEvent.setup();
    await user.type(screen.getByLabelText('Catatan'), 'sudah dibaca');
    await user.click(screen.getByRole('button', { name: 'Segel' }));
    expect(await screen.findByText('Kolektif masih kosong')).toBeTruthy();
    expect(screen.getByText(/req-1/)).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>('Catatan').value).toBe('sudah dibaca');
    expect(onClose).not.toHaveBeenCalled();
  });
});

import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Role } from '@server/auth/permission-rules.ts';
import type { BatchRunRecord } from '@server/batches/batch-run-schema.ts';
import type { BatchDetail } from '@server/batches/batch-schema.ts';
import { dueRun, isBusy, RunPanel, runProgress } from '../../client/batches/RunPanel.tsx';
import { ConsoleContext } from './console-context.tsx';

const run = (part: Partial<BatchRunRecord> = {}): BatchRunRecord => ({
  jobId: 31,
  action: 'seal',
  state: 'running',
  total: 100,
  screened: 100,
  written: 40,
  orderedById: 4,
  orderedAt: '2026-11-20T01:00:00.000Z',
  endedAt: null,
  blockers: [],
  ...part,
});
const show = (part: Partial<BatchDetail>, role: Role = 'coordinator') =>
  render(
    <ConsoleContext role={role}>
      <RunPanel batch={{ id: 7, batchNo: 'KOL-2026-00007', status: 'open', run: null, moving: null, ...part } as BatchDetail} />
    </ConsoleContext>,
  ); // prettier-ignore

describe('the step that a job takes, on the page of a batch', () => {
  it('goes once from nothing to all, though sealing screens and writes each row', () => {
    expect(runProgress(run({ screened: 0, written: 0 })).done).toBe(0);
    expect(runProgress(run()).done).toBe(70);
    expect(runProgress(run({ written: 100 }))).toEqual({ done: 100, total: 100 });
    expect(runProgress(run({ action: 'ratify', screened: 40, written: 0 })).done).toBe(40);
  });

  it('shows how far a seal is, and lets only who may seal cancel it', async () => {
    const { unmount } = show({ run: run() });
    expect(await screen.findByText('Menulis manifes…')).toBeDefined();
    expect(screen.getByText('70 dari 100')).toBeDefined();
    expect(await screen.findByRole('button', { name: 'Batalkan proses' })).toBeDefined();
    unmount();
    show({ run: run({ screened: 10, written: 0 }) }, 'auditor');
    expect(await screen.findByText('Menapis semua pendaftar sekali lagi…')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Batalkan proses' })).toBeNull();
  });

  it('lets the approver cancel what they ordered, and not the coordinator', async () => {
    const ratifying = {
      status: 'awaiting_ratification',
      run: run({ action: 'ratify', written: 0 }),
    } as const;
    const { unmount } = show(ratifying, 'approver');
    expect(await screen.findByText('Membandingkan isi dengan sidik digital…')).toBeDefined();
    expect(await screen.findByRole('button', { name: 'Batalkan proses' })).toBeDefined();
    unmount();
    show(ratifying);
    expect(await screen.findByText('100 dari 100')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Batalkan proses' })).toBeNull();
  });

  it('says why a step was refused, and nothing of a try that the batch has left behind', async () => {
    const blockers = [
      {
        code: 'SCREENING_HIT',
        count: 3,
        rows: [{ id: 9, registrationNo: 'PK-1', reasons: ['BLACKLISTED'] }],
      },
    ];
    const { unmount } = show({ run: run({ state: 'refused', blockers }) });
    expect(await screen.findByText(/Tidak disegel/)).toBeDefined();
    expect(screen.getByText(/Tidak lolos penapisan \(3 pendaftar\)/)).toBeDefined();
    expect(screen.getByRole('link', { name: 'PK-1' }).getAttribute('href')).toContain('/submissions/9/show');
    unmount();
    expect(dueRun({ status: 'open', run: run({ state: 'done' }) })).toBeNull();
    expect(dueRun({ status: 'ratified', run: run({ action: 'ratify', state: 'refused' }) })).toBeNull();
    expect(dueRun({ status: 'ratified', run: null })).toBeNull();
  });

  it('shows how many registrations have followed their batch', async () => {
    show({ status: 'ratified', moving: { action: 'ratify', total: 4000, moved: 1500 } });
    expect(await screen.findByText(/status pendaftar di dalamnya menyusul/)).toBeDefined();
    expect(screen.getByText('1.500 dari 4.000')).toBeDefined();
  });

  it('is read again by itself only while something goes on', () => {
    expect(isBusy({ run: run(), moving: null })).toBe(true);
    expect(isBusy({ run: run({ state: 'refused' }), moving: null })).toBe(false);
    expect(isBusy({ run: run({ state: 'done' }), moving: { action: 'send', total: 9, moved: 1 } })).toBe(
      true,
    );
  });
});

import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { CaseDesk } from '../../client/submissions/case/CaseDesk.tsx';
import type { CaseRecord, HistoryEntry } from '../../client/submissions/case/case-record.ts';
import { historyLines } from '../../client/submissions/case/history-view.ts';
import { ConsoleContext, STAFF_NAMES } from './console-context.tsx';

const record = {
  id: 1,
  status: 'in_review',
  identityOutcome: 'matched',
  identityStale: false,
  assigneeId: 2,
  leaseUntil: '2999-01-01T00:00:00Z',
  dueAt: null,
  reasons: [],
  evidence: { settlements: [] },
} as unknown as CaseRecord;
const flow = { isFlow: false, isMoving: false, go: () => Promise.resolve(false) } as never;
const keys = { press: () => undefined, attach: () => undefined };

const show = (actions: () => Promise<unknown>) =>
  render(
    <ConsoleContext
      provider={{
        read: ((path: string) =>
          path.endsWith('available-actions')
            ? actions()
            : Promise.resolve(path === 'staff/names' ? STAFF_NAMES : [])) as never,
      }}
    >
      <CaseDesk record={record} flow={flow} keys={keys} onHelp={() => undefined} />
    </ConsoleContext>,
  );
const NOTHING = /tidak ada tindakan untuk peran Anda/;

describe('the desk of a case', () => {
  it('says that nothing is to be done only where the server says so', async () => {
    show(() => Promise.resolve([]));
    expect(await screen.findByText(NOTHING)).toBeTruthy();
  });

  it('offers another try, and claims nothing, where the acts could not be asked for', async () => {
    show(() => Promise.reject(new Error('Layanan sedang tidak tersedia')));
    expect(await screen.findByRole('button', { name: 'Coba lagi' })).toBeTruthy();
    expect(screen.queryByText(NOTHING)).toBeNull();
  });
});

describe('the history of a case', () => {
  const check = (minute: number, toStatus: string, actorId: number | null = null): HistoryEntry => ({
    kind: 'check',
    at: `2026-11-22T03:${String(minute).padStart(2, '0')}:00Z`,
    actorId,
    actorName: actorId === null ? null : 'Bagus Verifikasi',
    actorRole: null,
    action: 'identity-check',
    fromStatus: null,
    toStatus,
    reasonCodes: [],
    note: null,
    changedFields: [],
    ruleSet: null,
    batchId: null,
    withheld: false,
  });
  const told = (entries: HistoryEntry[]) =>
    historyLines(entries).map(({ entry, times, since }) => [entry.toStatus, times, since.slice(14, 16)]);

  it('tells an outage in one line, however often the system tried again', () => {
    const entries = [
      check(9, 'matched'),
      check(8, 'unavailable'),
      check(6, 'unavailable'),
      check(5, 'unavailable'),
    ];
    expect(told(entries)).toEqual([
      ['matched', 1, '09'],
      ['unavailable', 3, '05'],
    ]);
  });

  it('keeps what people asked for, and what came between, on lines of their own', () => {
    const entries = [
      check(9, 'unavailable'),
      check(8, 'unavailable', 2),
      check(7, 'unavailable'),
      check(6, 'not_found'),
    ];
    expect(told(entries)).toEqual([
      ['unavailable', 1, '09'],
      ['unavailable', 1, '08'],
      ['unavailable', 1, '07'],
      ['not_found', 1, '06'],
    ]);
  });
});

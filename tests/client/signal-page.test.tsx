import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ROLE_PERMISSIONS } from '@server/auth/permission-rules.ts';
import { SIGNAL_KINDS, type SignalGroup, type SignalRow } from '@server/signals/signal-schema.ts';
import { SIGNAL_RULES } from '@server/signals/signal-rules.ts';
import { SUBMISSION_SIGNALS } from '@server/submissions/submission-schema.ts';
import { mayOpen } from '../../client/auth/access.ts';
import { messagesIn } from '../../client/i18n/messages.ts';
import {
  barsOf,
  groupShown,
  kindShown,
  lookCount,
  nameOf,
  rowsPath,
  shortNameOf,
  valueInWords,
} from '../../client/signals/signal-view.ts';
import { signalMessages } from '../../client/signals/signal-messages.ts';
import { SignalPage } from '../../client/signals/SignalPage.tsx';
import { ConsoleContext } from './console-context.tsx';

const row = (changes: Partial<SignalRow> = {}): SignalRow => ({
  ...{
    subject: 'officer',
    officeId: 3,
    officeName: 'Dinas Semarang',
    staffId: 8,
    staffName: 'Sari Loketwati',
  },
  ...{ count: 30, of: 60, value: 0.5, verdict: 'look' },
  filter: { waveId: 1, officeId: 3, keyedById: 8, signal: 'nik_zero' },
  ...changes,
});
const small = row({ staffId: 9, staffName: 'Tono Loket', count: 2, of: 3, value: 2 / 3, verdict: 'too_few' });
const group = (changes: Partial<SignalGroup> = {}): SignalGroup => ({
  ...{ kind: 'nik_zero', subject: 'officer', measure: 'share', minimum: 50, limit: 0.25, usual: 0.5 },
  ...{ look: 1, rated: 1, tooFew: 1, rows: [row(), small] },
  ...changes,
});
const groups = [
  group({ kind: 'identity_mismatch', subject: 'office', look: 0, rows: [] }),
  group({ subject: 'office', look: 2 }),
  group(),
];

describe('the signal shown first', () => {
  it('is the first that asks something, over offices and officers together', () => {
    expect(kindShown(groups, null)).toBe('nik_zero');
    expect(lookCount(groups, 'nik_zero')).toBe(3);
    expect(kindShown([group({ look: 0 })], null)).toBe('identity_mismatch');
  });

  it('is the one asked for in the address, and the whose it has where another is asked for', () => {
    expect(kindShown(groups, 'all_pass')).toBe('all_pass');
    expect(kindShown(groups, 'none of these')).toBe('nik_zero');
    expect(groupShown(groups, 'nik_zero', 'officer')?.subject).toBe('officer');
    expect(groupShown(groups, 'nik_zero', 'reviewer')?.subject).toBe('office');
    expect(groupShown(groups, 'all_pass', null)).toBeUndefined();
  });
});

describe('a figure', () => {
  it('has no bar while it is too small to be judged', () => {
    expect(barsOf(group())).toEqual([row()]);
  });

  it('bears the name of the person and of the office, as far as they are known', () => {
    const office = { staffId: null, staffName: null };
    expect([nameOf(row()), shortNameOf(row())]).toEqual(['Sari Loketwati, Dinas Semarang', 'Sari Loketwati']);
    expect(nameOf(row(office))).toBe('Dinas Semarang');
    expect(nameOf(row({ officeId: null, officeName: null }))).toBe('Sari Loketwati');
    expect(nameOf(row({ staffName: null, officeName: null }))).toBe('#8, #3');
  });

  it('is a share or a number, as it is measured', () => {
    const format = { number: (value: number) => `n${value}`, percent: (value: number) => `p${value}` };
    expect(valueInWords('share', 0.5, format)).toBe('p0.5');
    expect(valueInWords('per_hour', 36, format)).toBe('n36');
    expect(valueInWords('per_minute', 6, format)).toBe('n6');
  });

  it('leads to its rows, and nowhere where there are none', () => {
    expect(rowsPath({ count: 0, filter: { waveId: 1 } })).toBeNull();
    const path = rowsPath(row()) as string;
    expect(JSON.parse(new URLSearchParams(path.split('?')[1]).get('filter') as string)).toEqual(row().filter);
  });
});

describe('the page of signals', () => {
  const provider = {
    getList: () => Promise.resolve({ data: [{ id: 1, name: 'Gelombang 72' }], total: 1 }) as never,
    read: (path: string) =>
      Promise.resolve(
        path.startsWith('signals')
          ? { wave: { id: 1, name: 'Gelombang 72' }, countedAt: '2026-11-25T03:00:00.000Z', groups }
          : [],
      ) as never,
  };

  it('tells a small number as too few, without a value, and leads from each row to its registrations', async () => {
    render(
      <ConsoleContext role="coordinator" provider={provider}>
        <SignalPage />
      </ConsoleContext>,
    );
    fireEvent.click(await screen.findByRole('button', { name: 'Per petugas' }));
    const link = await screen.findByRole('link', { name: '30 baris: Sari Loketwati, Dinas Semarang' });
    expect(link.getAttribute('href')).toBe(rowsPath(row()));
    const few = screen.getByText('Terlalu sedikit untuk dinilai').closest('tr');
    expect(few?.textContent).toContain('Tono Loket');
    expect(few?.textContent).not.toContain('%');
  });

  it('follows the tab to another signal', async () => {
    render(
      <ConsoleContext role="coordinator" provider={provider}>
        <SignalPage />
      </ConsoleContext>,
    );
    fireEvent.click(await screen.findByRole('tab', { name: /Identitas/ }));
    await waitFor(() => expect(screen.getByText('Belum ada baris pada gelombang ini.')).toBeTruthy());
  });

  it('is opened by coordinators and auditors alone', () => {
    const roles = Object.entries(ROLE_PERMISSIONS).filter(([, held]) => mayOpen(held, 'signals', 'list'));
    expect(roles.map(([role]) => role)).toEqual(['coordinator', 'auditor']);
  });

  it('accuses nobody in any word of either language, and has words for every signal', () => {
    const words = JSON.stringify(signalMessages).toLowerCase();
    expect(words).not.toMatch(
      /fraud|curang|palsu|pelaku|kecurang|cheat|culprit|suspicious|mencurigakan|fake/,
    );
    for (const locale of ['id', 'en'] as const) {
      const { signals, enums } = messagesIn(locale) as unknown as {
        signals: { kind: object; subject: object; measure: object };
        enums: { signal: object };
      };
      expect(Object.keys(signals.kind)).toEqual([...SIGNAL_KINDS]);
      expect(Object.keys(enums.signal)).toEqual([...SUBMISSION_SIGNALS]);
      for (const { subjects, measure } of Object.values(SIGNAL_RULES)) {
        expect(Object.keys(signals.measure)).toContain(measure);
        for (const subject of subjects) expect(Object.keys(signals.subject)).toContain(subject);
      }
    }
  });
});

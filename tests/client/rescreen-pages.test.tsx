import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import type { ListDiffRecord } from '@server/screening/list-diff-schema.ts';
import type { ScreeningListRecord } from '@server/screening/screening-record-schema.ts';
import { RULE_SETS } from '@server/screening/screening-rules.ts';
import { LIST_CODES } from '@server/screening/screening-schema.ts';
import { NO_RESCREEN_COUNTS } from '@server/submissions/rescreen-rules.ts';
import type { RescreeningRecord } from '@server/submissions/rescreen-schema.ts';
import { ListDiff } from '../../client/screening/ListDiff.tsx';
import {
  ageShare,
  changesFound,
  listsWithoutAnswer,
  newestPair,
} from '../../client/screening/rescreen-rules.ts';
import { RescreeningChanges } from '../../client/screening/RescreeningChanges.tsx';
import { RescreeningTable } from '../../client/screening/RescreeningTable.tsx';
import { RescreenWaveDialog } from '../../client/screening/RescreenWaveDialog.tsx';
import { useBlockerWords } from '../../client/submissions/case/use-blocker-words.ts';
import { ConsoleContext } from './console-context.tsx';

const NOW = new Date('2026-11-22T08:00:00.000Z');
const lists = (asOf: Partial<Record<string, string | null>>) =>
  LIST_CODES.map((code) => ({ code, asOf: code in asOf ? (asOf[code] ?? null) : '2026-11-20' }));
const without = (
  asOf: Partial<Record<string, string | null>>,
  rules: keyof typeof RULE_SETS = 'normal-2023',
) => listsWithoutAnswer(lists(asOf), RULE_SETS[rules].lists, { maxAgeDays: 30, now: NOW });

describe('what the page of the lists tells before a wave is screened again', () => {
  it('names the lists that give no answer: never loaded, or older than the wave allows', () => {
    expect(without({})).toEqual([]);
    expect(without({ blacklist: null, education: '2026-10-22' })).toEqual(['education', 'blacklist']);
    expect(without({ education: '2026-10-23' })).toEqual([]);
  });

  it('does not warn of a list that the wave’s rules allow or do not ask', () => {
    expect(without({ aid: null })).toEqual([]);
    expect(without({ aid: null }, 'semi-bansos-2021')).toEqual(['aid']);
    expect(without({ prior_recipients: null }, 'permenko-11-2020')).toEqual([]);
  });

  it('compares the newest finished load with the one before it', () => {
    const version = (listVersion: number, status: 'ready' | 'failed' | 'loading' = 'ready') => ({
      listVersion,
      status,
    });
    expect(newestPair([version(4, 'loading'), version(3), version(2, 'failed'), version(1)])).toEqual({
      from: 1,
      to: 3,
    });
    expect(newestPair([version(2, 'failed'), version(1)])).toBeNull();
  });

  it('fills the bar of an age up to what is allowed, and wholly for a list never loaded', () => {
    expect([ageShare(0, 30), ageShare(15, 30), ageShare(85, 30), ageShare(null, 30)]).toEqual([
      0, 50, 100, 100,
    ]);
  });

  it('shows first the changes that must be looked at first, and none that did not happen', () => {
    const counts = { ...NO_RESCREEN_COUNTS, checked: 9, hitToClear: 1, clearToHit: 2, toUnknown: 3 };
    expect(changesFound(counts).map(({ change }) => change)).toEqual([
      'clear_to_hit',
      'to_unknown',
      'hit_to_clear',
    ]);
    expect(changesFound(NO_RESCREEN_COUNTS)).toEqual([]);
  });
});

describe('ordering a wave to be screened again', () => {
  it('warns with whom to ask for a stale list, and orders the wave that was chosen', async () => {
    const posted: string[] = [];
    const wave = { id: 7, name: 'Gelombang 72', ruleSetId: 3, listMaxAgeDays: 30 } as never;
    const provider = {
      getOne: () => Promise.resolve({ data: { id: 3, rules: RULE_SETS['normal-2023'] } as never }),
      post: (path: string) => {
        posted.push(path);
        return Promise.resolve({
          jobId: 1,
          rescreeningId: 5,
          count: 9,
          repeated: false,
          unanswered: [],
        } as never);
      },
    };
    const asOf = lists({ education: null }).map((list) => ({
      ...list,
      asOf: list.asOf && new Date().toISOString().slice(0, 10),
    })) as unknown as ScreeningListRecord[];
    render(
      <ConsoleContext role="coordinator" provider={provider}>
        <RescreenWaveDialog waves={[wave]} lists={asOf} onClose={() => undefined} />
      </ConsoleContext>,
    );
    const warning = await screen.findByText(/Kementerian Agama \(EMIS\), lalu minta administrator memuatnya/);
    expect(warning.textContent).toContain('Pendidikan formal');
    fireEvent.click(screen.getByRole('button', { name: 'Mulai menapis' }));
    await waitFor(() => expect(posted).toEqual(['waves/7/rescreen']));
  });
});

describe('the report of a re-screening', () => {
  const record = (part: Partial<RescreeningRecord> = {}) =>
    ({
      id: 5,
      waveId: 7,
      batchNo: null,
      jobStatus: 'running',
      orderedById: 2,
      orderedAt: '2026-11-22T08:00:00.000Z',
      counts: NO_RESCREEN_COUNTS,
      ...part,
    }) as RescreeningRecord;
  const row = {
    id: 1,
    submissionId: 4,
    registrationNo: 'PK-AAAA-BBBB-CCCC',
    fullName: 'SITI',
    nikMasked: '337401**********',
    status: 'verified',
    before: 'clear',
    after: 'hit',
    reasons: ['BLACKLISTED'],
    onlyReports: false,
  };
  const page = (rows: () => unknown[], of: RescreeningRecord) => (
    <ConsoleContext
      role="coordinator"
      provider={{ getList: () => Promise.resolve({ data: rows() as never, total: rows().length }) }}
    >
      <RescreeningChanges record={of} />
    </ConsoleContext>
  );

  it('does not say that nothing changed while it runs, nor where a choice fits nobody', async () => {
    const { unmount } = render(page(() => [], record()));
    expect(await screen.findByText(/Sejauh ini belum ada yang berubah/)).toBeTruthy();
    unmount();
    const counts = { ...NO_RESCREEN_COUNTS, clearToHit: 2, reported: 1 };
    const chosen = render(page(() => [], record({ jobStatus: 'succeeded', counts })));
    expect(await screen.findByText('Tidak ada yang sesuai dengan pilihan ini.')).toBeTruthy();
    chosen.unmount();
    render(page(() => [], record({ jobStatus: 'succeeded' })));
    expect(await screen.findByText('Tidak ada yang berubah sejak penapisan sebelumnya.')).toBeTruthy();
  });

  it('lists whom the job finds while the page is open', async () => {
    let rows: unknown[] = [];
    const later = record({ counts: { ...NO_RESCREEN_COUNTS, clearToHit: 1 } });
    function Page() {
      const [followed, setFollowed] = useState(record());
      return (
        <>
          <button onClick={() => setFollowed(later)}>later</button>
          <RescreeningChanges record={followed} />
        </>
      );
    }
    render(
      <ConsoleContext
        role="coordinator"
        provider={{ getList: () => Promise.resolve({ data: rows as never, total: rows.length }) }}
      >
        <Page />
      </ConsoleContext>,
    );
    await screen.findByText(/Sejauh ini belum ada yang berubah/);
    rows = [row];
    fireEvent.click(screen.getByRole('button', { name: 'later' }));
    expect(await screen.findByText('PK-AAAA-BBBB-CCCC')).toBeTruthy();
  });

  it('is one of the newest five on the page of the lists, with the way to the older ones', async () => {
    const provider = (total: number) => ({
      getList: () => Promise.resolve({ data: [record({ jobStatus: 'succeeded' })] as never, total }),
      getMany: () => Promise.resolve({ data: [{ id: 7, name: 'Gelombang 72' }] as never }),
    });
    const shown = (total: number) =>
      render(
        <ConsoleContext role="coordinator" provider={provider(total)}>
          <RescreeningTable />
        </ConsoleContext>,
      );
    const { unmount } = shown(6);
    const link = await screen.findByRole('link', { name: 'Lihat semua (6)' });
    expect(link.getAttribute('href')).toBe('/rescreenings');
    unmount();
    shown(5);
    await screen.findByText('Seluruh Gelombang 72');
    expect(screen.queryByRole('link', { name: /Lihat semua/ })).toBeNull();
  });
});

describe('two versions of a list side by side', () => {
  const side = {
    listVersion: 1,
    asOf: '2026-11-20',
    rowCount: 3,
    fileSha256: 'a'.repeat(64),
    loadedById: 2,
    loadedAt: '2026-11-20T01:00:00.000Z',
  };
  const row = {
    id: 4,
    registrationNo: 'PK-AAAA-BBBB-CCCC',
    nikMasked: '337401**********',
    waveId: 1,
    status: 'verified' as const,
    onlyReports: false,
  };
  const diff: ListDiffRecord = {
    code: 'blacklist', from: side, to: { ...side, listVersion: 2 }, added: 12, removed: 1, unchanged: 2,
    touched: { added: { count: 3, rows: [row] }, removed: { count: 0, rows: [] } }, rowsShown: true,
  }; // prettier-ignore
  const shown = (record: ListDiffRecord) =>
    render(
      <ConsoleContext role="coordinator" provider={{ read: () => Promise.resolve(record as never) }}>
        <ListDiff code="blacklist" from={1} to={2} />
      </ConsoleContext>,
    );

  it('names the registrations it is about and says how many more there are', async () => {
    shown(diff);
    const link = await screen.findByRole('link', { name: 'PK-AAAA-BBBB-CCCC' });
    expect(link.getAttribute('href')).toBe('/submissions/4/show');
    expect(screen.getByText('dan 2 lainnya')).toBeTruthy();
    expect(screen.getByText('Tidak ada.')).toBeTruthy();
  });

  it('tells whoever sees no case that there are numbers only, and not that some are missing', async () => {
    shown({ ...diff, rowsShown: false, touched: { ...diff.touched, added: { count: 3, rows: [] } } });
    expect(await screen.findByText(/hanya ditampilkan kepada peran/)).toBeTruthy();
    expect(screen.queryByText(/lainnya/)).toBeNull();
  });
});

describe('a blocker of a list that gives no answer', () => {
  function Words() {
    const words = useBlockerWords();
    return <p>{words({ code: 'SCREENING_UNKNOWN', list: 'blacklist' })}</p>;
  }

  it('names the list and whom to ask, in the reader’s language', async () => {
    render(
      <ConsoleContext>
        <Words />
      </ConsoleContext>,
    );
    expect((await screen.findByText(/Daftar hitam PMO/)).textContent).toMatch(/Manajemen Pelaksana \(PMO\)/);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render, screen } from '@testing-library/react';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CreateStaff } from '@server/auth/auth-schema.ts';
import { IMPORT_STATUSES, type ImportCase } from '@server/imports/import-schema.ts';
import type { SubmissionRecord } from '@server/submissions/submission-schema.ts';
import { actionWords } from '../../client/audit/action-words.ts';
import { recordPath } from '../../client/audit/EventDrawer.tsx';
import { subjectPage } from '../../client/audit/use-event-words.ts';
import { passwordProblems } from '../../client/auth/staff-rules.ts';
import { likeness } from '../../client/duplicates/compared-fields.ts';
import { schemaProblems } from '../../client/i18n/zod-problems.ts';
import { fromWallClock, toWallClock } from '../../client/i18n/zoned-time.ts';
import { TotalsTable } from '../../client/imports/DryRunResult.tsx';
import { ImportActs } from '../../client/imports/ImportActs.tsx';
import { totalsProblems } from '../../client/imports/ImportCreate.tsx';
import { importStep, isWorking, totalLines } from '../../client/imports/import-steps.ts';
import { newWaveProblems, wavePhase } from '../../client/reference/reference-rules.ts';
import { ConsoleContext } from './console-context.tsx';

const imported = (part: Partial<ImportCase> = {}): ImportCase => ({
  id: 3,
  officeId: 1,
  waveId: 1,
  fileName: 'rekap.csv',
  fileSize: 1000,
  fileDigest: 'ab'.repeat(32),
  status: 'ready',
  counts: { new: 8, same: 0, changed: 1, conflict: 0, bad: 1 },
  controlTotals: { rows: 10, male: 4, female: 6 },
  fileTotals: { rows: 10, male: 5, female: 5 },
  totalsAgree: false,
  progress: { done: 10, total: 10 },
  refusal: null,
  jobId: 1,
  checkJobId: null,
  uploadedById: 1,
  committedById: null,
  createdAt: '2026-11-22T01:00:00.000Z',
  updatedAt: '2026-11-22T01:00:00.000Z',
  committedAt: null,
  version: 2,
  commitBlockers: [],
  discardBlockers: [],
  ...part,
});

describe('importing a recap', () => {
  it('waits for the server in exactly the steps where the server works', () => {
    for (const status of IMPORT_STATUSES)
      expect(isWorking(status)).toBe(importStep(status) === 'reading' || importStep(status) === 'committing');
  });

  it('refuses control totals that do not agree among themselves', () => {
    fc.assert(
      fc.property(fc.nat(9999), fc.nat(9999), fc.nat(9999), (rows, male, female) => {
        const isWrong = 'totals' in totalsProblems({ totals: { rows, male, female } });
        expect(isWrong).toBe(male + female !== rows);
      }),
    );
    expect(totalsProblems({ totals: { rows: 3, male: null, female: 3 } })).toEqual({});
  });

  it('shows both numbers of each control total and which differ', () => {
    render(
      <ConsoleContext role="intake">
        <TotalsTable record={imported()} />
      </ConsoleContext>,
    );
    expect(screen.getAllByText('berbeda')).toHaveLength(2);
    expect(screen.getAllByText('sama')).toHaveLength(1);
    expect(totalLines(imported({ fileTotals: null })).every(({ agrees }) => agrees === null)).toBe(true);
  });

  it('says why it cannot be committed, in the server’s own words', async () => {
    const words = { id: 'gelombang tidak sedang menerima pendaftaran luring', en: 'closed' };
    render(
      <ConsoleContext role="intake">
        <ImportActs
          record={imported({ commitBlockers: [{ code: 'WAVE_CLOSED', message: 'closed', words }] })}
        />
      </ConsoleContext>,
    );
    const commit = await screen.findByRole<HTMLButtonElement>('button', { name: 'Terapkan 9 baris' });
    expect(commit.disabled).toBe(true);
    expect(commit.getAttribute('aria-description')).toBe(words.id);
  });
});

describe('two registrations side by side', () => {
  const person = {
    fullName: 'SITI',
    nikMasked: '337401**********',
    phone: null,
  } as unknown as SubmissionRecord;

  it('are never called alike for what is hidden or missing in both', () => {
    expect(likeness(person, person, 'nikMasked')).toBe('unknown');
    expect(likeness(person, person, 'phone')).toBe('unknown');
    expect(likeness(person, undefined, 'fullName')).toBe('unknown');
  });

  it('differ in a masked number whose open digits differ', () => {
    expect(likeness(person, { ...person, nikMasked: '337402**********' }, 'nikMasked')).toBe('differs');
  });

  it('are alike however a name is spaced or written', () => {
    expect(likeness(person, { ...person, fullName: ' siti ' }, 'fullName')).toBe('same');
    expect(likeness(person, { ...person, fullName: 'SITA' }, 'fullName')).toBe('differs');
  });
});

describe('the time of a wave', () => {
  it('comes back as the same minute in each of the three zones', () => {
    const minute = fc.integer({ min: 0, max: 60_000_000 }).map((n) => new Date(n * 60_000).toISOString());
    fc.assert(
      fc.property(
        minute,
        fc.constantFrom('WIB' as const, 'WITA' as const, 'WIT' as const),
        (instant, zone) => {
          const local = toWallClock(instant, zone);
          expect(fromWallClock(local, zone)).toBe(instant);
          expect(toWallClock(local, zone)).toBe(local);
        },
      ),
    );
    expect(toWallClock('2026-12-01T01:00:00.000Z', 'WIB')).toBe('2026-12-01T08:00');
    expect(toWallClock('2026-12-01T01:00:00.000Z', 'WIT')).toBe('2026-12-01T10:00');
  });

  it('is open from its opening to just before its closing', () => {
    const wave = { opensAt: '2026-11-01T00:00:00.000Z', closesAt: '2026-12-01T00:00:00.000Z' };
    expect(wavePhase(wave, '2026-10-31T23:59:59.999Z')).toBe('coming');
    expect(wavePhase(wave, wave.opensAt)).toBe('open');
    expect(wavePhase(wave, wave.closesAt)).toBe('closed');
  });

  it('must end after it begins', () => {
    const wave = { code: 'G', name: 'G', ruleSetId: 1, quota: 1, opensAt: '2026-12-02T00:00:00.000Z' };
    expect(newWaveProblems({ ...wave, closesAt: '2026-12-01T00:00:00.000Z' })).toEqual({
      closesAt: 'reference.wave.closesFirst',
    });
    expect(newWaveProblems({ ...wave, closesAt: '2026-12-03T00:00:00.000Z' })).toEqual({});
  });
});

describe('a form', () => {
  it('says what the server would refuse, in words of the console', () => {
    const problems = schemaProblems(CreateStaff);
    expect(
      problems({ username: 'A B', fullName: 'x', role: 'king', officeId: 1, password: 'short' }),
    ).toEqual({
      username: 'validation.format',
      role: 'validation.choose',
      password: { message: 'ra.validation.minLength', args: { min: 12 } },
    });
    expect(problems({ username: 'ab', role: 'pmo', officeId: 1, password: 'x'.repeat(12) })).toEqual({
      fullName: 'ra.validation.required',
    });
  });

  it('asks for another password than the old one, typed twice alike', () => {
    const typed = {
      currentPassword: 'tikar-pandan-1',
      newPassword: 'tikar-pandan-1',
      repeated: 'tikar-pandan-2',
    };
    expect(passwordProblems(typed)).toEqual({
      newPassword: 'account.samePassword',
      repeated: 'account.notAlike',
    });
    expect(passwordProblems({ ...typed, newPassword: 'tikar-pandan-2' })).toEqual({});
  });
});

const sourceFiles = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sourceFiles(join(folder, entry.name)) : [join(folder, entry.name)],
  );

describe('the auditor’s pages', () => {
  it('name every act a route can leave in the log', () => {
    const routes = sourceFiles('server').filter((file) => /-routes\.ts$/.test(file));
    const left = routes.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/audit: '([a-z-]+\.[a-z-]+)'/g)].map(([, code]) => code ?? ''),
    );
    expect(left.length).toBeGreaterThan(40);
    const words = actionWords('id');
    expect([...new Set(left)].filter((code) => !(code.replace('.', '_') in words))).toEqual([]);
  });

  it('lead to the page of a record by its number only', () => {
    expect(subjectPage({ subject: 'batch', subjectId: '7' })).toBe('/batches/7/show');
    expect(subjectPage({ subject: 'screening-list', subjectId: 'aid' })).toBeUndefined();
    expect(subjectPage({ subject: 'batch', subjectId: '../staff' })).toBeUndefined();
    expect(recordPath({ subject: 'batch', subjectId: '7' })).toBe(
      '/audit-events/record?subject=batch&subjectId=7',
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asRanges } from '../../../server/imports/import-creating.ts';
import {
  commitBlockers,
  discardBlockers,
  NO_COUNTS,
  told,
  type ImportFacts,
} from '../../../server/imports/import-rules.ts';
import { IMPORT_STATUSES } from '../../../server/imports/import-schema.ts';
import { CLASS_REASON_CODES } from '../../../server/imports/recap-class-rules.ts';
import { conflictProblem, conflictWords } from '../../../server/imports/recap-conflict-rules.ts';
import { safeFileName } from '../../../server/imports/import-upload.ts';

const totals = { rows: 2, male: 1, female: 1 };
const good: ImportFacts = {
  status: 'ready',
  jobAlive: false,
  counts: { ...NO_COUNTS, new: 2 },
  controlTotals: totals,
  fileTotals: totals,
  waveOpen: true,
};
const codes = (facts: Partial<ImportFacts>) => commitBlockers({ ...good, ...facts }).map(({ code }) => code);

describe('what stands in the way of an import', () => {
  it('lets a read file with agreeing totals and a good row be committed', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ counts: { ...NO_COUNTS, changed: 1 } })).toEqual([]);
  });

  it('tells all reasons at once', () => {
    const facts = { counts: NO_COUNTS, controlTotals: { ...totals, male: 2 }, waveOpen: false };
    expect(codes(facts)).toEqual(['TOTALS_DIFFER', 'NOTHING_TO_COMMIT', 'WAVE_CLOSED']);
  });

  it('lets a commit whose job died be ordered again, even after the wave has closed', () => {
    expect(codes({ status: 'committing', jobAlive: true })).toEqual(['NOT_READY']);
    expect(codes({ status: 'committing', waveOpen: false })).toEqual([]);
  });

  it('never lets anything be both committed and discarded but a file that was read', () => {
    for (const status of IMPORT_STATUSES) {
      const facts = { ...good, status };
      const both = commitBlockers(facts).length === 0 && discardBlockers(facts).length === 0;
      expect(both).toBe(status === 'ready');
    }
  });

  it('gives every blocker words in both languages', () => {
    for (const status of IMPORT_STATUSES) {
      const facts = { ...good, status, jobAlive: true, waveOpen: false };
      for (const blocker of told([...commitBlockers(facts), ...discardBlockers(facts)])) {
        expect(blocker.words.id.length).toBeGreaterThan(5);
        expect(blocker.message).toBe(blocker.words.en);
      }
    }
  });
});

describe('the words of a conflict', () => {
  it('name the place where it is known, and are whole where it is not', () => {
    expect(conflictProblem({ code: 'DUPLICATE' }, { line: 7 }).message.id).toBe(
      'NIK ini sama dengan baris 7.',
    );
    expect(conflictProblem({ code: 'DUPLICATE' }, { office: 'Dinas A' }).message.en).toContain('by Dinas A');
    for (const code of CLASS_REASON_CODES) {
      const { message, remedy } = conflictProblem({ code });
      expect(conflictWords(code)).toEqual({ message, remedy });
    }
    expect(conflictWords('constructor')).toBeNull();
  });
});

describe('what an import leaves in lists and the log', () => {
  it('writes many ids as ranges that say exactly these ids', () => {
    expect(asRanges([3, 1, 2, 7, 9, 10])).toBe('1-3, 7, 9-10');
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 300 })), (ids) => {
        const read = asRanges(ids)
          .split(', ')
          .filter(Boolean)
          .flatMap((part) => {
            const [from, to = from] = part.split('-').map(Number) as [number, number?];
            return Array.from({ length: to - from + 1 }, (_none, index) => from + index);
          });
        expect(read).toEqual([...ids].sort((a, b) => a - b));
      }),
    );
  });

  it('keeps NIKs and control characters out of a file’s name, and never leaves it empty', () => {
    expect(safeFileName('rekap 3374014107909001.csv')).toBe('rekap ….csv');
    expect(safeFileName('a\u0000b\n.csv')).toBe('ab.csv');
    expect(safeFileName('')).toBe('rekap');
    expect(safeFileName('x'.repeat(500)).length).toBe(200);
  });
});

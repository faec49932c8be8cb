import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LIST_RESULTS } from '../../../server/screening/screening-schema.ts';
import {
  addToCounts,
  changeOf,
  COUNT_OF_CHANGE,
  NO_RESCREEN_COUNTS,
  REPORTED_STATUSES,
  rescreenBlockers,
  RESCREENED_STATUSES,
  type Standing,
} from '../../../server/submissions/rescreen-rules.ts';
import { RESCREEN_CHANGES, type RescreenChange } from '../../../server/submissions/rescreen-schema.ts';
import { ACTIONS_BY_STATUS } from '../../../server/submissions/submission-rules.ts';

const clear: Standing = { outcome: 'clear', blocking: [] };
const unknown: Standing = { outcome: 'unknown', blocking: [] };
const hit = (...blocking: string[]): Standing => ({ outcome: 'hit', blocking });

describe('what a re-screening does with a registration', () => {
  it('renews the result of everybody who is still on the road to the PMO’s answer', () => {
    const renewed = RESCREENED_STATUSES.filter((status) => !REPORTED_STATUSES.includes(status));
    expect(renewed).toEqual(
      ['submitted', 'in_review', 'needs_correction', 'on_hold', 'verified', 'batched', 'ratified', 'sent'],
    ); // prettier-ignore
  });

  it('only reports on those whom the PMO has answered, whose hit is for the PMO to act on', () => {
    expect(REPORTED_STATUSES).toEqual(['confirmed', 'pmo_returned', 'pmo_rejected', 'revoked']);
    expect(ACTIONS_BY_STATUS.confirmed).toEqual(['revoke']);
  });

  it('leaves drafts alone, and those who were rejected or withdrew', () => {
    for (const status of ['draft', 'rejected', 'withdrawn'] as const)
      expect(RESCREENED_STATUSES).not.toContain(status);
  });

  it('is not ordered where there is nobody to screen', () => {
    expect(rescreenBlockers(0)).toEqual([{ code: 'NOTHING_TO_SCREEN' }]);
    expect(rescreenBlockers(1)).toEqual([]);
  });
});

describe('how a standing changed', () => {
  it.each<[string, Standing | null, Standing, RescreenChange | null]>([
    ['clear stays clear', clear, clear, null],
    ['clear becomes a hit', clear, hit('BLACKLISTED'), 'clear_to_hit'],
    ['clear becomes unknown when a list grew too old', clear, unknown, 'to_unknown'],
    ['a hit becomes clear when the list let go of the person', hit('BLACKLISTED'), clear, 'hit_to_clear'],
    ['a hit becomes unknown', hit('BLACKLISTED'), unknown, 'to_unknown'],
    ['a hit stays the same hit', hit('A', 'B'), hit('B', 'A'), null],
    ['a hit stays one for another reason', hit('A'), hit('B'), 'hit_to_other_hit'],
    ['a hit stays one for one reason more', hit('A'), hit('A', 'B'), 'hit_to_other_hit'],
    ['unknown becomes clear', unknown, clear, 'unknown_to_clear'],
    ['unknown becomes a hit', unknown, hit('A'), 'unknown_to_hit'],
    ['unknown stays unknown', unknown, unknown, null],
    ['somebody never screened becomes clear', null, clear, 'unknown_to_clear'],
    ['somebody never screened becomes a hit', null, hit('A'), 'unknown_to_hit'],
    ['somebody never screened stays unknown', null, unknown, null],
  ])('is told where %s', (_what, before, after, change) => {
    expect(changeOf(before, after)).toBe(change);
  });

  it('has a count of its own for each change, and every change stands in the database', () => {
    expect(Object.keys(COUNT_OF_CHANGE)).toEqual([...RESCREEN_CHANGES]);
    expect(new Set(Object.values(COUNT_OF_CHANGE)).size).toBe(RESCREEN_CHANGES.length);
    const migration = readFileSync('migrations/20261125000200_create_rescreenings.ts', 'utf8');
    for (const code of [...RESCREEN_CHANGES, ...REPORTED_STATUSES]) expect(migration).toContain(`'${code}'`);
  });
});

describe('the counts of a report', () => {
  const row = fc.record({
    change: fc.constantFrom(null, ...RESCREEN_CHANGES),
    after: fc.constantFrom(...LIST_RESULTS),
    onlyReports: fc.boolean(),
  });

  it('are the same in however many parts the registrations were screened', () => {
    fc.assert(
      fc.property(fc.array(row), fc.array(row), (first, second) => {
        const inParts = addToCounts(addToCounts(NO_RESCREEN_COUNTS, first), second);
        expect(inParts).toEqual(addToCounts(NO_RESCREEN_COUNTS, [...first, ...second]));
        expect(inParts.checked).toBe(first.length + second.length);
      }),
    );
  });

  it('tell of the reported also those who were found before and are found again', () => {
    const counts = addToCounts(NO_RESCREEN_COUNTS, [
      { change: null, after: 'hit', onlyReports: true },
      { change: 'clear_to_hit', after: 'hit', onlyReports: true },
      { change: null, after: 'clear', onlyReports: true },
      { change: 'clear_to_hit', after: 'hit', onlyReports: false },
    ]);
    expect(counts).toMatchObject({ checked: 4, clearToHit: 2, reported: 3, reportedHits: 2 });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffCounts, readDiffQuestion } from '../../../server/screening/list-diff-rules.ts';

describe('comparing two versions of a list', () => {
  it('takes two different version numbers, in either order', () => {
    expect(readDiffQuestion({ from: '1', to: '3' })).toEqual({ from: 1, to: 3, errors: null });
    expect(readDiffQuestion({ from: '3', to: '1' })).toEqual({ from: 3, to: 1, errors: null });
  });

  it.each([
    ['nothing named', {}, ['from', 'to']],
    ['one side alone', { from: '1' }, ['to']],
    ['the same version twice', { from: '2', to: '2' }, ['to']],
    ['no number', { from: 'x', to: '2' }, ['from']],
    ['a number no version has', { from: '0', to: '99999999999' }, ['from', 'to']],
    ['anything else', { from: '1', to: '2', nik: '1' }, ['nik']],
  ])('refuses %s and names the part', (_what, query, fields) => {
    expect(Object.keys(readDiffQuestion(query as Record<string, string>).errors ?? {}).sort()).toEqual(
      fields,
    );
  });

  it('accounts for everybody on both sides', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50)), fc.uniqueArray(fc.nat(50)), (before, after) => {
        const both = before.filter((one) => after.includes(one)).length;
        const { added, removed, unchanged } = diffCounts(before.length, after.length, both);
        expect(added).toBe(after.filter((one) => !before.includes(one)).length);
        expect(removed).toBe(before.filter((one) => !after.includes(one)).length);
        expect([unchanged + added, unchanged + removed]).toEqual([after.length, before.length]);
      }),
    );
  });
});

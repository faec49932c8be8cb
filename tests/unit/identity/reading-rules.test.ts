import { describe, expect, it } from 'vitest';
import { ROLES, type Role } from '../../../server/auth/permission-rules.ts';
import { identityBlockers } from '../../../server/identity/identity-rules.ts';
import {
  IDENTITY_OUTCOMES,
  READER_NOS,
  SETTLEMENT_VERDICTS,
  type Reading,
  type ReaderNo,
  type SettlementVerdict,
} from '../../../server/identity/identity-schema.ts';
import {
  mayKnowReading,
  READING_REASONS,
  readingBlockers,
  readingReasons,
  readingStand,
} from '../../../server/identity/reading-rules.ts';
import { REASON_CODES } from '../../../server/reference/reason-schema.ts';

const by = (readerNo: ReaderNo, readerId: number, verdict: SettlementVerdict): Reading => ({
  readerNo,
  readerId,
  verdict,
});
const same = (no: ReaderNo, id: number = no) => by(no, id, 'same_person');
const other = (no: ReaderNo, id: number = no) => by(no, id, 'different');

describe('where the readings of a partial match stand', () => {
  it.each([
    ['nobody has read it', [], 'unread'],
    ['only a second reading exists', [same(2)], 'unread'],
    ['one has found the same person', [same(1)], 'awaits_second'],
    ['one has found another person', [other(1)], 'awaits_second'],
    ['one has read it twice', [same(1), same(2, 1)], 'awaits_second'],
    ['one contradicts himself', [same(1), other(2, 1)], 'awaits_second'],
    ['two find the same person', [same(1), same(2)], 'same_person'],
    ['two find another person', [other(1), other(2)], 'different'],
    ['the second finds another person', [same(1), other(2)], 'disagree'],
    ['the first found another person', [other(1), same(2)], 'disagree'],
    ['the third finds the same person', [same(1), other(2), same(3)], 'same_person'],
    ['the third finds the same person as the second', [other(1), same(2), same(3)], 'same_person'],
    ['the third finds another person', [same(1), other(2), other(3)], 'different'],
    ['the third finds another person as the first', [other(1), same(2), other(3)], 'different'],
    ['the first decides between himself and the second', [same(1), other(2), same(3, 1)], 'disagree'],
    ['the second decides between the first and himself', [same(1), other(2), other(3, 2)], 'disagree'],
    ['a third contradicts two who agree', [same(1), same(2), other(3)], 'same_person'],
    ['they are given in another order', [same(3), other(2), same(1)], 'same_person'],
  ] as const)('when %s', (_when, readings, stand) => {
    expect(readingStand(readings)).toBe(stand);
  });

  it.each([
    ['nobody has read it', [], ['IDENTITY_NOT_SETTLED']],
    ['the readers disagree', [same(1), other(2)], ['IDENTITY_READERS_DISAGREE']],
    ['two find another person', [other(1), other(2)], ['IDENTITY_MISMATCH']],
    ['the third finds another person', [same(1), other(2), other(3)], ['IDENTITY_MISMATCH']],
    ['two find the same person', [same(1), same(2)], []],
    ['the third finds the same person', [same(1), other(2), same(3)], []],
  ] as const)('keeps it from being verified, or not, when %s', (_when, readings, codes) => {
    const blockers = identityBlockers({ outcome: 'partial', stale: false, readings });
    expect(blockers.map(({ code }) => code)).toEqual(codes);
  });

  it('tells nobody what a first reader found before a second has read it', () => {
    const [one, another] = SETTLEMENT_VERDICTS.map((verdict) =>
      identityBlockers({ outcome: 'partial', stale: false, readings: [by(1, 1, verdict)] }),
    );
    expect(one).toEqual([{ code: 'IDENTITY_SECOND_READER_MISSING' }]);
    expect(another).toEqual(one);
  });
});

describe('whose turn it is to read', () => {
  const codes = (
    no: ReaderNo,
    readings: readonly Reading[],
    actorId = 9,
    state: { outcome?: (typeof IDENTITY_OUTCOMES)[number]; stale?: boolean } = {},
  ) =>
    readingBlockers(no, { outcome: 'partial', stale: false, ...state, readings }, actorId).map(
      ({ code }) => code,
    );

  it.each([
    [1, [], []],
    [1, [same(1)], ['ALREADY_READ']],
    [1, [other(1), same(2)], ['ALREADY_READ']],
    [2, [], ['FIRST_READER_MISSING']],
    [2, [same(1)], []],
    [2, [other(1)], []],
    [2, [same(1), other(2)], ['ALREADY_READ']],
    [3, [], ['FIRST_READER_MISSING']],
    [3, [same(1)], ['SECOND_READER_MISSING']],
    [3, [same(1), same(2)], ['READERS_AGREE']],
    [3, [other(1), other(2)], ['READERS_AGREE']],
    [3, [same(1), other(2)], []],
    [3, [other(1), same(2)], []],
    [3, [same(1), other(2), same(3)], ['ALREADY_READ']],
  ] as const)('for reader %i after %j', (no, readings, expected) => {
    expect(codes(no, readings)).toEqual(expected);
  });

  it('makes nobody two of the readers', () => {
    expect(codes(2, [same(1, 9)])).toEqual(['SAME_READER']);
    expect(codes(3, [same(1, 9), other(2)])).toEqual(['SAME_READER']);
    expect(codes(3, [same(1), other(2, 9)])).toEqual(['SAME_READER']);
  });

  it('lets nobody read what is no partial match, or a stale one', () => {
    for (const no of READER_NOS) {
      for (const outcome of IDENTITY_OUTCOMES.filter((one) => one !== 'partial'))
        expect(codes(no, [], 9, { outcome }), outcome).toEqual(['NOT_PARTIAL']);
      expect(codes(no, [], 9, { stale: true })).toEqual(['IDENTITY_STALE']);
    }
  });
});

describe('who may know what a first reader found', () => {
  const readers = { first: 1, second: 2, another: 3 };
  const sees = (role: Role, id: number, made: readonly Reading[]) =>
    mayKnowReading({ readerId: readers.first }, made, { id, role });

  it.each(ROLES)('before a second has read: its reader and overseers, whatever else a %s may do', (role) => {
    const overseer = role === 'coordinator' || role === 'auditor';
    expect(sees(role, readers.second, [same(1)])).toBe(overseer);
    expect(sees(role, readers.first, [same(1)])).toBe(true);
  });

  it.each(ROLES)('once a second has read: everybody, a %s too', (role) => {
    for (const made of [
      [same(1), same(2)],
      [same(1), other(2)],
      [same(1), other(2), other(3)],
    ])
      expect(sees(role, readers.another, made)).toBe(true);
  });
});

describe('the reasons of a reading', () => {
  const DIFFERENCES = ['NAME_MISMATCH', 'KK_MISMATCH', 'DOB_MISMATCH'];

  it('are one table: what may differ between a form and a KTP, and a forged paper for another person only', () => {
    expect(READING_REASONS.same_person).toEqual(DIFFERENCES);
    expect(READING_REASONS.different).toEqual([...DIFFERENCES, 'DOC_SUSPECT']);
  });

  it.each([
    ['same_person', ['NAME_MISMATCH'], ['NAME_MISMATCH']],
    ['same_person', ['KK_MISMATCH'], ['KK_MISMATCH']],
    ['same_person', ['DOB_MISMATCH', 'NAME_MISMATCH'], ['NAME_MISMATCH', 'DOB_MISMATCH']],
    // A register that has no name to compare names no difference.
    ['same_person', [], DIFFERENCES],
    ['different', ['NAME_MISMATCH'], [...DIFFERENCES, 'DOC_SUSPECT']],
    ['different', [], [...DIFFERENCES, 'DOC_SUSPECT']],
  ] as const)('for %s, where the check found %j, are %j', (verdict, found, fitting) => {
    expect(readingReasons(verdict, found)).toEqual(fitting);
  });

  it('never are what says nothing of who a person is', () => {
    const unfitting = REASON_CODES.filter((code) => ![...DIFFERENCES, 'DOC_SUSPECT'].includes(code));
    for (const verdict of SETTLEMENT_VERDICTS)
      for (const code of unfitting) expect(readingReasons(verdict, REASON_CODES)).not.toContain(code);
  });
});

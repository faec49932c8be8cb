import { describe, expect, it } from 'vitest';
import { lateBlockers, type LateOverride } from '../../../server/lateness/lateness-rules.ts';

const DEADLINE = '2026-10-31T17:00:00.000Z';
const NOW = '2026-11-03T01:00:00.000Z';
const override = (part: Partial<LateOverride> = {}): LateOverride => ({
  act: 'resubmit',
  officeId: null,
  status: 'consented',
  answeredAt: '2026-11-02T00:00:00.000Z',
  until: '2026-11-04T00:00:00.000Z',
  ...part,
});
const codes = (overrides: LateOverride[], deadline: string | null = DEADLINE, now = NOW) =>
  lateBlockers({ deadline, overrides }, 'resubmit', 7, now).map(({ code }) => code);

describe('after the hand-over deadline', () => {
  it.each<[string, LateOverride[], string | null, string, string[]]>([
    ['a wave without a deadline knows no lateness', [], null, NOW, []],
    ['at the deadline itself nothing is late', [], DEADLINE, DEADLINE, []],
    ['after it nothing comes in by itself', [], DEADLINE, NOW, ['AFTER_DEADLINE']],
    ['an override for all offices lets it in', [override()], DEADLINE, NOW, []],
    ['as does one of its office', [override({ officeId: 7 })], DEADLINE, NOW, []],
    ['one of another office does not', [override({ officeId: 8 })], DEADLINE, NOW, ['AFTER_DEADLINE']],
    ['nor one of another act', [override({ act: 'compose' })], DEADLINE, NOW, ['AFTER_DEADLINE']],
    ['nor one only ordered', [override({ status: 'ordered' })], DEADLINE, NOW, ['AFTER_DEADLINE']],
    ['nor one declined', [override({ status: 'declined' })], DEADLINE, NOW, ['AFTER_DEADLINE']],
    ['nor one that has ended', [override({ until: '2026-11-02T12:00:00.000Z' })], DEADLINE, NOW, ['AFTER_DEADLINE']],
    ['nor one consented to later', [override({ answeredAt: '2026-11-03T02:00:00.000Z' })], DEADLINE, NOW, ['AFTER_DEADLINE']],
  ])('%s', (_what, overrides, deadline, now, expected) => {
    expect(codes(overrides, deadline, now)).toEqual(expected);
  }); // prettier-ignore
});

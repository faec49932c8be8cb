import { describe, expect, it } from 'vitest';
import {
  DELETED_AFTER_USE,
  keptUntil,
  settledBy,
  SETTLED_STATUSES,
} from '../../../server/submissions/document-retention-rules.ts';
import { ACTIONS_BY_STATUS } from '../../../server/submissions/submission-rules.ts';

describe('how long a copy of a KTP is kept', () => {
  it('counts whole days of 24 hours back from now', () => {
    const rule = { days: 30, owner: 'Kementerian Ketenagakerjaan' };
    expect(settledBy('2026-12-31T00:00:00.000Z', rule)).toBe('2026-12-01T00:00:00.000Z');
    expect(settledBy('2026-03-01T10:20:30.000Z', { ...rule, days: 1 })).toBe('2026-02-28T10:20:30.000Z');
  });

  it('is over at the very instant up to which a copy is kept', () => {
    const rule = { days: 30, owner: 'Kementerian Ketenagakerjaan' };
    const until = keptUntil('2026-12-01T08:00:00.000Z', rule);
    expect(until).toBe('2026-12-31T08:00:00.000Z');
    expect(settledBy(until, rule)).toBe('2026-12-01T08:00:00.000Z');
  });

  it('ends only where nothing further is decided by papers: no status in which evidence is still weighed', () => {
    const weighing = ['verify', 'edit', 'batch', 'ratify', 'send', 'confirm', 'return'];
    for (const status of SETTLED_STATUSES)
      expect(
        (ACTIONS_BY_STATUS[status] as readonly string[]).filter((one) => weighing.includes(one)),
      ).toEqual([]);
  });

  it('touches copies of the card alone: what was signed is evidence', () => {
    expect(DELETED_AFTER_USE).toEqual(['ktp_photo']);
  });
});

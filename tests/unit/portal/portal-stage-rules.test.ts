import { describe, expect, it } from 'vitest';
import { STAGES } from '../../../server/portal/portal-schema.ts';
import { journeyOf, STAGE_OF_STATUS, type Passage } from '../../../server/portal/portal-stage-rules.ts';
import { SUBMISSION_STATUSES, type SubmissionStatus } from '../../../server/submissions/submission-schema.ts';

const day = (no: number, hour = 1) =>
  `2026-12-${String(no).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`;
const passage = (action: string, to: SubmissionStatus, at: string): Passage => ({ action, to, at });
const ROAD = [
  passage('create', 'draft', day(1)),
  passage('submit', 'submitted', day(1, 2)),
  passage('claim', 'in_review', day(2)),
];
const where = (passages: readonly Passage[], now = day(20)) =>
  journeyOf(passages.at(-1)?.to ?? 'draft', passages, { createdAt: day(1), now });
const stages = (passages: readonly Passage[], now?: string) =>
  where(passages, now).timeline.map(({ stage }) => stage);

describe('where a registration is, to whoever registered', () => {
  it('has a stage for every status, and a status for every stage', () => {
    const used = new Set(SUBMISSION_STATUSES.map((status) => STAGE_OF_STATUS[status]));
    expect([...used].sort()).toEqual([...STAGES].sort());
  });

  it.each(SUBMISSION_STATUSES)('ends its timeline at the stage it is in: %s', (status) => {
    const { stage, timeline } = where([...ROAD, passage('x', status, day(3))]);
    expect(timeline.at(-1)?.stage).toBe(stage);
    expect(stage).toBe(STAGE_OF_STATUS[status]);
  });

  it('tells nothing of claims and holds, and nothing of how long the form was filled', () => {
    const held = [...ROAD, passage('hold', 'on_hold', day(3)), passage('resume', 'in_review', day(4))];
    expect(where(held).timeline).toEqual([{ stage: 'received', at: day(1, 2) }]);
    expect(stages(ROAD.slice(0, 1))).toEqual(['filling']);
  });

  it('tells of each return and of each time it came in again', () => {
    const twice = [
      ...ROAD,
      passage('return', 'needs_correction', day(3)),
      passage('resubmit', 'submitted', day(4)),
      passage('claim', 'in_review', day(5)),
      passage('return', 'needs_correction', day(6)),
    ];
    expect(stages(twice)).toEqual(['received', 'mend', 'received', 'mend']);
    expect(where(twice).last).toBe(6);
  });

  it('takes a step back where one was taken back', () => {
    const verified = [...ROAD, passage('verify', 'verified', day(3))];
    expect(stages([...verified, passage('undo', 'in_review', day(4))])).toEqual(['received']);
    const batched = [...verified, passage('batch', 'batched', day(4))];
    expect(stages([...batched, passage('unbatch', 'verified', day(5))])).toEqual(['received', 'verified']);
    const sent = [...batched, passage('ratify', 'ratified', day(5)), passage('send', 'sent', day(6))];
    expect(stages([...sent, passage('unsend', 'ratified', day(7))])).toEqual([
      'received',
      'verified',
      'ratifying',
      'ratified',
    ]);
  });

  it('does not tell a rejection within the day in which it may be taken back, as the notice does not', () => {
    const rejected = [...ROAD, passage('reject', 'rejected', day(3))];
    const before = where(rejected, day(4, 0));
    expect([before.status, before.stage, before.last]).toEqual(['in_review', 'received', 2]);
    expect(before.timeline.map(({ stage }) => stage)).toEqual(['received']);
    const after = where(rejected, day(4, 1));
    expect([after.status, after.stage, after.last]).toEqual(['rejected', 'refused', 3]);
  });

  it('never tells a rejection that was taken back within its day, and tells one that was told', () => {
    const reopened = (at: string) => [
      ...ROAD,
      passage('reject', 'rejected', day(3)),
      passage('reopen', 'submitted', at),
    ];
    expect(stages(reopened(day(3, 5)))).toEqual(['received']);
    expect(stages(reopened(day(6)))).toEqual(['received', 'refused', 'received']);
  });

  it('says where a registration without known steps stands', () => {
    expect(journeyOf('submitted', [], { createdAt: day(2), now: day(3) })).toEqual({
      ...{ status: 'submitted', stage: 'received', last: null },
      timeline: [{ stage: 'received', at: day(2) }],
    });
  });
});

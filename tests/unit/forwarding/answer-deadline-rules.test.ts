import { describe, expect, it } from 'vitest';
import { answerDeadline } from '../../../server/forwarding/answer-deadline-rules.ts';

const ARRIVED = '2026-11-01T03:00:00.000Z';
const after = (days: number) => new Date(Date.parse(ARRIVED) + days * 86_400_000).toISOString();

describe('the deadline of the PMO’s answers', () => {
  it.each([
    ['has not begun while the delivery is on its way', null, 5, 0, 'none', 0],
    ['runs from the arrival', ARRIVED, 5, 1, 'open', 0],
    ['is near in the last three days', ARRIVED, 5, 11, 'soon', 0],
    ['is kept to its last instant', ARRIVED, 5, 14, 'soon', 0],
    ['is over after that, from the first hour', ARRIVED, 5, 14.04, 'overdue', 0],
    ['and counts whole days', ARRIVED, 1, 17.5, 'overdue', 3],
    ['is nobody’s concern once every row is answered', ARRIVED, 0, 40, 'answered', 0],
  ] as const)('%s', (_title, deliveredAt, pending, day, state, daysOver) => {
    const found = answerDeadline({ deliveredAt, answerDays: 14, pending }, after(day));
    expect([found.state, found.daysOver]).toEqual([state, daysOver]);
    expect(found.dueAt).toBe(deliveredAt && after(14));
  });
});

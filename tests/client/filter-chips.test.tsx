import { describe, expect, it } from 'vitest';
import { chipsOf, withoutChip } from '../../client/submissions/list/filter-chips.ts';

describe('the chips over the list of registrations', () => {
  it('tell every filter a signal comes with, in the order of the form', () => {
    const chips = chipsOf({
      ...{ createdAt_lte: '2026-11-25T03:59:59.999Z', createdAt_gte: '2026-11-25T03:00:00.000Z' },
      ...{ signal: 'keyed_by_hand', keyedById: 8, officeId: 3, waveId: 1 },
    });
    expect(chips.map(({ key, operator, words }) => [key, operator, words])).toEqual([
      ['waveId', null, 'waves'],
      ['officeId', null, 'offices'],
      ['signal', null, { enum: 'signal' }],
      ['keyedById', null, 'staff'],
      ['createdAt_lte', 'until', 'instant'],
      ['createdAt_gte', 'since', 'instant'],
    ]);
  });

  it('say what is left out, and leave to the tabs what a tab says', () => {
    expect(chipsOf({ status_neq: 'rejected', decidedById: 5 }).map(({ key }) => key)).toEqual([
      ...['decidedById', 'status_neq'],
    ]);
    expect(chipsOf({ status: 'submitted', assigneeId: 4, identityOutcome: ['mismatched'] })).toEqual([]);
  });

  it('take the signal away with its office or its wave, of which alone it can be asked', () => {
    const filter = { waveId: 1, officeId: 3, signal: 'nik_run', channel: 'offline' };
    expect(withoutChip(filter, 'officeId')).toEqual({ waveId: 1, channel: 'offline' });
    expect(withoutChip(filter, 'waveId')).toEqual({ officeId: 3, channel: 'offline' });
    expect(withoutChip(filter, 'signal')).toEqual({ waveId: 1, officeId: 3, channel: 'offline' });
    expect(withoutChip(filter, 'channel')).toEqual({ waveId: 1, officeId: 3, signal: 'nik_run' });
  });
});

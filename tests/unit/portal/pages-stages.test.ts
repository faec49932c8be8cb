import { describe, expect, it } from 'vitest';
import { STAGES, type PortalSubmission, type Stage } from '../../../server/portal/portal-schema.ts';
import { MAIN_ROAD, nextAct, roadOf, STAGE_VIEWS } from '../../../client/portal/stage-rules.ts';

const at = (day: number) => `2026-12-${String(day).padStart(2, '0')}T03:00:00Z`;
const NOW = at(10);
const wave = { name: 'Gelombang 71', opensAt: at(1), closesAt: at(20) };
const submission = (change: Partial<PortalSubmission>): PortalSubmission =>
  ({
    stage: 'filling',
    editable: true,
    missing: [],
    version: 3,
    closesAt: at(20),
    ...change,
  }) as PortalSubmission;
const act = (change: Partial<PortalSubmission>) => nextAct({ wave, submission: submission(change) }, NOW);

describe('the road of a registration', () => {
  it('has a view of every stage', () => {
    expect(Object.keys(STAGE_VIEWS).sort()).toEqual([...STAGES].sort());
  });

  it('shows what was reached, where it is now, and what lies ahead', () => {
    const road = roadOf('verified', [
      { stage: 'filling', at: at(1) },
      { stage: 'received', at: at(2) },
      { stage: 'verified', at: at(3) },
    ]);
    expect(road.map(({ stage, state }) => `${stage} ${state}`)).toEqual([
      'filling done',
      'received done',
      'verified current',
      'ratifying ahead',
      'ratified ahead',
      'forwarded ahead',
      'confirmed ahead',
    ]);
    expect(road[2]?.at).toBe(at(3));
    expect(road[3]?.at).toBeNull();
  });

  it('is at one place in every stage, and ends where nothing lies ahead', () => {
    for (const stage of STAGES) {
      const road = roadOf(stage, [{ stage: 'filling', at: at(1) }]);
      expect(road.filter(({ state }) => state === 'current').map((stop) => stop.stage)).toEqual([stage]);
      const ends: Stage[] = ['confirmed', 'refused', 'withdrawn', 'revoked'];
      expect(road.some(({ state }) => state === 'ahead')).toBe(!ends.includes(stage));
    }
  });

  it('comes to the check once more after a correction', () => {
    const road = roadOf('mend', [
      { stage: 'received', at: at(2) },
      { stage: 'mend', at: at(3) },
    ]);
    expect(road.map(({ stage }) => stage)).toEqual(['received', 'mend', ...MAIN_ROAD.slice(1)]);
  });
});

describe('the next thing to do', () => {
  it('is one for every stage', () => {
    const acts = STAGES.map((stage) => [
      stage,
      act({ stage, editable: stage === 'filling' || stage === 'mend' }),
    ]);
    expect(Object.fromEntries(acts)).toEqual({
      filling: 'send',
      received: 'wait',
      mend: 'mend',
      verified: 'wait',
      ratifying: 'wait',
      ratified: 'wait',
      forwarded: 'wait',
      confirmed: 'finished',
      looked_at_again: 'wait',
      refused: 'finished',
      withdrawn: 'finished',
      revoked: 'finished',
    });
  });

  it('is to begin, to go on, or to send, by what is filled in', () => {
    expect(nextAct({ wave, submission: null }, NOW)).toBe('begin');
    expect(act({ version: 0, missing: [{ field: 'nik', code: 'REQUIRED' }] })).toBe('begin');
    expect(act({ missing: [{ field: 'nik', code: 'REQUIRED' }] })).toBe('continue');
    expect(act({ missing: [] })).toBe('send');
  });

  it('is nothing when no wave is open, or this one has closed', () => {
    expect(nextAct({ wave: null, submission: null }, NOW)).toBe('noWave');
    expect(act({ closesAt: NOW })).toBe('closed');
    expect(act({ editable: false })).toBe('closed');
  });
});

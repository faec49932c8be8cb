import { describe, expect, it } from 'vitest';
import { runLives } from '../model/life-run.ts';
import { ENGINES } from '../support/test-engines.ts';

describe.each(ENGINES)('a batch in anybody’s hands on %s', (engine) => {
  it('takes and refuses every act as the domain says, from the first row to the PMO’s last answer', async () => {
    const { steps, uncovered } = await runLives(engine, { about: 'batch', verifiedAtFirst: 5 });
    expect(steps).toBeGreaterThan(0);
    expect(uncovered).toEqual([]);
  });
});

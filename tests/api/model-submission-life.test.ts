import { describe, expect, it } from 'vitest';
import { runLives } from '../model/life-run.ts';
import { ENGINES } from '../support/test-engines.ts';

describe.each(ENGINES)('a registration in anybody’s hands on %s', (engine) => {
  it('takes and refuses every act as the domain says, whoever tries it and in whatever order', async () => {
    const { steps, uncovered } = await runLives(engine, { about: 'registration', verifiedAtFirst: 0 });
    expect(steps).toBeGreaterThan(0);
    expect(uncovered).toEqual([]);
  });
});

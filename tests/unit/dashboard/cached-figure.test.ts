import { describe, expect, it } from 'vitest';
import { createCachedFigure } from '../../../server/cached-figure.ts';

/** A clock moved by hand, and a figure that takes so long by it. */
function slowFigure(cost: number) {
  let now = 0;
  let computed = 0;
  const figure = createCachedFigure(
    (key) => {
      now += cost;
      computed += 1;
      return Promise.resolve(`${key}#${computed}`);
    },
    () => now,
  );
  return { figure, computed: () => computed, pass: (ms: number) => (now += ms) };
}

describe('a figure too dear for each request', () => {
  it('is always current where it is cheap', async () => {
    const { figure } = slowFigure(2);
    expect([await figure('a'), await figure('a')]).toEqual(['a#1', 'a#2']);
  });

  it('rests twenty times as long as it took, then is renewed behind the answer', async () => {
    const { figure, computed, pass } = slowFigure(100);
    expect(await figure('a')).toBe('a#1');
    pass(1900);
    expect(await figure('a')).toBe('a#1');
    expect(computed()).toBe(1);
    pass(101);
    expect(await figure('a')).toBe('a#1');
    expect(await figure('a')).toBe('a#2');
  });

  it('is computed once for everybody who asks meanwhile', async () => {
    const { figure, computed } = slowFigure(2);
    expect(await Promise.all([figure('a'), figure('a'), figure('a')])).toEqual(['a#1', 'a#1', 'a#1']);
    expect(computed()).toBe(1);
    expect(await figure('a')).toBe('a#2');
  });

  it('keeps one value for each key', async () => {
    const { figure } = slowFigure(100);
    expect([await figure('a'), await figure('b'), await figure('a')]).toEqual(['a#1', 'b#2', 'a#1']);
  });

  it('tells the next one to ask what went wrong behind an answer, and recovers', async () => {
    let now = 0;
    let broken = false;
    const figure = createCachedFigure(
      () => {
        now += 100;
        return broken ? Promise.reject(new Error('no database')) : Promise.resolve('value');
      },
      () => now,
    );
    await figure();
    broken = true;
    now += 6000;
    expect(await figure()).toBe('value');
    await expect(figure()).rejects.toThrow('no database');
    broken = false;
    expect(await figure()).toBe('value');
  });
});

import { describe, expect, it } from 'vitest';
import { parseBenchArguments, RECAP_ROWS, ROAD_ROWS, SECTIONS } from '../../bench/bench-arguments.ts';

const parsed = (...words: string[]) => {
  const result = parseBenchArguments(words);
  return result.ok ? result.value : result.problem;
};

describe('the words after npm run bench', () => {
  it('may be none: then everything is measured on the rows of the road', () => {
    expect(parsed()).toEqual({
      sections: SECTIONS,
      rows: ROAD_ROWS,
      recap: RECAP_ROWS,
      seed: '1',
      engine: 'sqlite',
    });
  });

  it('name sections, rows, seed and engine', () => {
    expect(
      parsed(
        '--only',
        'lists',
        '--only',
        'client',
        '--rows',
        '5000',
        '--recap',
        '2000',
        '--seed',
        'b-2',
        '--db',
        'postgres',
      ),
    ).toEqual({
      sections: ['lists', 'client'],
      rows: 5000,
      recap: 2000,
      seed: 'b-2',
      engine: 'postgres',
    });
  });

  it('measure a section once, however often it is named', () => {
    expect(parsed('--only', 'lists', '--only', 'lists')).toMatchObject({ sections: ['lists'] });
  });

  it.each([
    [['--only', 'everything'], /--only takes/],
    [['--rows', '999'], /--rows takes/],
    [['--rows', '1e5'], /--rows takes/],
    [['--rows', '5000001'], /--rows takes/],
    [['--rows', '-5000'], /rows/],
    [['--recap', '700001'], /--recap takes/],
    [['--seed', 'a b'], /--seed takes/],
    [['--seed', ''], /--seed takes/],
    [['--db', 'mysql'], /--db takes/],
    [['--fast'], /--fast/],
    [['lists'], /lists/],
  ])('are refused in one line where they say %j', (words, problem) => {
    const line = parsed(...words);
    expect(line).toMatch(problem);
    expect(String(line).split('\n')).toHaveLength(1);
  });
});

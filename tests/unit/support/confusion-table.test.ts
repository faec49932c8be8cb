import { describe, expect, it } from 'vitest';
import { confusionTable, tableText } from '../../support/confusion-table.ts';

describe('a table of expected against found answers', () => {
  const table = confusionTable('colours', [
    { id: 'R1', expected: 'red', found: 'red' },
    { id: 'R2', expected: 'red', found: 'blue' },
    { id: 'R3', expected: 'blue', found: 'blue' },
    { id: 'R4', expected: 'blue|red', found: 'red' },
    { id: 'R5', expected: 'blue|red', found: 'green' },
    { id: 'R6', expected: 'red', found: 'blue' },
  ]);

  it('counts every pair once, and takes either of two allowed answers for the expected one', () => {
    expect(table.answers).toEqual(['blue', 'blue|red', 'green', 'red']);
    expect(table.counts).toEqual([
      [1, 0, 0, 0],
      [0, 1, 1, 0],
      [0, 0, 0, 0],
      [2, 0, 0, 1],
    ]);
  });

  it('names what stands off the diagonal', () => {
    expect(table.errors).toEqual([
      { expected: 'blue|red', found: 'green', ids: ['R5'] },
      { expected: 'red', found: 'blue', ids: ['R2', 'R6'] },
    ]);
  });

  it('can be read', () => {
    expect(tableText(table).split('\n')).toEqual([
      '',
      'colours',
      'expected \\ found |    1    2    3    4',
      ' 1 blue          |    1    .    .    .',
      ' 2 blue|red      |    .    1    1    .',
      ' 3 green         |    .    .    .    .',
      ' 4 red           |    2    .    .    1',
      'expected blue|red, found green: R5',
      'expected red, found blue: R2 R6',
      '',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { differingFields, statementDifferences } from '../../../server/batches/batch-verify-rules.ts';

describe('what is not as it was sealed', () => {
  it.each([
    ['{"a":"1","b":"2"}', '{"a":"1","b":"2"}', []],
    ['{"a":"1","b":"2"}', '{"a":"1","b":"3"}', ['b']],
    ['{"a":"1","b":"2"}', '{"a":"1"}', ['b']],
    ['{"a":"1"}', '{"a":1,"c":"x"}', ['a', 'c']],
    ['not json', '{"a":"1"}', ['the whole line']],
    ['["a"]', '{"a":"1"}', ['the whole line']],
  ])('is named by field, never by value: %s against %s', (sealed, now, fields) => {
    expect(differingFields(sealed, now)).toEqual(fields);
  });

  it.each([
    ['{"a":"1","b":2}', []],
    ['{"a":"1","b":3}', ['b']],
    ['{"b":2,"a":"1"}', ['canonical form']],
    ['{"a":"1", "b":2}', ['canonical form']],
    ['{', ['the whole']],
  ])('is told of a statement: %s', (text, parts) => {
    expect(statementDifferences(text, '{"a":"1","b":2}')).toEqual(parts);
  });
});

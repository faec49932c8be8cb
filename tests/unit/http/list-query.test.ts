import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../server/errors.ts';
import { parseListQuery, WIDEST_RANGE, type ListDefinition } from '../../../server/http/list-query.ts';

const LIST: ListDefinition = {
  resource: 'things',
  fields: {
    id: { column: 'id', type: 'int' },
    name: { column: 'name', type: 'text' },
    status: { column: 'status', type: 'text', values: ['open', 'closed'] },
    done: { column: 'done', type: 'bool' },
    secret: { column: 'secret', type: 'text', filter: false, sort: false },
  },
  defaultSort: ['id', 'DESC'],
  search: () => undefined,
};
const parse = (query: Record<string, unknown>) => parseListQuery(LIST, query);
const refused = (query: Record<string, unknown>) => {
  try {
    parse(query);
  } catch (error) {
    if (error instanceof AppError) return error.status;
    throw error;
  }
  return 200;
};

describe('the list dialect', () => {
  it('reads filter, range and sort as ra-data-simple-rest sends them', () => {
    const request = parse({
      filter: '{"status":["open","closed"],"id_gte":3,"done":true,"q":" budi "}',
      range: '[25,49]',
      sort: '["name","ASC"]',
    });
    expect(request).toEqual({
      conditions: [
        { field: 'status', operator: 'eq', value: ['open', 'closed'] },
        { field: 'id', operator: 'gte', value: 3 },
        { field: 'done', operator: 'eq', value: 1 },
      ],
      q: 'budi',
      range: [25, 49],
      sort: ['name', 'ASC'],
      after: null,
    });
  });

  it('gives the first page in the list’s own order where nothing is asked', () => {
    expect(parse({})).toMatchObject({ range: [0, 24], sort: ['id', 'DESC'], conditions: [] });
  });

  it.each([
    ['malformed JSON', { filter: '{' }],
    ['an array for a filter', { filter: '[1]' }],
    ['an unknown field', { filter: '{"password_hash":"x"}' }],
    ['an unknown operator', { filter: '{"id_like":1}' }],
    ['a column with its table', { filter: '{"staff.password_hash":"x"}' }],
    ['a field closed to filters', { filter: '{"secret":"x"}' }],
    ['__proto__', { filter: '{"__proto__":{"a":1}}' }],
    ['constructor', { filter: '{"constructor":"x"}' }],
    ['a text for a number', { filter: '{"id":"1"}' }],
    ['an object for a value', { filter: '{"name":{"$gt":""}}' }],
    ['a word outside the enumeration', { filter: '{"status":"ajar"}' }],
    ['a NIK in the address', { filter: '{"q":"3374015612919042"}' }],
    ['a zero byte', { filter: '{"name":"a\\u0000b"}' }],
    ['a range wider than the limit', { range: `[0,${WIDEST_RANGE}]` }],
    ['a range backwards', { range: '[9,3]' }],
    ['a range of texts', { range: '["0","9"]' }],
    ['NaN in a range', { range: '[0,null]' }],
    ['a sort by an unknown field', { sort: '["password_hash","ASC"]' }],
    ['a sort by a closed field', { sort: '["secret","ASC"]' }],
    ['an unknown direction', { sort: '["id","sideways"]' }],
    ['a cursor of somebody else', { after: 'bm90IGEgY3Vyc29y' }],
    ['a parameter twice', { filter: ['{}', '{}'] }],
    ['an unknown parameter', { embed: 'x' }],
  ])('answers 422 for %s', (_what, query) => {
    expect(refused(query)).toBe(422);
  });

  it('never fails otherwise than with 422, whatever is sent', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('filter', 'range', 'sort', 'after', 'x'),
          fc.oneof(fc.json(), fc.string()),
        ),
        (query) => {
          expect([200, 422]).toContain(refused(query));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

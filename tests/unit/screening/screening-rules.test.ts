import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ageOn,
  kkLimitBlocker,
  listResult,
  listState,
  REASON_OF_LIST,
  RULE_SETS,
  screen,
  screeningBlockers,
} from '../../../server/screening/screening-rules.ts';
import {
  LIST_CODES,
  LIST_RESULTS,
  RULE_SET_CODES,
  ruleSetSchema,
  screeningSchema,
  type ListCode,
  type ListFindings,
  type ListResult,
  type RuleSetCode,
} from '../../../server/screening/screening-schema.ts';

const findings = (results: Partial<Record<ListCode, ListResult>> = {}): ListFindings =>
  Object.fromEntries(
    LIST_CODES.map((list) => {
      const result = results[list] ?? 'clear';
      return [
        list,
        result === 'unknown'
          ? { result, listVersion: null, asOf: null }
          : { result, listVersion: 3, asOf: '2026-10-01' },
      ];
    }),
  ) as ListFindings;

const adult = { birthDate: '1991-07-13', submittedOn: '2026-11-22' };
const screened = (rules: RuleSetCode, results: Partial<Record<ListCode, ListResult>> = {}, person = adult) =>
  screen({ ...person, lists: findings(results) }, RULE_SETS[rules]);

describe('the rule sets', () => {
  it.each([
    ['permenko-11-2020', 18, null, 'lowers_priority', 'not_asked', null],
    ['semi-bansos-2021', 18, 64, 'excludes', 'excludes', 2],
    ['normal-2023', 18, 64, 'allowed', 'excludes', 2],
  ] as const)(
    '%s asks what the table of the field says',
    (code, minAge, maxAge, aid, priorRecipients, kkLimit) => {
      const rules = ruleSetSchema.parse(RULE_SETS[code]);
      expect(rules).toMatchObject({ code, minAge, maxAge, kkLimit });
      expect(rules.lists).toEqual({
        excluded_posts: 'excludes',
        education: 'excludes',
        aid,
        prior_recipients: priorRecipients,
        blacklist: 'excludes',
      });
    },
  );

  it('cite their source and follow one another in time', () => {
    const starts = RULE_SET_CODES.map((code) => RULE_SETS[code].effectiveFrom);
    expect(starts).toEqual([...starts].sort());
    for (const code of RULE_SET_CODES) expect(RULE_SETS[code].citation).toMatch(/(Perpres|Permenko)/);
  });
});

describe('age on the day of submission', () => {
  it.each([
    ['2008-11-22', '2026-11-22', 18],
    ['2008-11-23', '2026-11-22', 17],
    ['1961-11-23', '2026-11-22', 64],
    ['1961-11-22', '2026-11-22', 65],
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
    ['2008-02-29', '2028-02-28', 19],
    ['2008-02-29', '2028-02-29', 20],
    ['2008-03-01', '2026-02-28', 17],
    ['2026-01-01', '2026-01-01', 0],
    ['2026-11-23', '2026-11-22', -1],
  ])('of somebody born %s is on %s %i', (birthDate, onDate, age) => {
    expect(ageOn(birthDate, onDate)).toBe(age);
  });

  const day = fc.date({ min: new Date('1940-01-01Z'), max: new Date('2030-12-31Z'), noInvalidDate: true });
  const iso = (date: Date) => date.toISOString().slice(0, 10);

  it('grows by one on the birthday and on no other day', () => {
    fc.assert(
      fc.property(day, day, (born, on) => {
        const next = new Date(on.getTime() + 86_400_000);
        const grown = ageOn(iso(born), iso(next)) - ageOn(iso(born), iso(on));
        const birthday = iso(born).slice(5) === '02-29' ? ['02-29', '03-01'] : [iso(born).slice(5)];
        expect(grown === 0 || (grown === 1 && birthday.includes(iso(next).slice(5)))).toBe(true);
      }),
    );
  });
});

describe('screening', () => {
  it.each([
    ['permenko-11-2020', '2008-11-22', 'clear', []],
    ['permenko-11-2020', '2008-11-23', 'hit', ['UNDER_AGE']],
    ['permenko-11-2020', '1930-01-01', 'clear', []],
    ['semi-bansos-2021', '1961-11-23', 'clear', []],
    ['semi-bansos-2021', '1961-11-22', 'hit', ['OVER_AGE']],
    ['normal-2023', '2008-11-22', 'clear', []],
    ['normal-2023', '2008-11-23', 'hit', ['UNDER_AGE']],
    ['normal-2023', '1961-11-23', 'clear', []],
    ['normal-2023', '1961-11-22', 'hit', ['OVER_AGE']],
  ] as const)('under %s finds somebody born %s %s', (code, birthDate, outcome, blocking) => {
    const result = screened(code, {}, { birthDate, submittedOn: '2026-11-22' });
    expect(result).toMatchObject({ outcome, blocking, reasons: blocking });
  });

  it.each(
    RULE_SET_CODES.flatMap((code) =>
      LIST_CODES.flatMap((list) => LIST_RESULTS.map((result) => [code, list, result] as const)),
    ),
  )('under %s weighs the list %s that says %s by its effect', (code, list, result) => {
    const effect = RULE_SETS[code].lists[list];
    const reason = REASON_OF_LIST[list];
    const screening = screened(code, { [list]: result });
    const hit = result === 'hit';
    const counts = effect === 'excludes' || effect === 'lowers_priority';
    expect(screening.outcome).toBe(
      hit && effect === 'excludes' ? 'hit' : result === 'unknown' && counts ? 'unknown' : 'clear',
    );
    expect(screening.blocking).toEqual(hit && effect === 'excludes' ? [reason] : []);
    expect(screening.reasons).toEqual(hit && effect !== 'not_asked' ? [reason] : []);
    expect(screening.lowersPriority).toBe(hit && effect === 'lowers_priority');
    expect(screening.perList[list]).toMatchObject({
      result,
      effect,
      reason: hit && effect !== 'not_asked' ? reason : null,
    });
    expect(screeningSchema.parse(screening)).toEqual(screening);
  });

  it('keeps other aid in sight under the normal scheme, and stops nobody for it', () => {
    const screening = screened('normal-2023', { aid: 'hit' });
    expect(screening).toMatchObject({
      outcome: 'clear',
      reasons: ['OTHER_AID'],
      blocking: [],
      lowersPriority: false,
    });
    expect(screening.perList.aid.reason).toBe('OTHER_AID');
    expect(screeningBlockers(screening)).toEqual([]);
  });

  it('names every reason at once, and lets a hit go before what is unknown', () => {
    const screening = screened(
      'normal-2023',
      { blacklist: 'hit', education: 'hit', excluded_posts: 'unknown' },
      { birthDate: '2012-02-23', submittedOn: '2026-11-22' },
    );
    expect(screening.outcome).toBe('hit');
    expect(screening.blocking).toEqual(['UNDER_AGE', 'IN_EDUCATION', 'BLACKLISTED']);
  });

  it('keeps version and date of each list as evidence', () => {
    expect(screened('normal-2023').perList.blacklist).toMatchObject({ listVersion: 3, asOf: '2026-10-01' });
  });

  it('is clear only when every list that is asked was asked and said so', () => {
    const anyResults = fc.record(
      Object.fromEntries(LIST_CODES.map((list) => [list, fc.constantFrom(...LIST_RESULTS)])) as Record<
        ListCode,
        fc.Arbitrary<ListResult>
      >,
    );
    fc.assert(
      fc.property(fc.constantFrom(...RULE_SET_CODES), anyResults, (code, results) => {
        const { lists } = RULE_SETS[code];
        const allClear = LIST_CODES.every(
          (list) => ['allowed', 'not_asked'].includes(lists[list]) || results[list] === 'clear',
        );
        const lowered = lists.aid === 'lowers_priority' && results.aid === 'hit';
        const excludedClear = LIST_CODES.every(
          (list) => lists[list] !== 'excludes' || results[list] === 'clear',
        );
        const screening = screened(code, results);
        expect(screening.outcome === 'clear').toBe(allClear || (lowered && excludedClear));
        expect(screeningBlockers(screening).length === 0).toBe(screening.outcome === 'clear');
      }),
    );
  });
});

describe('the state of a list', () => {
  const now = new Date('2026-11-22T10:00:00Z');
  it.each([
    [null, 30, 'LIST_NEVER_LOADED', null],
    [{ asOf: '2026-11-22' }, 30, 'FRESH', 0],
    [{ asOf: '2026-10-23' }, 30, 'FRESH', 30],
    [{ asOf: '2026-10-22' }, 30, 'LIST_TOO_OLD', 31],
    [{ asOf: '2026-11-21' }, 0, 'LIST_TOO_OLD', 1],
  ])('loaded as of %j with %i days allowed is %s', (version, maxAgeDays, code, ageDays) => {
    expect(listState(version, { now, maxAgeDays })).toEqual({ code, ageDays });
  });

  it('gives unknown, never clear and never a hit, when the list cannot be asked', () => {
    for (const code of ['LIST_NEVER_LOADED', 'LIST_TOO_OLD'] as const) {
      expect(listResult(true, { code, ageDays: null })).toBe('unknown');
      expect(listResult(false, { code, ageDays: null })).toBe('unknown');
    }
    expect(listResult(true, { code: 'FRESH', ageDays: 1 })).toBe('hit');
    expect(listResult(false, { code: 'FRESH', ageDays: 1 })).toBe('clear');
  });
});

describe('what keeps a screening from passing somebody', () => {
  it('is the missing screening itself where there was none', () => {
    expect(screeningBlockers(null)).toEqual([{ code: 'SCREENING_UNCHECKED' }]);
  });

  it('is every hit and every list that gave no answer', () => {
    expect(
      screeningBlockers(
        screened('normal-2023', { prior_recipients: 'hit', education: 'unknown', aid: 'unknown' }),
      ),
    ).toEqual([
      { code: 'SCREENING_HIT', reason: 'PRIOR_RECIPIENT' },
      { code: 'SCREENING_UNKNOWN', list: 'education' },
    ]);
  });

  it('is a newer load of a list that is asked, and not of one that is allowed', () => {
    const screening = screened('normal-2023');
    expect(
      screeningBlockers(screening, { blacklist: 4, aid: 4, education: 3, excluded_posts: null }),
    ).toEqual([{ code: 'SCREENING_STALE', list: 'blacklist' }]);
    expect(screeningBlockers(screened('normal-2023', { blacklist: 'unknown' }), { blacklist: 1 })).toEqual([
      { code: 'SCREENING_STALE', list: 'blacklist' },
    ]);
  });
});

describe('the limit per family card', () => {
  it.each([
    [0, 'normal-2023', null],
    [1, 'normal-2023', null],
    [2, 'normal-2023', { code: 'KK_LIMIT', limit: 2, taken: 2 }],
    [5, 'semi-bansos-2021', { code: 'KK_LIMIT', limit: 2, taken: 5 }],
    [5, 'permenko-11-2020', null],
  ] as const)('with %i others under %s answers %j', (others, code, blocker) => {
    expect(kkLimitBlocker(others, RULE_SETS[code])).toEqual(blocker);
  });
});

import type { ReasonCode } from '../reference/reason-schema.ts';
import {
  LIST_CODES,
  type EligibilityRules,
  type ListCode,
  type ListEffect,
  type ListFinding,
  type ListFindings,
  type ListResult,
  type ListState,
  type ListVerdict,
  type RuleSet,
  type RuleSetCode,
  type Screening,
  type ScreeningBlocker,
} from './screening-schema.ts';

const EXCLUDES_ALL = {
  excluded_posts: 'excludes',
  education: 'excludes',
  aid: 'excludes',
  prior_recipients: 'excludes',
  blacklist: 'excludes',
} as const satisfies Record<ListCode, ListEffect>;

/** The table of domain.md section 8, as data. No rule set has a wage limit: none of the regulations gave one. */
export const RULE_SETS = {
  'permenko-11-2020': {
    code: 'permenko-11-2020',
    version: 1,
    citation: 'Permenko Perekonomian 11/2020; Perpres 36/2020 jo. Perpres 76/2020',
    effectiveFrom: '2020-07-08',
    minAge: 18,
    maxAge: null,
    lists: { ...EXCLUDES_ALL, aid: 'lowers_priority', prior_recipients: 'not_asked' },
    kkLimit: null,
  },
  'semi-bansos-2021': {
    code: 'semi-bansos-2021',
    version: 1,
    citation: 'Perpres 36/2020 jo. Perpres 76/2020 (skema semi-bansos, mulai 2021)',
    effectiveFrom: '2021-01-01',
    minAge: 18,
    maxAge: 64,
    lists: EXCLUDES_ALL,
    kkLimit: 2,
  },
  'normal-2023': {
    code: 'normal-2023',
    version: 1,
    citation: 'Perpres 36/2020 jo. Perpres 113/2022 (skema normal, mulai 2023)',
    effectiveFrom: '2023-01-01',
    minAge: 18,
    maxAge: 64,
    lists: { ...EXCLUDES_ALL, aid: 'allowed' },
    kkLimit: 2,
  },
} as const satisfies { [C in RuleSetCode]: RuleSet & { code: C } };

/** The reason that a hit on each list stands for. */
export const REASON_OF_LIST = {
  excluded_posts: 'EXCLUDED_POST',
  education: 'IN_EDUCATION',
  aid: 'OTHER_AID',
  prior_recipients: 'PRIOR_RECIPIENT',
  blacklist: 'BLACKLISTED',
} as const satisfies Record<ListCode, ReasonCode>;

/**
 * Age in whole years on a day, both as yyyy-mm-dd. Somebody born on 29 February completes a year on 1 March where
 * the year has no 29th: only then is the day of birth behind them, so nobody is let in a day early.
 */
export function ageOn(birthDate: string, onDate: string): number {
  const years = Number(onDate.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return onDate.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

const DAY_MS = 86_400_000;

/**
 * Whether a list can be asked: never loaded or older than `maxAgeDays` gives no answer, which is never clear.
 * `version` is the newest load, `asOf` the day its data stands for.
 */
export function listState(
  version: { asOf: string } | null,
  { now, maxAgeDays }: { now: Date; maxAgeDays: number },
): ListState {
  if (version === null) return { code: 'LIST_NEVER_LOADED', ageDays: null };
  const ageDays = Math.floor((now.getTime() - Date.parse(`${version.asOf}T00:00:00Z`)) / DAY_MS);
  return { code: ageDays > maxAgeDays ? 'LIST_TOO_OLD' : 'FRESH', ageDays };
}

/** What a look-up says, given the state of the list it was made in. A list too old says nothing, not even a hit. */
export function listResult(isListed: boolean, state: ListState): ListResult {
  if (state.code !== 'FRESH') return 'unknown';
  return isListed ? 'hit' : 'clear';
}

/** A person as screened: `birthDate` and `submittedOn` yyyy-mm-dd, the latter the day of submission where it happened. */
export type ScreeningInput = { birthDate: string; submittedOn: string; lists: ListFindings };

/**
 * Eligibility under a rule set (domain.md section 8). `outcome` is `hit` only when something excludes, `unknown`
 * when a list that the rule set asks gave no answer, else `clear`. A hit on a list that is `allowed` or lowers
 * priority keeps its reason in `perList` and `reasons`, and stops nobody.
 */
export function screen(input: ScreeningInput, rules: EligibilityRules): Screening {
  const age = ageOn(input.birthDate, input.submittedOn);
  const blocking = ageReasons(age, rules);
  const reasons = [...blocking];
  const perList = Object.fromEntries(
    LIST_CODES.map((list) => [list, listVerdict(list, input.lists[list], rules.lists[list])]),
  ) as Record<ListCode, ListVerdict>;
  for (const { reason, effect } of Object.values(perList)) {
    if (reason === null) continue;
    reasons.push(reason);
    if (effect === 'excludes') blocking.push(reason);
  }
  const verdicts = Object.values(perList);
  const isUnknown = verdicts.some(({ result, effect }) => result === 'unknown' && isAsked(effect));
  return {
    outcome: blocking.length > 0 ? 'hit' : isUnknown ? 'unknown' : 'clear',
    perList,
    reasons,
    blocking,
    lowersPriority: verdicts.some(({ reason, effect }) => reason !== null && effect === 'lowers_priority'),
    age,
  };
}

function ageReasons(age: number, { minAge, maxAge }: EligibilityRules): ReasonCode[] {
  if (age < minAge) return ['UNDER_AGE'];
  return maxAge !== null && age > maxAge ? ['OVER_AGE'] : [];
}

function listVerdict(
  list: ListCode,
  { result, listVersion, asOf }: ListFinding,
  effect: ListEffect,
): ListVerdict {
  const reason = result === 'hit' && effect !== 'not_asked' ? REASON_OF_LIST[list] : null;
  return { result, listVersion, asOf, effect, reason };
}

/** Whether a missing answer of a list matters: an `allowed` list could change nothing whatever it said. */
export function isAsked(effect: ListEffect): boolean {
  return effect === 'excludes' || effect === 'lowers_priority';
}

/** The lists a rule set asks. */
export const askedLists = ({ lists }: Pick<EligibilityRules, 'lists'>): ListCode[] =>
  LIST_CODES.filter((code) => isAsked(lists[code]));

/** Of the lists asked, those of which a newer load exists than the one a finding rests on. */
export const olderLists = (
  said: Partial<Record<ListCode, { listVersion: number | null }>>,
  newest: Partial<Record<ListCode, { list_version: number } | null>>,
  asked: readonly ListCode[],
): ListCode[] =>
  asked.filter((code) => newest[code] && (said[code]?.listVersion ?? null) !== newest[code].list_version);

/**
 * What keeps a screening from passing somebody; `null` = never screened. With `newestVersions` a screening made
 * before a newer load of a list that is asked does not count for it (the blacklist of the day decides, not
 * yesterday's).
 */
export function screeningBlockers(
  screening: Pick<Screening, 'perList' | 'blocking'> | null,
  newestVersions?: Partial<Record<ListCode, number | null>>,
): ScreeningBlocker[] {
  if (screening === null) return [{ code: 'SCREENING_UNCHECKED' }];
  const blockers: ScreeningBlocker[] = screening.blocking.map((reason) => ({
    code: 'SCREENING_HIT',
    reason,
  }));
  for (const list of LIST_CODES) {
    const { result, effect, listVersion } = screening.perList[list];
    if (!isAsked(effect)) continue;
    const newest = newestVersions?.[list] ?? null;
    if (newest !== null && newest !== listVersion) blockers.push({ code: 'SCREENING_STALE', list });
    else if (result === 'unknown') blockers.push({ code: 'SCREENING_UNKNOWN', list });
  }
  return blockers;
}

/** A family card that has no place left: `taken` of `limit` are recipients or reserved. */
export type KkLimitBlocker = { code: 'KK_LIMIT'; limit: number; taken: number };

/**
 * Whether one more person of a KK may be passed, given how many *others* of it already hold a reservation over
 * all batches and waves; null = there is room, or the rule set has no limit.
 */
export function kkLimitBlocker(
  othersOfKk: number,
  { kkLimit }: Pick<EligibilityRules, 'kkLimit'>,
): KkLimitBlocker | null {
  return kkLimit !== null && othersOfKk >= kkLimit
    ? { code: 'KK_LIMIT', limit: kkLimit, taken: othersOfKk }
    : null;
}

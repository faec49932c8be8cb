import type { Connection } from '../database.ts';
import type { ReasonCode } from '../reference/reason-schema.ts';
import type { RuleSetRecord } from '../reference/reference-schema.ts';
import { givePlacesBack, placesTaken, takePlace } from './kk-places.ts';
import type { ScreeningView } from './screening-record-schema.ts';
import {
  askable,
  listingsOf,
  lookUp,
  readLists,
  type ListAge,
  type Lists,
  type LookedUp,
} from './screening-lookup.ts';
import { ageOn, isAsked, listResult, screen } from './screening-rules.ts';
import {
  eligibilityRulesSchema,
  LIST_CODES,
  type ListCode,
  type ListFindings,
  type Screening,
} from './screening-schema.ts';
import {
  digestOfFinding,
  insertResults,
  keepFindings,
  newestVersions,
  RESULT_COLUMNS,
  resultsWithFindings,
  type Finding,
  type ScreeningResultRow,
} from './screening-store.ts';

export type { ScreeningView } from './screening-record-schema.ts';

/** One person to be screened; `submittedOn` is the day ages count on, yyyy-mm-dd. */
export interface ScreeningInput {
  submissionId: number;
  nikBidx: string;
  birthDate: string;
  submittedOn: string;
}
export interface ScreeningOutcome {
  resultId: number;
  outcome: 'clear' | 'hit' | 'unknown';
  reasonCodes: ReasonCode[];
  blocking: ReasonCode[];
  /** `reasonCodes` as the result keeps them. */
  reasonText: string;
}
export type ScreeningTrigger = 'submit' | 'demand' | 'verify' | 'seal' | 'ratify' | 'send';
export interface ScreenOptions {
  ruleSet: RuleSetRecord;
  listMaxAgeDays: number;
  trigger: ScreeningTrigger;
  now: string;
  screenedById: number | null;
  /** What was looked up before this transaction; it holds only for whom and for which versions it was asked. */
  ahead?: LookedUp | undefined;
}
export interface ListVersion {
  id: number;
  listVersion: number;
  asOf: string;
  rowCount: number;
  loadedAt: string;
}

const SCREENED_AT_ONCE = 5000;

/** What was found, as it is stored. */
type Judged = Screening & { finding: Finding; digest: string };

/** The lists a rule set asks that give no answer today: never loaded, or older than the wave allows. */
export async function unansweredLists(
  connection: Connection,
  o: ListAge & Pick<ScreenOptions, 'ruleSet'>,
): Promise<ListCode[]> {
  const { states } = await readLists(connection, o);
  const rules = eligibilityRulesSchema.parse(o.ruleSet.rules);
  return LIST_CODES.filter((code) => isAsked(rules.lists[code]) && states[code].code !== 'FRESH');
}

/** Judges people, each combination of age and lists once: among 100,000 there are a few hundred. */
function judge(lists: Lists, { code, rulesVersion, rules: unread }: RuleSetRecord) {
  const rules = eligibilityRulesSchema.parse(unread);
  const known = new Map<string, Judged>();
  return (input: ScreeningInput, listed: ReadonlySet<ListCode>): Judged => {
    const key = `${ageOn(input.birthDate, input.submittedOn)}:${[...listed].join(',')}`;
    const before = known.get(key);
    if (before) return before;
    const findings = Object.fromEntries(
      LIST_CODES.map((code) => {
        const version = lists.versions[code];
        const result = listResult(listed.has(code), lists.states[code]);
        return [code, { result, listVersion: version?.list_version ?? null, asOf: version?.as_of ?? null }];
      }),
    ) as ListFindings;
    const screening = screen(
      { birthDate: input.birthDate, submittedOn: input.submittedOn, lists: findings },
      rules,
    );
    const finding = {
      rule_set_code: code,
      rule_set_version: rulesVersion,
      outcome: screening.outcome,
      lists: JSON.stringify(screening.perList),
      reason_codes: JSON.stringify(screening.reasons),
      blocking: JSON.stringify(screening.blocking),
    };
    const judged = { ...screening, finding, digest: digestOfFinding(finding) };
    known.set(key, judged);
    return judged;
  };
}

const NOWHERE: ReadonlySet<ListCode> = new Set();

interface JudgedPerson {
  submissionId: number;
  judged: Judged;
}

/** Appends results, each finding once for all who share it; gives the id of each by its submission. */
async function storeResults(
  connection: Connection,
  people: readonly JudgedPerson[],
  o: ScreenOptions,
): Promise<Map<number, number>> {
  const findings = new Map(people.map(({ judged }) => [judged.digest, judged.finding]));
  const ids = await keepFindings(connection, findings);
  const rows = people.map(({ submissionId, judged }) => ({
    submissionId,
    findingId: ids.get(judged.digest) as number,
    outcome: judged.outcome,
    age: judged.age,
  }));
  const { trigger, now, screenedById } = o;
  return insertResults(connection, rows, { trigger, screened_at: now, screened_by_id: screenedById });
}

/** Eligibility screening against the lists, and the places of a KK card. */
export function createScreeningService() {
  return {
    /**
     * Screens people under a rule set against the newest finished load of each list and appends the results; each
     * registration at most once a call. A list never loaded or older than `listMaxAgeDays` gives `unknown`, which is
     * never clear. The caller points the registrations at the results.
     */
    async screenMany(
      connection: Connection,
      inputs: readonly ScreeningInput[],
      o: ScreenOptions,
    ): Promise<Map<number, ScreeningOutcome>> {
      const lists = await readLists(connection, o);
      const judgeOne = judge(lists, o.ruleSet);
      const results = new Map<number, ScreeningOutcome>();
      for (let at = 0; at < inputs.length; at += SCREENED_AT_ONCE) {
        const chunk = inputs.slice(at, at + SCREENED_AT_ONCE);
        const listed = await listingsOf(connection, lists, chunk, o.ahead);
        const people = chunk.map((input) => ({
          submissionId: input.submissionId,
          judged: judgeOne(input, listed.get(input.nikBidx) ?? NOWHERE),
        }));
        const ids = await storeResults(connection, people, o);
        for (const { submissionId, judged } of people)
          results.set(submissionId, {
            resultId: ids.get(submissionId) as number,
            outcome: judged.outcome,
            reasonCodes: judged.reasons,
            blocking: judged.blocking,
            reasonText: judged.finding.reason_codes,
          });
      }
      return results;
    },

    /** Looks people up in the lists of today before they are screened: outside the transaction, where nobody waits for it. */
    async lookUpAhead(connection: Connection, nikBidxs: readonly string[], age: ListAge): Promise<LookedUp> {
      return lookUp(connection, askable(await readLists(connection, age)), nikBidxs);
    },

    /** A stored result as the case page shows it; null when there is none. */
    async result(connection: Connection, resultId: number | null): Promise<ScreeningView | null> {
      if (resultId === null) return null;
      const row = (await resultsWithFindings(connection)
        .where({ 'screening_results.id': resultId })
        .first(RESULT_COLUMNS)) as ScreeningResultRow | undefined;
      if (!row) return null;
      return {
        resultId: row.id,
        outcome: row.outcome,
        trigger: row.trigger,
        screenedAt: row.screened_at,
        screenedById: row.screened_by_id,
        age: row.age,
        ruleSetCode: row.rule_set_code,
        ruleSetVersion: row.rule_set_version,
        lists: JSON.parse(row.lists) as ScreeningView['lists'],
        reasonCodes: JSON.parse(row.reason_codes) as ReasonCode[],
        blocking: JSON.parse(row.blocking) as ReasonCode[],
      };
    },

    /** The newest finished load of each list; null for a list never loaded. */
    async latestVersions(connection: Connection): Promise<Record<ListCode, ListVersion | null>> {
      const versions = await newestVersions(connection);
      const entries = LIST_CODES.map((code) => {
        const row = versions[code];
        return [
          code,
          row && {
            id: row.id,
            listVersion: row.list_version,
            asOf: row.as_of,
            rowCount: row.row_count,
            loadedAt: row.loaded_at,
          },
        ];
      });
      return Object.fromEntries(entries) as Record<ListCode, ListVersion | null>;
    },

    takePlace,
    givePlacesBack,
    placesTaken,
  };
}
export type ScreeningService = ReturnType<typeof createScreeningService>;

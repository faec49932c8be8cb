import type { Connection } from '../database.ts';
import type { OfficeRecord, RegionRecord, RuleSetRecord, WaveRecord } from './reference-schema.ts';

export interface WaveRow {
  id: number;
  code: string;
  name: string;
  rule_set_id: number;
  opens_at: string;
  closes_at: string;
  handover_deadline: string | null;
  quota: number;
  lease_minutes: number;
  check_max_age_days: number;
  list_max_age_days: number;
  answer_days: number;
  required_documents: string;
  version: number;
}

export function rowToWave(row: WaveRow): WaveRecord {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    ruleSetId: row.rule_set_id,
    opensAt: row.opens_at,
    closesAt: row.closes_at,
    handoverDeadline: row.handover_deadline,
    quota: row.quota,
    leaseMinutes: row.lease_minutes,
    checkMaxAgeDays: row.check_max_age_days,
    listMaxAgeDays: row.list_max_age_days,
    answerDays: row.answer_days,
    requiredDocuments: JSON.parse(row.required_documents) as WaveRecord['requiredDocuments'],
    version: row.version,
  };
}

export interface OfficeRow {
  id: number;
  code: string;
  name: string;
  kind: OfficeRecord['kind'];
  region_code: string | null;
  version: number;
}
export const rowToOffice = (row: OfficeRow): OfficeRecord => ({
  id: row.id,
  code: row.code,
  name: row.name,
  kind: row.kind,
  regionCode: row.region_code,
  version: row.version,
});

export interface RuleSetRow {
  id: number;
  code: string;
  rules_version: number;
  citation: string;
  effective_from: string;
  rules: string;
  version: number;
}
export const rowToRuleSet = (row: RuleSetRow): RuleSetRecord => ({
  id: row.id,
  code: row.code,
  rulesVersion: row.rules_version,
  citation: row.citation,
  effectiveFrom: row.effective_from,
  rules: JSON.parse(row.rules) as Record<string, unknown>,
  version: row.version,
});

export interface RegionRow {
  code: string;
  name: string;
  kind: RegionRecord['kind'];
  parent_code: string | null;
}
export const rowToRegion = (row: RegionRow): RegionRecord => ({
  id: row.code,
  code: row.code,
  name: row.name,
  kind: row.kind,
  parentCode: row.parent_code,
});

export async function findWave(connection: Connection, id: number): Promise<WaveRecord | null> {
  const row = (await connection('waves').where({ id }).first()) as WaveRow | undefined;
  return row ? rowToWave(row) : null;
}

/** The wave together with the rule set it is judged by. */
export async function findWaveWithRules(
  connection: Connection,
  id: number,
): Promise<{ wave: WaveRecord; ruleSet: RuleSetRecord } | null> {
  const row = (await connection('waves')
    .join('rule_sets', 'rule_sets.id', 'waves.rule_set_id')
    .where('waves.id', id)
    .first(
      'waves.*',
      'rule_sets.code as rules_code',
      'rule_sets.version as rules_row_version',
      ...['rules_version', 'citation', 'effective_from', 'rules'].map((column) => `rule_sets.${column}`),
    )) as (WaveRow & Omit<RuleSetRow, 'id' | 'code' | 'version'> & RulesOfWave) | undefined;
  if (!row) return null;
  const rules = { ...row, id: row.rule_set_id, code: row.rules_code, version: row.rules_row_version };
  return { wave: rowToWave(row), ruleSet: rowToRuleSet(rules) };
}

/** Columns both tables have, under names of their own. */
interface RulesOfWave {
  rules_code: string;
  rules_row_version: number;
}

export async function findOffice(connection: Connection, id: number): Promise<OfficeRecord | null> {
  const row = (await connection('offices').where({ id }).first()) as OfficeRow | undefined;
  return row ? rowToOffice(row) : null;
}

/** The regency codes in force, `33.74`, for reading NIKs and checking domiciles. */
export async function regencyCodes(connection: Connection): Promise<ReadonlySet<string>> {
  const rows = (await connection('regions').where({ kind: 'regency' }).select('code')) as { code: string }[];
  return new Set(rows.map((row) => row.code));
}

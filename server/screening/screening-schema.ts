import { z } from 'zod';
import { reasonCodeSchema } from '../reference/reason-schema.ts';

/** The screening lists (domain.md section 8). Each load of a list is a version with an as-of date. */
export const LIST_CODES = ['excluded_posts', 'education', 'aid', 'prior_recipients', 'blacklist'] as const;
export const listCodeSchema = z.enum(LIST_CODES);
export type ListCode = z.infer<typeof listCodeSchema>;

export const LIST_RESULTS = ['clear', 'hit', 'unknown'] as const;
export const listResultSchema = z.enum(LIST_RESULTS);
export type ListResult = z.infer<typeof listResultSchema>;

/** What a rule set does with somebody on a list. `allowed` is noted but asks nothing; `not_asked` is not even noted. */
export const LIST_EFFECTS = ['excludes', 'lowers_priority', 'allowed', 'not_asked'] as const;
export const listEffectSchema = z.enum(LIST_EFFECTS);
export type ListEffect = z.infer<typeof listEffectSchema>;

export const RULE_SET_CODES = ['permenko-11-2020', 'semi-bansos-2021', 'normal-2023'] as const;
export const ruleSetCodeSchema = z.enum(RULE_SET_CODES);
export type RuleSetCode = z.infer<typeof ruleSetCodeSchema>;

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** What a rule set asks: ages in whole years, both ends included; `kkLimit` = recipients per KK; null = no limit. */
export const eligibilityRulesSchema = z.strictObject({
  minAge: z.int().min(0),
  maxAge: z.int().min(0).nullable(),
  lists: z.strictObject({
    excluded_posts: listEffectSchema,
    education: listEffectSchema,
    aid: listEffectSchema,
    prior_recipients: listEffectSchema,
    blacklist: listEffectSchema,
  }),
  kkLimit: z.int().min(1).nullable(),
});
export type EligibilityRules = z.infer<typeof eligibilityRulesSchema>;

/** A rule set is never changed, only followed by another version; decisions cite code and version. */
export const ruleSetSchema = eligibilityRulesSchema.extend({
  code: ruleSetCodeSchema,
  version: z.int().min(1),
  citation: z.string().min(1),
  effectiveFrom: isoDate,
});
export type RuleSet = z.infer<typeof ruleSetSchema>;

/** How one person stands on one list, by one version of it. */
export const listFindingSchema = z.strictObject({
  result: listResultSchema,
  listVersion: z.int().nullable(),
  asOf: isoDate.nullable(),
});
export type ListFinding = z.infer<typeof listFindingSchema>;
export type ListFindings = Record<ListCode, ListFinding>;

export const listVerdictSchema = listFindingSchema.extend({
  effect: listEffectSchema,
  reason: reasonCodeSchema.nullable(),
});
export type ListVerdict = z.infer<typeof listVerdictSchema>;

export const screeningSchema = z.strictObject({
  outcome: listResultSchema,
  perList: z.strictObject({
    excluded_posts: listVerdictSchema,
    education: listVerdictSchema,
    aid: listVerdictSchema,
    prior_recipients: listVerdictSchema,
    blacklist: listVerdictSchema,
  }),
  reasons: z.array(reasonCodeSchema),
  blocking: z.array(reasonCodeSchema),
  lowersPriority: z.boolean(),
  age: z.int(),
});
export type Screening = z.infer<typeof screeningSchema>;

/** Whether a list can be asked at all today; `ageDays` counts from its as-of date. */
export type ListState = { code: 'FRESH' | 'LIST_NEVER_LOADED' | 'LIST_TOO_OLD'; ageDays: number | null };

export const SCREENING_BLOCKER_CODES = [
  'SCREENING_UNCHECKED',
  'SCREENING_STALE',
  'SCREENING_HIT',
  'SCREENING_UNKNOWN',
] as const;
export type ScreeningBlocker =
  | { code: 'SCREENING_UNCHECKED' }
  | { code: 'SCREENING_STALE' | 'SCREENING_UNKNOWN'; list: ListCode }
  | { code: 'SCREENING_HIT'; reason: z.infer<typeof reasonCodeSchema> };

/** Why two registrations of different NIKs may be one person. */
export const DUPLICATE_REASONS = [
  'SAME_DOCUMENT',
  'SAME_PICTURE',
  'SAME_BIRTHDATE_NEAR_NAME',
  'SAME_EMAIL',
  'SAME_PHONE',
] as const;
export type DuplicateReason = (typeof DUPLICATE_REASONS)[number];

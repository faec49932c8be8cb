import { ConfigError } from '../config.ts';
import type { Database } from '../database.ts';
import { RULE_SETS } from './screening-rules.ts';
import type { RuleSet } from './screening-schema.ts';

/**
 * Keeps the table of rule sets equal to the code's: a new version is added, an old one is never changed.
 * @throws ConfigError where the code says something else about a version that people may have been judged by
 */
export async function loadRuleSets(
  database: Database,
  ruleSets: readonly RuleSet[] = Object.values(RULE_SETS),
): Promise<void> {
  await database.transaction(async (trx) => {
    for (const ruleSet of ruleSets) {
      const { code, version, citation, effectiveFrom, ...rules } = ruleSet;
      await trx('rule_sets')
        .insert({
          code,
          rules_version: version,
          citation,
          effective_from: effectiveFrom,
          rules: JSON.stringify(rules),
        })
        .onConflict(['code', 'rules_version'])
        .ignore();
      const kept = (await trx('rule_sets').where({ code, rules_version: version }).first('rules')) as {
        rules: string;
      };
      if (kept.rules !== JSON.stringify(rules))
        throw new ConfigError(
          `rule set ${code}: version ${version} in the database says something else; changed rules need a version of their own`,
        );
    }
  });
}

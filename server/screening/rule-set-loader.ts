import type { Database } from '../database.ts';
import { RULE_SETS } from './screening-rules.ts';

/** Keeps the table of rule sets equal to the code's: a new version is added, an old one is never changed. */
export async function loadRuleSets(database: Database): Promise<void> {
  await database.transaction(async (trx) => {
    for (const ruleSet of Object.values(RULE_SETS)) {
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
    }
  });
}

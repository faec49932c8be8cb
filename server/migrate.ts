import { refuse } from './command-line.ts';
import { readConfig } from './config.ts';
import { openDatabase } from './database.ts';
import { loadRegions } from './reference/region-loader.ts';
import { loadRuleSets } from './screening/rule-set-loader.ts';

try {
  const database = await openDatabase(readConfig());
  try {
    let steps = 0;
    await database.migrate((name) => {
      steps += 1;
      console.log(`migrating ${name}`);
    });
    await loadRegions(database);
    await loadRuleSets(database);
    console.log(steps === 0 ? 'the database is up to date' : `${steps} migrations done`);
  } finally {
    await database.close();
  }
} catch (error) {
  refuse(error);
}

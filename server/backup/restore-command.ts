import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { refuse, told } from '../command-line.ts';
import { BackupError } from './backup-manifest.ts';
import { restore } from './restore.ts';

const HELP = 'usage: DATA_DIR=<empty directory> npm run restore -- --from DIR';

try {
  const { values } = parseArgs({ options: { from: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  if (!values.from) throw new BackupError(HELP);
  const config = readConfig();
  if (config.databaseUrl)
    throw new BackupError(
      'this system runs on PostgreSQL: restore it with pg_restore, and copy the documents back',
    );
  const { dataDir, sqliteFile, documentsDir } = config;
  const facts = await restore({
    ...{ from: resolve(values.from), dataDir, sqliteFile, documentsDir },
    onProgress: (text) => console.error(text),
  });
  console.log(`restored into ${dataDir}: every file as backed up on ${facts.createdAt}, database intact`);
  console.log(told({ ...facts.counts, 'files of documents': facts.documents }));
  console.log(
    'Put the keys of that system in place before you start it (LOKET_KEYRING, or keys/ of DATA_DIR).',
  );
} catch (error) {
  refuse(error);
}

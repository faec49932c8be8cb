import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { refuse, told } from '../command-line.ts';
import { backUp } from './backup.ts';

const HELP = 'usage: npm run backup -- [--out DIR]   (default: backups/<time> in DATA_DIR)';

const FOR_POSTGRES = `this system runs on PostgreSQL, which has its own tools; use them, for example
  pg_dump --format=custom --file=loket.dump "$DATABASE_URL"      (one consistent copy)
  pg_basebackup --pgdata=DIR --wal-method=stream                 (with WAL archiving: back to any moment)
and afterwards copy the documents:`;

try {
  const { values } = parseArgs({ options: { out: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const config = readConfig();
  if (config.databaseUrl) {
    console.error(`loket-prakerja: ${FOR_POSTGRES} ${config.documentsDir}`);
    process.exit(1);
  }
  const stamp = new Date().toISOString().replace(/[-:]/g, '').replace(/\..*/, 'Z');
  const out = resolve(values.out ?? join(config.dataDir, 'backups', stamp));
  const { sqliteFile, documentsDir } = config;
  const facts = await backUp({ sqliteFile, documentsDir, out, onProgress: (text) => console.error(text) });
  console.log(`backed up to ${out}: checked, with SHA256SUMS`);
  console.log(told({ ...facts.counts, 'files of documents': facts.documents }));
  console.log(
    'The keys are NOT in it: without LOKET_KEYRING (or keys/ of DATA_DIR) no NIK and no document opens.',
  );
} catch (error) {
  refuse(error);
}

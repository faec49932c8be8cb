import { parseArgs } from 'node:util';
import { complaint } from '../command-line.ts';
import { readConfig } from '../config.ts';
import type { BatchRow } from './batch-store.ts';

const HELP = `usage: npm run batch:verify -- BATCHNO
Holds a sealed batch against its seal: signature, statement, stored lines, and each registration against its line.
ends with 0: everything is as it was sealed; 1: something is not, named line by line; 2: it could not be checked`;

/** Differences told one by one; the rest is counted. */
const MOST_TOLD = 1000;

function cannot(text: string): never {
  for (const line of text.split('\n')) process.stderr.write(`loket-prakerja: ${line}\n`);
  process.exit(2);
}

try {
  const options = { help: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const [batchNo, ...more] = positionals;
  if (!batchNo || more.length > 0) cannot(HELP);
  const config = readConfig();
  const [{ openServices }, { verifyBatch }] = await Promise.all([
    import('../start.ts'),
    import('./batch-verify.ts'),
  ]);
  const services = await openServices({ ...config, logLevel: 'error' }, (step) => console.error(step));
  try {
    const { read } = services.database;
    const batch = (await read('batches').where({ batch_no: batchNo }).first()) as BatchRow | undefined;
    if (!batch) cannot(`there is no batch ${batchNo}`);
    if (batch.digest === null)
      cannot(`${batchNo} is not sealed (${batch.status}): there is no seal to hold it against`);
    const { sealer } = services.submissions;
    const verified = await verifyBatch({ ...services, read, sealer }, batch);
    console.log(`${batchNo}  sha-256 ${batch.digest}  signed with ${verified.kid ?? 'no key'}`);
    console.log(
      `${verified.lines} sealed lines, ${verified.compared} registrations compared, ${verified.movedOn} moved on after the PMO’s answer`,
    );
    for (const { registrationNo, what, detail } of verified.findings.slice(0, MOST_TOLD))
      console.log(`DIFFERS  ${registrationNo ?? 'batch'}  ${what}: ${detail}`);
    const untold = verified.findings.length - MOST_TOLD;
    if (untold > 0) console.log(`DIFFERS  and ${untold} more`);
    console.log(
      verified.findings.length === 0 ? 'OK: everything is as it was sealed' : 'NOT as it was sealed',
    );
    process.exitCode = verified.findings.length === 0 ? 0 : 1;
  } finally {
    await services.database.close();
  }
} catch (error) {
  cannot(complaint(error) ?? `could not verify: ${(error as Error).message}`);
}

import { parseArgs } from 'node:util';
import { createBlindIndex } from '../privacy/blind-index.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../database.ts';
import { openKeys } from '../development-keys.ts';
import { readFaultPlan } from './dukcapil-faults.ts';
import { startDukcapilSimulator } from './dukcapil-simulator.ts';
import { findRegisterRow } from './identity-store.ts';

const USAGE = `Usage: npm run simulate:dukcapil -- [--port N] [--faults PLAN] [--quota N]
  --port    where it listens on this machine (4100)
  --faults  hang@50,quota@300..350: every 50th question hangs, questions 300 to 350 find no quota
  --quota   questions until the account is exhausted (1000000)
Answers from the register loaded in DATA_DIR or DATABASE_URL. Start the console with
  DUKCAPIL_URL=… DUKCAPIL_USER_ID=simulator DUKCAPIL_PASSWORD=simulator DUKCAPIL_IP_USER=127.0.0.1 npm start`;
const ACCOUNT = 'simulator';
const DEFAULT_PORT = 4100;

function refuse(words: string): never {
  process.stderr.write(`${words}\n${USAGE}\n`);
  process.exit(2);
}

function readArguments() {
  const options = {
    port: { type: 'string' },
    faults: { type: 'string' },
    quota: { type: 'string' },
  } as const;
  try {
    return parseArgs({ options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return refuse((error as Error).message);
  }
}

const values = readArguments();
const faults = readFaultPlan(values.faults ?? '');
if (typeof faults === 'string') refuse(faults);
const whole = (text: string | undefined, name: string) => {
  if (text === undefined) return undefined;
  return /^\d{1,9}$/.test(text) ? Number(text) : refuse(`--${name} takes a whole number`);
};
const config = readConfig();
const database = await openDatabase(config);
const blindIndex = createBlindIndex(openKeys(config).keyring);
const quota = whole(values.quota, 'quota');
const simulator = await startDukcapilSimulator({
  port: whole(values.port, 'port') ?? DEFAULT_PORT,
  userId: ACCOUNT,
  password: ACCOUNT,
  faults,
  ...(quota === undefined ? {} : { quota }),
  async find(nik) {
    const row = await findRegisterRow(database.read, blindIndex.nik(nik));
    if (!row) return null;
    return {
      hasKk: (kkNumber) => blindIndex.kk(kkNumber) === row.kk_bidx,
      fullName: row.full_name,
      birthPlace: row.birth_place,
      birthDate: row.birth_date,
      sex: row.sex,
      address: row.address,
      status: row.status,
    };
  },
});
process.stdout.write(`Dukcapil simulator: ${simulator.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void simulator
      .stop()
      .then(() => database.close())
      .then(() => process.exit(0));
  });

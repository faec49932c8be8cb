import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readPmoFaultPlan } from './pmo-faults.ts';
import { startPmoSimulator } from './pmo-simulator.ts';

const USAGE = `Usage: npm run simulate:pmo -- [--port N] [--faults PLAN] [--token T] [--file FILE] [--public-key FILE]
                               [--certificate FILE --key FILE]
                               [--answer-to URL --answer-token T --answer-secret S] [--confirm PERCENT]
  --port         where it listens on this machine (4200)
  --faults       cut@3,error@1..2: every third delivery is kept and cut off, the first two answer 500;
                 ask-… counts questions
  --token        what the console proves itself by (simulator)
  --file         where the received set is kept (var/pmo-received.ndjson); also GET /received
  --public-key   PEM of the console's key: then a delivery needs a signed statement
  --certificate, --key   PEM: then it speaks https
  --answer-to    the console: every delivery is answered there, by token and secret of the PMO's system
  --confirm      of a hundred people so many are confirmed (90)
Start the console with PMO_URL=http://127.0.0.1:4200 PMO_TOKEN=simulator npm start`;
const DEFAULT_PORT = 4200;

function refuse(words: string): never {
  process.stderr.write(`${words}\n${USAGE}\n`);
  process.exit(2);
}

function readArguments() {
  const text = { type: 'string' } as const;
  const options = {
    port: text,
    faults: text,
    token: text,
    file: text,
    'public-key': text,
    certificate: text,
    key: text,
    'answer-to': text,
    'answer-token': text,
    'answer-secret': text,
    confirm: text,
  };
  try {
    return parseArgs({ options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return refuse((error as Error).message);
  }
}

const values = readArguments();
const faults = readPmoFaultPlan(values.faults ?? '');
if (typeof faults === 'string') refuse(faults);
const whole = (text: string | undefined, name: string, otherwise: number) => {
  if (text === undefined) return otherwise;
  return /^\d{1,5}$/.test(text) ? Number(text) : refuse(`--${name} takes a whole number`);
};
const fileText = (path: string | undefined) => (path === undefined ? null : readFileSync(path, 'utf8'));
const [cert, key] = [fileText(values.certificate), fileText(values.key)];
if ((cert === null) !== (key === null)) refuse('--certificate and --key go together');
const { 'answer-to': answerTo, 'answer-token': answerToken, 'answer-secret': answerSecret } = values;
if (answerTo !== undefined && !(answerToken && answerSecret))
  refuse('--answer-to needs --answer-token and --answer-secret');
const file = resolve(values.file ?? 'var/pmo-received.ndjson');
mkdirSync(dirname(file), { recursive: true, mode: 0o700 });

const simulator = await startPmoSimulator({
  port: whole(values.port, 'port', DEFAULT_PORT),
  token: values.token ?? 'simulator',
  faults,
  file,
  publicKey: fileText(values['public-key']),
  ...(cert && key ? { tls: { cert, key } } : {}),
  ...(answerTo && answerToken && answerSecret
    ? {
        answering: {
          url: answerTo,
          token: answerToken,
          secret: answerSecret,
          confirmedPercent: whole(values.confirm, 'confirm', 90),
        },
      }
    : {}),
});
process.stdout.write(`PMO simulator: ${simulator.url}, received set: ${file}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void simulator.stop().then(() => process.exit(0)));

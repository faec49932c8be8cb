import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** What the process was told by its environment, checked at the start. Every setting stands in README. */
export interface Config {
  production: boolean;
  port: number;
  host: string;
  dataDir: string;
  sqliteFile: string;
  databaseUrl: string | null;
  documentsDir: string;
  publicUrl: string;
  demo: boolean;
  pmo: PmoAccount | null;
  dukcapil: DukcapilAccount | null;
  /** What the PMO's system proves itself by; without a secret it does not answer by API. */
  pmoAnswers: { token: string | null; secrets: string[] };
  /** Where mail to applicants goes; null: into files under the data directory. */
  smtpUrl: string | null;
  mailFrom: string;
  sessionSecrets: string[];
  /** Path of the key ring file, or its JSON. */
  keyring: string | null;
  /** Path of the file of signing keys, or its JSON. */
  signingKey: string | null;
  /** Batches of at most so many rows are sealed within the request; larger ones by a job. */
  batchAtOnce: number;
  /** How long a copy of a KTP is kept once its registration has ended, and who answers for it. */
  ktpPhotos: { days: number; owner: string };
  /** Days after which what lies on a counter's device has to go. */
  counterKeepDays: number;
  metricsToken: string | null;
  logLevel: string;
  /** Hops, or addresses of the reverse proxy. */
  trustProxy: number | string | null;
}

/** The account at Dukcapil's web service; without an address the local register answers. */
export interface DukcapilAccount {
  url: string;
  userId: string;
  password: string;
  ipUser: string;
  /** yyyy-mm-dd, the last day of the credentials; null where nobody said. */
  expiresOn: string | null;
  concurrency: number;
  timeoutMs: number;
}

/** The PMO's own system; without an address PMO staff work in this console. */
export interface PmoAccount {
  url: string;
  token: string;
  /** PEM of the authority that signed its certificate; null where the system knows it. */
  ca: string | null;
  timeoutMs: number;
}

/** A setting is missing or malformed: one line a person can act on. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const Environment = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('var'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  PUBLIC_URL: z.url().optional(),
  DEMO: z.enum(['on', 'off']).default('on'),
  PMO_URL: z.url({ protocol: /^https?$/ }).optional(),
  PMO_TOKEN: z.string().optional(),
  PMO_TOKEN_FILE: z.string().optional(),
  PMO_CA_FILE: z.string().optional(),
  LOKET_PMO_TIMEOUT_MS: z.coerce.number().int().min(100).max(600_000).default(30_000),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  LOKET_MAIL_FROM: z
    .string()
    .max(200)
    .regex(/^[^\r\n]*@[^\r\n]+$/, 'must hold an address')
    .optional(),
  LOKET_PMO_ANSWER_TOKEN: z.string().optional(),
  LOKET_PMO_ANSWER_TOKEN_FILE: z.string().optional(),
  LOKET_PMO_ANSWER_SECRET: z.string().optional(),
  LOKET_PMO_ANSWER_SECRET_FILE: z.string().optional(),
  DUKCAPIL_URL: z.url({ protocol: /^https?$/ }).optional(),
  DUKCAPIL_USER_ID: z.string().optional(),
  DUKCAPIL_PASSWORD: z.string().optional(),
  DUKCAPIL_PASSWORD_FILE: z.string().optional(),
  DUKCAPIL_IP_USER: z.string().optional(),
  DUKCAPIL_CREDENTIALS_EXPIRE: z.iso.date().optional(),
  LOKET_DUKCAPIL_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(8),
  LOKET_DUKCAPIL_TIMEOUT_MS: z.coerce.number().int().min(100).max(120_000).default(10_000),
  SESSION_SECRET: z.string().optional(),
  SESSION_SECRET_FILE: z.string().optional(),
  LOKET_KEYRING: z.string().optional(),
  LOKET_KEYRING_FILE: z.string().optional(),
  LOKET_SIGNING_KEY: z.string().optional(),
  LOKET_SIGNING_KEY_FILE: z.string().optional(),
  LOKET_BATCH_AT_ONCE: z.coerce.number().int().min(0).max(10_000).default(2000),
  LOKET_COUNTER_KEEP_DAYS: z.coerce.number().int().min(4).max(90).default(14),
  LOKET_DOCUMENTS_DIR: z.string().optional(),
  LOKET_KTP_PHOTO_DAYS: z.coerce.number().int().min(1).max(3650).default(30),
  LOKET_KTP_PHOTO_OWNER: z.string().trim().min(3).max(120).default('Kementerian Ketenagakerjaan'),
  LOKET_METRICS_TOKEN: z.string().min(16, 'needs at least 16 characters').optional(),
  LOKET_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).optional(),
  LOKET_TRUST_PROXY: z.string().optional(),
});

function secretFrom(value: string | undefined, file: string | undefined, name: string): string | null {
  if (value) return value;
  if (!file) return null;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new ConfigError(`${name}_FILE names a file that cannot be read: ${file}`);
  }
}

const SHORTEST_SECRET = 32;

/** Each of several secrets signs and opens sessions by itself, so each must be long enough by itself. */
function sessionSecretsFrom(text: string | null): string[] {
  const secrets = text === null ? [] : text.split(',').map((one) => one.trim());
  if (secrets.some((one) => one.length < SHORTEST_SECRET))
    throw new ConfigError(`SESSION_SECRET: each of its secrets needs at least ${SHORTEST_SECRET} characters`);
  return secrets;
}

/** Each of several secrets is as good as the other, and a token alone is no proof. */
function pmoAnswersFrom(values: z.output<typeof Environment>): Config['pmoAnswers'] {
  const token = secretFrom(
    values.LOKET_PMO_ANSWER_TOKEN,
    values.LOKET_PMO_ANSWER_TOKEN_FILE,
    'LOKET_PMO_ANSWER_TOKEN',
  );
  const text = secretFrom(
    values.LOKET_PMO_ANSWER_SECRET,
    values.LOKET_PMO_ANSWER_SECRET_FILE,
    'LOKET_PMO_ANSWER_SECRET',
  );
  const secrets = text ? text.split(',').map((one) => one.trim()) : [];
  if (token && token.length < SHORTEST_SECRET)
    throw new ConfigError(`LOKET_PMO_ANSWER_TOKEN: needs at least ${SHORTEST_SECRET} characters`);
  if (secrets.some((one) => one.length < SHORTEST_SECRET))
    throw new ConfigError(
      `LOKET_PMO_ANSWER_SECRET: each of its secrets needs at least ${SHORTEST_SECRET} characters`,
    );
  if (token && secrets.length === 0)
    throw new ConfigError('missing LOKET_PMO_ANSWER_SECRET: LOKET_PMO_ANSWER_TOKEN is set');
  return { token: token || null, secrets };
}

/** Files may come from nobody; a mail server refuses who does not say who they are. */
function mailFromOf({ SMTP_URL, LOKET_MAIL_FROM }: z.output<typeof Environment>): string {
  if (SMTP_URL && !LOKET_MAIL_FROM)
    throw new ConfigError('missing LOKET_MAIL_FROM (the sender of notices): SMTP_URL is set');
  return LOKET_MAIL_FROM ?? 'Loket Prakerja <loket@prakerja.invalid>';
}

const HOPS = /^\d{1,2}$/;

/** `1` is a number of hops; everything else are addresses. `true` would believe whatever anybody claims. */
function trustProxyFrom(text: string | undefined): Config['trustProxy'] {
  if (text === undefined || text === '') return null;
  if (HOPS.test(text)) return Number(text);
  const known = (one: string) =>
    ['loopback', 'linklocal', 'uniquelocal'].includes(one) || isIP(one.replace(/\/\d{1,3}$/, '')) !== 0;
  if (text.split(',').every((one) => known(one.trim()))) return text;
  throw new ConfigError('LOKET_TRUST_PROXY: takes a number of hops, or addresses and subnets of the proxy');
}

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/** NIKs leave the house: in the clear only to this very machine, where the simulator is. */
function dukcapilFrom(values: z.output<typeof Environment>): DukcapilAccount | null {
  if (values.DUKCAPIL_URL === undefined) return null;
  const { protocol, hostname } = new URL(values.DUKCAPIL_URL);
  if (protocol !== 'https:' && !LOOPBACK.includes(hostname))
    throw new ConfigError('DUKCAPIL_URL: must begin with https://');
  const password = secretFrom(values.DUKCAPIL_PASSWORD, values.DUKCAPIL_PASSWORD_FILE, 'DUKCAPIL_PASSWORD');
  const needed = {
    DUKCAPIL_USER_ID: values.DUKCAPIL_USER_ID,
    'DUKCAPIL_PASSWORD (or DUKCAPIL_PASSWORD_FILE)': password,
    DUKCAPIL_IP_USER: values.DUKCAPIL_IP_USER,
  };
  const missing = Object.entries(needed).flatMap(([name, value]) => (value ? [] : [name]));
  if (missing.length > 0)
    throw new ConfigError(missing.map((name) => `missing ${name}: DUKCAPIL_URL is set`).join('\n'));
  return {
    url: values.DUKCAPIL_URL,
    userId: values.DUKCAPIL_USER_ID as string,
    password: password as string,
    ipUser: values.DUKCAPIL_IP_USER as string,
    expiresOn: values.DUKCAPIL_CREDENTIALS_EXPIRE ?? null,
    concurrency: values.LOKET_DUKCAPIL_CONCURRENCY,
    timeoutMs: values.LOKET_DUKCAPIL_TIMEOUT_MS,
  };
}

/** Whole registrations leave the house: in the clear only to this very machine, where the simulator is. */
function pmoFrom(values: z.output<typeof Environment>): PmoAccount | null {
  if (values.PMO_URL === undefined) return null;
  const { protocol, hostname } = new URL(values.PMO_URL);
  if (protocol !== 'https:' && !LOOPBACK.includes(hostname))
    throw new ConfigError('PMO_URL: must begin with https://');
  const token = secretFrom(values.PMO_TOKEN, values.PMO_TOKEN_FILE, 'PMO_TOKEN');
  if (!token) throw new ConfigError('missing PMO_TOKEN (or PMO_TOKEN_FILE): PMO_URL is set');
  if (!/^[\x21-\x7e]+$/.test(token)) throw new ConfigError('PMO_TOKEN: takes printable characters only');
  return {
    url: values.PMO_URL,
    token,
    ca: secretFrom(undefined, values.PMO_CA_FILE, 'PMO_CA'),
    timeoutMs: values.LOKET_PMO_TIMEOUT_MS,
  };
}

/** Reads and checks the environment. Throws ConfigError naming the first setting that is wrong or missing. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const known = new Set(Object.keys(Environment.shape));
  // LOKET_TEST_… belongs to the tests, which start servers of their own.
  const unknown = Object.keys(env).find(
    (name) => name.startsWith('LOKET_') && !name.startsWith('LOKET_TEST_') && !known.has(name),
  );
  if (unknown)
    throw new ConfigError(`${unknown} is not a setting of Loket Prakerja: see README, "Configuration"`);
  // An empty variable, as a container's file passes on, is one that was not given.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(`${issue?.path.join('.') ?? 'environment'}: ${issue?.message ?? 'is malformed'}`);
  }
  const values = parsed.data;
  const production = values.NODE_ENV === 'production';
  const sessionSecret = secretFrom(values.SESSION_SECRET, values.SESSION_SECRET_FILE, 'SESSION_SECRET');
  const keyring = secretFrom(values.LOKET_KEYRING, values.LOKET_KEYRING_FILE, 'LOKET_KEYRING');
  const signingKey = secretFrom(values.LOKET_SIGNING_KEY, values.LOKET_SIGNING_KEY_FILE, 'LOKET_SIGNING_KEY');
  if (production) {
    const missing = [
      sessionSecret ? null : 'SESSION_SECRET (or SESSION_SECRET_FILE): signs the session cookies',
      keyring ? null : 'LOKET_KEYRING (or LOKET_KEYRING_FILE): the key ring that encrypts NIK and KK numbers',
      signingKey ? null : 'LOKET_SIGNING_KEY (or LOKET_SIGNING_KEY_FILE): signs the seals of batches',
      values.PUBLIC_URL ? null : 'PUBLIC_URL: the address people open',
    ].filter((line) => line !== null);
    if (missing.length > 0) throw new ConfigError(missing.map((line) => `missing ${line}`).join('\n'));
  }
  const dataDir = resolve(values.DATA_DIR);
  return {
    production,
    port: values.PORT,
    host: values.HOST,
    dataDir,
    sqliteFile: join(dataDir, 'loket.sqlite'),
    databaseUrl: values.DATABASE_URL ?? null,
    documentsDir: resolve(values.LOKET_DOCUMENTS_DIR ?? join(dataDir, 'documents')),
    publicUrl: (values.PUBLIC_URL ?? `http://localhost:${values.PORT}`).replace(/\/$/, ''),
    demo: !production && values.DEMO === 'on',
    pmo: pmoFrom(values),
    dukcapil: dukcapilFrom(values),
    pmoAnswers: pmoAnswersFrom(values),
    smtpUrl: values.SMTP_URL ?? null,
    mailFrom: mailFromOf(values),
    sessionSecrets: sessionSecretsFrom(sessionSecret || null),
    keyring,
    signingKey,
    batchAtOnce: values.LOKET_BATCH_AT_ONCE,
    ktpPhotos: { days: values.LOKET_KTP_PHOTO_DAYS, owner: values.LOKET_KTP_PHOTO_OWNER },
    counterKeepDays: values.LOKET_COUNTER_KEEP_DAYS,
    metricsToken: values.LOKET_METRICS_TOKEN ?? null,
    // A desk wants the address and the accounts on its screen, production a line a request.
    logLevel: values.LOKET_LOG_LEVEL ?? (production ? 'info' : 'warn'),
    trustProxy: trustProxyFrom(values.LOKET_TRUST_PROXY),
  };
}

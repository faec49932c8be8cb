import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import type { Role } from '../../server/auth/permission-rules.ts';
import { hashPassword } from '../../server/auth/password.ts';
import { readConfig } from '../../server/config.ts';
import type { Services } from '../../server/services.ts';
import { start, type Running } from '../../server/start.ts';
import { createClient, type ApiClient } from './api-client.ts';
import { onPostgresServer, POSTGRES_URL, type Engine } from './test-engines.ts';

export { createClient, type Answer, type ApiClient, type UploadFile } from './api-client.ts';
export { ENGINES, onPostgresServer, POSTGRES_URL, REQUIRED, type Engine } from './test-engines.ts';

export const TEST_PASSWORD = 'tikar-pandan-ungu-42';
export const DAY_MS = 86_400_000;

const OFFICES = [
  { code: 'dinas-3374', name: 'Dinas Tenaga Kerja Kota Semarang', kind: 'dinas', region_code: '33.74' },
  { code: 'dinas-3372', name: 'Dinas Tenaga Kerja Kota Surakarta', kind: 'dinas', region_code: '33.72' },
  { code: 'ministry', name: 'Kementerian Ketenagakerjaan', kind: 'ministry', region_code: null },
  { code: 'pmo', name: 'Manajemen Pelaksana', kind: 'pmo', region_code: null },
] as const;
export type OfficeCode = (typeof OFFICES)[number]['code'];

/** One account a role; `intake2` works at the other Dinas. All have TEST_PASSWORD. */
const ACCOUNTS = [
  { username: 'intake', role: 'intake', office: 'dinas-3374' },
  { username: 'intake2', role: 'intake', office: 'dinas-3372' },
  { username: 'reviewer', role: 'reviewer', office: 'ministry' },
  { username: 'reviewer2', role: 'reviewer', office: 'ministry' },
  { username: 'coordinator', role: 'coordinator', office: 'ministry' },
  { username: 'approver', role: 'approver', office: 'ministry' },
  { username: 'pmo', role: 'pmo', office: 'pmo' },
  { username: 'auditor', role: 'auditor', office: 'ministry' },
  { username: 'admin', role: 'admin', office: 'ministry' },
] as const satisfies readonly { username: string; role: Role; office: OfficeCode }[];
export type Username = (typeof ACCOUNTS)[number]['username'];

export interface Account {
  id: number;
  username: Username;
  fullName: string;
  role: Role;
  officeId: number;
}

export interface RunningSystem {
  engine: Engine;
  url: string;
  port: number;
  dataDir: string;
  services: Services;
  accounts: Record<Username, Account>;
  offices: Record<OfficeCode, number>;
  /** An open wave judged by `normal-2023`, quota 1,000. */
  waveId: number;
  /** A client logged in as that account; each call is a session of its own. */
  login(username: Username): Promise<ApiClient>;
  /** A client nobody has logged in with. */
  visitor(): ApiClient;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
}

export interface SystemOptions {
  engine: Engine;
  /** True loads the demo data instead of the accounts of this file. */
  demo?: boolean;
  /** More settings, as the environment names them. */
  env?: Record<string, string>;
}

let passwordHash: Promise<string> | null = null;

/** Offices, accounts and a wave, as an administrator would have set them up. */
export async function fillReference(trx: Knex.Transaction, hash: string) {
  const now = Date.now();
  const iso = (at: number) => new Date(at).toISOString();
  const offices = {} as Record<OfficeCode, number>;
  for (const office of OFFICES) {
    const [row] = (await trx('offices').insert(office).returning('id')) as { id: number }[];
    offices[office.code] = row?.id as number;
  }
  const accounts = {} as Record<Username, Account>;
  for (const { username, role, office } of ACCOUNTS) {
    const fullName = `Petugas ${username}`;
    const values = { username, role, full_name: fullName, office_id: offices[office], password_hash: hash };
    const [row] = (await trx('staff')
      .insert({ ...values, created_at: iso(now) })
      .returning('id')) as { id: number }[];
    accounts[username] = { id: row?.id as number, username, fullName, role, officeId: offices[office] };
  }
  const { id: ruleSetId } = (await trx('rule_sets').where({ code: 'normal-2023' }).first('id')) as {
    id: number;
  };
  const [wave] = (await trx('waves')
    .insert({
      code: 'G-UJI',
      name: 'Gelombang Uji',
      rule_set_id: ruleSetId,
      opens_at: iso(now - 30 * DAY_MS),
      closes_at: iso(now + 30 * DAY_MS),
      quota: 1000,
      required_documents: JSON.stringify({ online: ['ktp_photo'], offline: [] }),
    })
    .returning('id')) as { id: number }[];
  return { offices, accounts, waveId: wave?.id as number };
}

const inDatabase = (name: string) => {
  const url = new URL(POSTGRES_URL);
  url.pathname = `/${name}`;
  return url.toString();
};

/** Makes a fresh, empty PostgreSQL database. */
export async function createTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `loket_test_${randomBytes(6).toString('hex')}`;
  await onPostgresServer(`CREATE DATABASE ${name}`);
  return {
    url: inDatabase(name),
    drop: () => onPostgresServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function loginTo(client: ApiClient, username: string, password: string): Promise<ApiClient> {
  const answer = await client.post('/api/auth/login', { username, password });
  if (answer.status !== 200) throw new Error(`${username} cannot log in: ${JSON.stringify(answer.body)}`);
  return client;
}

async function boot(options: SystemOptions, env: Record<string, string>): Promise<Running> {
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: '0',
    LOKET_LOG_LEVEL: 'error',
    ...env,
    ...options.env,
  });
  if (!options.demo) return start(config);
  const { loadDemo } = await import('../../seeds/demo/load-demo.ts');
  return start(config, { prepare: loadDemo });
}

/**
 * The whole system on data of its own, as `npm start` runs it: a temporary SQLite file or a fresh PostgreSQL database,
 * two Dinas, the ministry, the PMO, one account a role and an open wave.
 */
export async function startSystem(options: SystemOptions): Promise<RunningSystem> {
  const dataDir = await mkdtemp(join(tmpdir(), 'loket-test-'));
  const database = options.engine === 'postgres' ? await createTestDatabase() : null;
  const running = await boot(options, {
    DATA_DIR: dataDir,
    DEMO: options.demo ? 'on' : 'off',
    ...(database ? { DATABASE_URL: database.url } : {}),
  });
  passwordHash ??= hashPassword(TEST_PASSWORD);
  const hash = await passwordHash;
  const filled = options.demo
    ? { offices: {} as Record<OfficeCode, number>, accounts: {} as Record<Username, Account>, waveId: 0 }
    : await running.services.database.transaction((trx) => fillReference(trx, hash));
  const url = `http://127.0.0.1:${running.port}`;
  return {
    engine: options.engine,
    url,
    port: running.port,
    dataDir,
    services: running.services,
    ...filled,
    login: (username) => loginTo(createClient(url), username, options.demo ? 'prakerja-demo' : TEST_PASSWORD),
    visitor: () => createClient(url),
    stop: async () => {
      await running.stop();
      await database?.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

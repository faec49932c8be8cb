import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgres, openSqlite, type Database } from '../../server/database.ts';
import { SHEET_GROUPINGS } from '../../server/forwarding/reconciliation-sheet-schema.ts';
import { readReconciliationSheet } from '../../server/forwarding/reconciliation-sheet.ts';
import { createTestDatabase } from '../support/running-system.ts';

/**
 * The reconciliation sheet over 600,000 registrations in three rounds, made by SQL with the guards off:
 * `npx tsx tests/bench/reconciliation-scale.ts sqlite|postgres [rows] [file kept for another run]`. Of ten, three are confirmed at once, one is
 * refused, six return; two of the six go out confirmed in the second round, one waits, one is corrected, two return
 * again, and of those one is confirmed in the third and one is pending.
 */
const BATCH = 10_000;
const OFFICES = 514;
const PROPOSERS = ['DINAS', 'KEMENTERIAN', 'LEMBAGA_NEGARA', 'ORMAS', 'SERIKAT'];

const quoted = (values: readonly (string | number)[]) => values.map((value) => `'${value}'`);
const choose = (by: string, values: readonly (string | number)[]) =>
  `CASE ${by} ${values.map((value, index) => `WHEN ${index} THEN '${value}'`).join(' ')} END`;

/** By the last digit of its number: where a registration has come, its round, and its answer in each round. */
const STATUS = ['confirmed', 'confirmed', 'confirmed', 'pmo_rejected', 'confirmed', 'confirmed', 'verified', 'in_review', 'confirmed', 'sent']; // prettier-ignore
const ROUND = [1, 1, 1, 1, 2, 2, 2, 2, 3, 3];
const SENT_IN = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  [4, 5, 8, 9],
  [8, 9],
];
const ANSWERS: Record<number, string>[] = [
  { 0: 'CONFIRMED', 1: 'CONFIRMED', 2: 'CONFIRMED', 3: 'REJECTED', 4: 'RETURNED', 5: 'RETURNED', 6: 'RETURNED', 7: 'RETURNED', 8: 'RETURNED', 9: 'RETURNED' },
  { 4: 'CONFIRMED', 5: 'CONFIRMED', 8: 'RETURNED', 9: 'RETURNED' },
  { 8: 'CONFIRMED' },
]; // prettier-ignore

const CHUNK = 50_000;

/** What is made for many is made in parts: no statement of a server may take longer than two minutes. */
async function run(database: Database, statements: readonly string[], rows: number): Promise<void> {
  for (const sql of statements) {
    if (!sql.includes('FROM everybody')) await database.write.raw(sql);
    else
      for (let from = 0; from < rows; from += CHUNK) {
        const part = `(SELECT i FROM numbers WHERE i > ${from} AND i <= ${from + CHUNK}) AS everybody`;
        await database.write.raw(sql.replace('FROM everybody', `FROM ${part}`));
      }
  }
}

async function withoutGuards({ engine, write }: Database): Promise<void> {
  if (engine === 'postgres') {
    const tables = (await write('pg_tables').where({ schemaname: 'public' }).select('tablename')) as {
      tablename: string;
    }[];
    for (const { tablename } of tables) await write.raw('ALTER TABLE ?? DISABLE TRIGGER ALL', [tablename]);
    return;
  }
  const triggers = (await write('sqlite_master').where({ type: 'trigger' }).select('name')) as {
    name: string;
  }[];
  for (const { name } of triggers) await write.raw('DROP TRIGGER ??', [name]);
  await write.raw('PRAGMA foreign_keys=OFF');
}

const AT = "'2020-10-01T00:00:00.000Z'";

function registrations(batches: number): string {
  const inBatch = `(CAST(${choose('i % 10', ROUND)} AS INTEGER) - 1) * ${batches} + (i - 1) / ${BATCH} + 1`;
  return `INSERT INTO submissions (id, uid, registration_no, channel, status, wave_id, office_id, proposer, full_name, name_key, nik_enc, nik_bidx, nik_masked,
      kk_enc, kk_bidx, kk_masked, birth_place, birth_date, sex, ktp_address, region_code, education_level, employment_status, batch_id, round_no, keyed_by_id,
      decided_by_id, submitted_at, decided_at, created_at, updated_at)
    SELECT i, 'u' || i, 'PK-' || i, 'offline', ${choose('i % 10', STATUS)}, 1, i % ${OFFICES} + 1, ${choose('i / 10 % 5', PROPOSERS)}, 'ORANG ' || i, 'ORANG' || i,
      line, 'n' || i, '337401xxxxxxxxxx', line, 'k' || i, '337401xxxxxxxxxx', 'SEMARANG', '1990-01-01', 'L', 'JALAN MELATI NOMOR SEKIAN KELURAHAN INI KECAMATAN ITU',
      CAST(11 + i % ${OFFICES} / 20 AS TEXT) || '.' || CAST(1 + i % 20 AS TEXT), 'SMA', 'PHK', CASE WHEN i % 10 IN (6, 7) THEN NULL ELSE ${inBatch} END,
      CAST(${choose('i % 10', ROUND)} AS INTEGER), 1, 2, ${AT}, ${AT}, ${AT}, ${AT} FROM everybody, blob`;
}

function roundOf(no: number, batches: number): string[] {
  const from = (no - 1) * batches;
  const people = `everybody, blob WHERE i % 10 IN (${(SENT_IN[no - 1] as number[]).join(', ')})`;
  const answers = ANSWERS[no - 1] as Record<number, string>;
  const result = `CASE i % 10 ${Object.entries(answers).map(([digit, word]) => `WHEN ${digit} THEN '${word}'`).join(' ')} END`; // prettier-ignore
  const count = (SENT_IN[no - 1] as number[]).length * (BATCH / 10);
  const digest = "'d' || i";
  const each = `numbers WHERE i > ${from} AND i <= ${from + batches}`;
  return [
    `INSERT INTO batches (id, batch_no, channel, wave_id, status, row_count, digest, round_no, composed_by_id, sealed_by_id, sealed_at, ratified_by_id, ratified_at,
       ratified_digest, decree_no, decree_date, created_at, updated_at)
     SELECT i, 'KOL-' || i, 'offline', 1, 'acknowledged', ${count}, ${digest}, ${no}, 1, 1, ${AT}, 2, ${AT}, ${digest}, 'KEP-' || i, '2020-10-01', ${AT}, ${AT} FROM ${each}`,
    `INSERT INTO manifests (id, batch_id, digest, row_count, screening_as_of, sealed_by_id, sealed_at) SELECT i, i, ${digest}, ${count}, ${AT}, 1, ${AT} FROM ${each}`,
    `INSERT INTO dispatches (id, dispatch_no, batch_id, manifest_id, idempotency_key, digest, row_count, round_no, status, next_attempt_at, queued_by_id, queued_at)
     SELECT i, 'DSP-' || i, i, i, 'key' || i, ${digest}, ${count}, ${no}, 'acknowledged', ${AT}, 1, ${AT} FROM ${each}`,
    `INSERT INTO pmo_deliveries (idempotency_key, dispatch_no, dispatch_id, received_count, received_digest, received_at)
     SELECT 'key' || i, 'DSP-' || i, i, ${count}, ${digest}, ${AT} FROM ${each}`,
    `INSERT INTO manifest_lines (manifest_id, position, submission_id, office_id, proposer, round_no, region_code, line)
     SELECT ${from} + (i - 1) / ${BATCH} + 1, i, i, i % ${OFFICES} + 1, ${choose('i / 10 % 5', PROPOSERS)}, ${no},
       CAST(11 + i % ${OFFICES} / 20 AS TEXT) || '.' || CAST(1 + i % 20 AS TEXT), line FROM ${people}`,
    `INSERT INTO pmo_answers (dispatch_id, submission_id, result, answered_at, source, recorded_at)
     SELECT ${from} + (i - 1) / ${BATCH} + 1, i, ${result}, ${AT}, 'file', ${AT} FROM ${people} AND i % 10 IN (${quoted(Object.keys(answers)).map((one) => `CAST(${one} AS INTEGER)`).join(', ')})`,
  ]; // prettier-ignore
}

async function fill(database: Database, rows: number): Promise<void> {
  const isPostgres = database.engine === 'postgres';
  const batches = Math.ceil(rows / BATCH);
  const blob = isPostgres ? "decode(repeat('ab', 700), 'hex')" : 'randomblob(700)';
  await withoutGuards(database);
  await run(
    database,
    [
      isPostgres
        ? `CREATE TABLE numbers AS SELECT i FROM generate_series(1, ${rows}) AS i`
        : `CREATE TABLE numbers AS WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${rows}) SELECT i FROM c`,
      `CREATE TABLE blob AS SELECT ${blob} AS line`,
      `INSERT INTO waves (id, code, name, rule_set_id, opens_at, closes_at, quota, required_documents)
     VALUES (1, 'G-1', 'Gelombang 1', 1, '2020-09-01', '2020-12-01', 1000000, '{}')`,
      `INSERT INTO offices (id, code, name, kind) SELECT i, 'dinas-' || i, 'Dinas ' || i, 'dinas' FROM numbers WHERE i <= ${OFFICES}`,
      registrations(batches),
      ...[1, 2, 3].flatMap((no) => roundOf(no, batches)),
      isPostgres ? 'VACUUM ANALYZE' : 'PRAGMA wal_checkpoint(TRUNCATE)',
    ],
    rows,
  );
}

async function measure(database: Database): Promise<void> {
  for (const groupBy of SHEET_GROUPINGS) {
    const times: string[] = [];
    let told = '';
    for (let run = 0; run < 3; run += 1) {
      const begun = performance.now();
      const cpu = process.cpuUsage();
      const sheet = await readReconciliationSheet(database.read, { waveId: 1, groupBy }, '');
      const { user, system } = process.cpuUsage(cpu);
      // On a machine with others at work the processor's time says more than the clock's.
      times.push(`${Math.round(performance.now() - begun)} (${Math.round((user + system) / 1000)})`);
      const { verified, sent, confirmed, returned, pending } = sheet.total.figures;
      told = `${sheet.lines.length} lines, ${sheet.balanced ? 'balanced' : 'DIFFERS'}: verified ${verified}, sent ${sent}, confirmed ${confirmed}, returned ${returned}, pending ${pending}`;
    }
    process.stdout.write(`${groupBy.padEnd(9)} ${times.join(' / ')} ms (processor)  ${told}\n`);
  }
}

const [engine = 'sqlite', rows = '600000', kept] = process.argv.slice(2);
const dir = await mkdtemp(join(tmpdir(), 'loket-scale-'));
const made = engine === 'postgres' ? await createTestDatabase() : null;
const file = kept ?? join(dir, 'scale.sqlite');
const isThere = existsSync(file);
const database = made ? await openPostgres(made.url) : await openSqlite(file);
try {
  if (!isThere) {
    await database.migrate();
    const begun = performance.now();
    await fill(database, Number(rows));
    process.stdout.write(
      `${rows} registrations made in ${Math.round((performance.now() - begun) / 1000)} s\n`,
    );
  }
  await measure(database);
} finally {
  await database.close();
  await made?.drop();
  await rm(dir, { recursive: true, force: true });
}

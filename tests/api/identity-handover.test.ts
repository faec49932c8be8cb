import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findWaveWithRules } from '../../server/reference/reference-store.ts';
import { LIST_CODES } from '../../server/screening/screening-schema.ts';
import { identityInput, NOW, person, register, type TestPerson } from '../support/registered-people.ts';
import { ENGINES, startSystem, type ApiClient, type RunningSystem } from '../support/running-system.ts';

interface Expected {
  rowId: string;
  importClass: string;
  plant: string;
  identity?: string;
  reason?: string;
  explain?: string;
}

const file = (name: string) => readFileSync(new URL(`../fixtures/recap-500/${name}`, import.meta.url));
const rows = (name: string) => parse(file(name), { columns: true }) as Record<string, string>[];
const expected = (JSON.parse(file('expected.json').toString()) as { items: Expected[] }).items;

/** The rows an import takes: all but bad ones and the second of a NIK. */
const taken = expected.filter((item) => item.importClass.split('|')[0] === 'new');

describe.each(ENGINES)('the sample hand-over, loaded and checked on %s', (engine) => {
  let system: RunningSystem;
  let admin: ApiClient;
  const people = new Map<string, TestPerson>();
  const ids = new Map<string, number>();

  beforeAll(async () => {
    system = await startSystem({ engine });
    admin = await system.login('admin');
    const recap = new Map(rows('recap.csv').map((row) => [row['row_id'], row]));
    const seen = new Set<string>();
    for (const { rowId } of taken) {
      const row = recap.get(rowId) as Record<string, string>;
      if (seen.has(row['nik'] as string)) continue;
      seen.add(row['nik'] as string);
      people.set(
        rowId,
        person(0, {
          nik: row['nik'] as string,
          kkNumber: row['no_kk'] as string,
          fullName: row['nama_lengkap'] as string,
          birthPlace: row['tempat_lahir'] as string,
          birthDate: row['tanggal_lahir'] as string,
          sex: row['jenis_kelamin'] as 'L' | 'P',
          ktpAddress: row['alamat_ktp'] as string,
        }),
      );
    }
    const inserted = await register(system, [...people.values()]);
    [...people.keys()].forEach((rowId, index) => ids.set(rowId, inserted[index] as number));
  });
  afterAll(() => system.stop());

  async function load(path: string, name: string, fields: Record<string, string> = {}): Promise<unknown> {
    const { status, body } = await admin.upload<{ jobId: number }>(path, { bytes: file(name), name }, fields);
    expect(status).toBe(202);
    for (;;) {
      const job = (await admin.get<{ status: string; receipt: unknown }>(`/api/jobs/${body.jobId}`)).body;
      if (!['queued', 'running'].includes(job.status)) return job;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it('loads the register and every list without a bad line', async () => {
    const done = { status: 'succeeded', receipt: { counts: { failed: 0 } } };
    expect(await load('/api/ktp-records/import', 'ktp.csv')).toMatchObject(done);
    for (const code of LIST_CODES) {
      const asOf = new Date().toISOString().slice(0, 10);
      const path = `/api/screening-lists/${code}/versions`;
      expect(await load(path, `lists/${code}.csv`, { asOf })).toMatchObject(done);
    }
  });

  it('gives every row the identity outcome, explanation and reason that are expected of it', async () => {
    const { database, identity } = system.services;
    const inputs = [...people].map(([rowId, one]) => identityInput(system, ids.get(rowId) as number, one));
    const results = await database.transaction((trx) =>
      identity.checkMany(trx, inputs, { trigger: 'bulk', now: NOW, checkedById: null }),
    );
    const wrong: string[] = [];
    for (const item of taken.filter((one) => people.has(one.rowId))) {
      const result = results.get(ids.get(item.rowId) as number);
      const evidence = await identity.evidence(
        database.read,
        result?.checkId ?? null,
        system.accounts.reviewer,
      );
      const outcomes = (item.identity ?? '').split('|');
      if (!outcomes.includes(result?.outcome ?? '')) wrong.push(`${item.rowId}: ${result?.outcome}`);
      if (item.explain && evidence?.fields.fullName.explanation === undefined) wrong.push(`${item.rowId}: no explanation`); // prettier-ignore
      const aboutIdentity = ['KK_MISMATCH', 'DOB_MISMATCH', 'NIK_NOT_FOUND'];
      if (aboutIdentity.includes(item.reason ?? '') && !result?.reasonCodes.includes(item.reason as never))
        wrong.push(`${item.rowId}: ${result?.reasonCodes.join()}`);
    }
    expect(wrong).toEqual([]);
    expect(results.size).toBe(people.size);
  });

  it('gives every row the eligibility reason that is expected of it, and no other row one', async () => {
    const { database, screening, blindIndex } = system.services;
    const rules = await findWaveWithRules(database.read, system.waveId);
    const inputs = [...people].map(([rowId, one]) => ({
      submissionId: ids.get(rowId) as number,
      nikBidx: blindIndex.nik(one.nik),
      birthDate: one.birthDate,
      submittedOn: '2026-11-22',
    }));
    const results = await database.transaction((trx) =>
      screening.screenMany(trx, inputs, {
        ruleSet: rules?.ruleSet as never,
        listMaxAgeDays: 30,
        trigger: 'submit',
        now: new Date().toISOString(),
        screenedById: null,
      }),
    );
    const about = [
      'BLACKLISTED', 'PRIOR_RECIPIENT', 'OTHER_AID', 'IN_EDUCATION', 'EXCLUDED_POST', 'OVER_AGE', 'UNDER_AGE',
    ]; // prettier-ignore
    const asked = taken.filter((one) => people.has(one.rowId));
    const found = asked.map((item) => [item.rowId, results.get(ids.get(item.rowId) as number)?.reasonCodes]);
    const wanted = asked.map((item) => [item.rowId, about.includes(item.reason ?? '') ? [item.reason] : []]);
    expect(found).toEqual(wanted);
  });
});

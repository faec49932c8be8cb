import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorsIn, recapTables, type FoundAnswer, type PlantedRow } from '../support/recap-answers.ts';
import { ENGINES, startSystem, type ApiClient, type RunningSystem } from '../support/running-system.ts';

const HANDOVER = join(import.meta.dirname, '../fixtures/recap-500');
const file = (name: string) => readFileSync(join(HANDOVER, name));
const LISTS = ['excluded_posts', 'education', 'aid', 'prior_recipients', 'blacklist'];

const expected = JSON.parse(file('expected.json').toString()) as {
  rows: number;
  male: number;
  female: number;
  items: PlantedRow[];
};
/** `a|b` means either. */
const fits = (answer: string | undefined, found: unknown) =>
  answer === undefined || answer.split('|').includes(String(found));

interface Case {
  id: number;
  rowId: string;
  version: number;
  identityOutcome: string;
  screeningOutcome: string;
  reasons: string[];
  evidence: { warnings: string[]; fields: Record<string, { explanation?: string | null }> };
}

describe.each(ENGINES)('the hand-over of 500 registrations on %s', (engine) => {
  let system: RunningSystem;
  let intake: ApiClient;
  let reviewer: ApiClient;
  let importId: number;
  const classes = new Map<string, string>();
  const cases = new Map<string, Case>();

  async function ended(client: ApiClient, jobId: number): Promise<void> {
    for (;;) {
      const job = await client.get<{ status: string; error: string | null }>(`/api/jobs/${jobId}`);
      if (job.body.status === 'succeeded') return;
      if (['failed', 'cancelled'].includes(job.body.status))
        throw new Error(`job ${jobId}: ${job.body.error}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const quiet = async () => {
    for (;;) {
      const open = await system.services.database
        .read('jobs')
        .whereIn('status', ['queued', 'running'])
        .first('id');
      if (!open) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const upload = () =>
    intake.upload<{ id: number; jobId: number }>(
      '/api/imports',
      { bytes: file('recap.csv'), name: 'recap.csv' },
      {
        waveId: String(system.waveId),
        totals: JSON.stringify({ rows: expected.rows, male: expected.male, female: expected.female }),
      },
    );
  const counts = async () =>
    (
      await intake.get<{
        counts: Record<string, number>;
        totalsAgree: boolean;
        status: string;
        version: number;
      }>(`/api/imports/${importId}`)
    ).body;
  const registered = async () =>
    Number(((await system.services.database.read('submissions').count({ n: '*' })) as { n: number }[])[0]?.n);

  beforeAll(async () => {
    system = await startSystem({ engine });
    [intake, reviewer] = [await system.login('intake'), await system.login('reviewer')];
    const admin = await system.login('admin');
    const register = await admin.upload<{ jobId: number }>(
      '/api/ktp-records/import',
      { bytes: file('ktp.csv'), name: 'ktp.csv' },
      {},
    );
    expect(register.status).toBe(202);
    await ended(admin, register.body.jobId);
    for (const code of LISTS) {
      const list = await admin.upload<{ jobId: number }>(
        `/api/screening-lists/${code}/versions`,
        { bytes: file(`lists/${code}.csv`), name: `${code}.csv` },
        { asOf: new Date().toISOString().slice(0, 10) },
      );
      expect(list.status).toBe(202);
      await ended(admin, list.body.jobId);
    }
  });
  afterAll(() => system.stop());

  it('is read in a dry run that agrees with the control totals and classes every row as planted', async () => {
    const accepted = await upload();
    expect(accepted.status).toBe(202);
    importId = accepted.body.id;
    await ended(intake, accepted.body.jobId);
    const found = await counts();
    expect(found).toMatchObject({ status: 'ready', totalsAgree: true });
    expect(Object.values(found.counts).reduce((sum, n) => sum + n, 0)).toBe(expected.rows);
    const rows = (await system.services.database.read('import_rows').where({ import_id: importId })) as {
      row_id: string;
      class: string;
    }[];
    for (const row of rows) classes.set(row.row_id, row.class);
    const wrong = expected.items.filter((item) => !fits(item.importClass, classes.get(item.rowId)));
    expect(wrong).toEqual([]);
    expect(await registered()).toBe(0);
  });

  it('is committed whole, and every row comes to exactly the outcome, reasons, warnings and explanation it must', async () => {
    const { version } = await counts();
    const answer = await intake.post(`/api/imports/${importId}/commit`, { version });
    expect([200, 202]).toContain(answer.status);
    await quiet();
    expect((await counts()).status).toBe('committed');
    const rows = (await system.services.database.read('submissions').select('id', 'row_id')) as {
      id: number;
      row_id: string;
    }[];
    expect(rows).toHaveLength([...classes.values()].filter((one) => one === 'new').length);
    for (const row of rows)
      cases.set(row.row_id, (await reviewer.get<Case>(`/api/submissions/${row.id}`)).body);
    // Of a person who stands twice in the file, whichever row was not taken has no answer.
    const taken = expected.items.filter(
      ({ rowId, importClass }) => importClass.split('|').includes('new') && classes.get(rowId) === 'new',
    );
    expect(cases.size).toBe(taken.length);
    const { errors, text } = errorsIn(
      recapTables(
        taken,
        [...cases.values()].map((one): FoundAnswer => ({
          rowId: one.rowId,
          outcome: one.identityOutcome,
          reasons: one.reasons,
          warnings: one.evidence.warnings,
          explanation: one.evidence.fields['fullName']?.explanation ?? null,
        })),
      ),
    );
    expect(errors, text).toEqual([]);
    const clean = expected.items
      .filter((item) => item.plant === 'clean')
      .map((item) => cases.get(item.rowId));
    expect(
      clean.every(
        (one) =>
          one?.identityOutcome === 'matched' && one.screeningOutcome === 'clear' && one.reasons.length === 0,
      ),
    ).toBe(true);
  });

  it('lets two of a family in and keeps the third out for the KK limit', async () => {
    const families = new Map<string, Case[]>();
    for (const item of expected.items.filter(({ plant }) => plant === 'family3')) {
      const one = cases.get(item.rowId);
      if (one) families.set(item.family as string, [...(families.get(item.family as string) ?? []), one]);
    }
    expect(families.size).toBe(3);
    for (const members of families.values()) {
      const statuses: number[] = [];
      for (const member of members) {
        const claimed = await reviewer.post<Case>(`/api/submissions/${member.id}/claim`, {
          version: member.version,
        });
        const answer = await reviewer.post<{ details?: { blockers: { code: string }[] } }>(
          `/api/submissions/${member.id}/verify`,
          { version: claimed.body.version },
        );
        statuses.push(answer.status);
        if (answer.status === 409)
          expect(answer.body.details?.blockers.map(({ code }) => code)).toEqual(['KK_LIMIT']);
      }
      expect(statuses).toEqual([200, 200, 409]);
    }
  });

  it('changes nothing when the same file comes again', async () => {
    const before = [await registered(), (await counts()).counts];
    const again = await upload();
    expect([200, 202]).toContain(again.status);
    expect(again.body.id).toBe(importId);
    await quiet();
    expect([await registered(), (await counts()).counts]).toEqual(before);
  });
});

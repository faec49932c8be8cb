import type { Act } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import { holdJob } from '../jobs/job-hold.ts';
import type { JobRun } from '../jobs/job-service.ts';
import { findWaveWithRules } from '../reference/reference-store.ts';
import type { LookedUp } from '../screening/screening-lookup.ts';
import type { ScreeningService } from '../screening/screening-service.ts';
import { addToCounts, changeOf, onlyReports, type Standing } from './rescreen-rules.ts';
import type { RescreenCounts } from './rescreen-schema.ts';
import {
  insertChanges,
  nextInScope,
  niksInScope,
  rescreeningOfJob,
  scopeOf,
  versionsNow,
  type ChangeRow,
  type PersonRow,
  type RescreeningRow,
} from './rescreen-store.ts';
import { createLookAhead } from './screening-ahead.ts';
import { submittedOn, type Evidence } from './submission-evidence.ts';

export const RESCREEN_KIND = 'submissions.rescreen';

/** Screened in one transaction: so many stay below what others would notice. */
const AT_ONCE = 1000;

export interface RescreenRunDependencies {
  database: Database;
  evidence: Evidence;
  screening: ScreeningService;
}

type Parts = Pick<RescreenRunDependencies, 'evidence' | 'screening'>;

const unlike = ({ lists, lists_at_end }: RescreeningRow) => lists_at_end !== null && lists !== lists_at_end;

const receiptOf = (row: RescreeningRow): Record<string, unknown> => ({
  rescreeningId: row.id,
  waveId: row.wave_id,
  batchId: row.batch_id,
  counts: JSON.parse(row.counts) as RescreenCounts,
  listsRenewed: unlike(row),
});

/** Renews the results of those still under way; each registration's standing after it. */
async function renew(act: Act, { evidence }: Parts, rows: readonly PersonRow[], ahead: LookedUp) {
  const { hits, unknown } = await evidence.screenHeld(act, rows, 'demand', ahead);
  const after = new Map<number, Standing>(rows.map(({ id }) => [id, { outcome: 'clear', blocking: [] }]));
  for (const { id, blocking } of hits) after.set(id, { outcome: 'hit', blocking });
  for (const id of unknown) after.set(id, { outcome: 'unknown', blocking: [] });
  return after;
}

/** Appends results of those whom the PMO has answered, and touches nothing of them. */
async function report(act: Act, { screening }: Parts, waveId: number, rows: readonly PersonRow[]) {
  if (rows.length === 0) return new Map<number, Standing>();
  const rules = await findWaveWithRules(act.trx, waveId);
  if (!rules) throw new Error(`wave ${waveId} has no record`);
  const inputs = rows.map((row) => ({
    submissionId: row.id,
    nikBidx: row.nik_bidx,
    birthDate: row.birth_date,
    submittedOn: submittedOn(row, act.now),
  }));
  return screening.screenMany(act.trx, inputs, {
    ruleSet: rules.ruleSet,
    listMaxAgeDays: rules.wave.listMaxAgeDays,
    trigger: 'demand',
    now: act.now,
    screenedById: act.actor.id,
  });
}

/** Screens some registrations; how each stood before and stands now. */
async function screenSome(
  act: Act,
  parts: Parts,
  waveId: number,
  rows: readonly PersonRow[],
  ahead: LookedUp,
) {
  const after = new Map<number, Standing>([
    ...(await renew(
      act,
      parts,
      rows.filter(({ status }) => !onlyReports(status)),
      ahead,
    )),
    ...(await report(
      act,
      parts,
      waveId,
      rows.filter(({ status }) => onlyReports(status)),
    )),
  ]);
  return rows.map(({ id, status, before: was }) => {
    const is = after.get(id) as Standing;
    return {
      submissionId: id,
      status,
      onlyReports: onlyReports(status),
      change: changeOf(was, is),
      before: was?.outcome ?? ('unchecked' as const),
      after: is.outcome,
      reasons: is.blocking,
    };
  });
}

/**
 * The work of a re-screening: goes on behind the last registration whose result stands. Results, changes, counts and place
 * share each part's transaction, so that a killed process leaves nobody out and counts nobody twice.
 */
export function createRescreenRun({ database, ...parts }: RescreenRunDependencies) {
  /** One part; false when there was none left and the re-screening has ended. */
  const step = (run: JobRun, ahead: LookedUp): Promise<boolean> =>
    run.act('rescreening.rows-screened', async (act) => {
      await holdJob(act.trx, run);
      const row = await rescreeningOfJob(act.trx, run.id);
      const place = { after: row.last_id, through: row.through_id, limit: AT_ONCE };
      const people = await nextInScope(act.trx, scopeOf(row), place);
      const last = people.at(-1);
      if (!last) {
        await end(act, row);
        return false;
      }
      const screened = await screenSome(act, parts, row.wave_id, people, ahead);
      const changes = screened.filter((one): one is ChangeRow & typeof one => one.change !== null);
      await insertChanges(act.trx, row.id, changes);
      const counts = addToCounts(JSON.parse(row.counts) as RescreenCounts, screened);
      await act
        .trx('rescreenings')
        .where({ id: row.id })
        .update({ last_id: last.id, counts: JSON.stringify(counts) });
      const details = { jobId: run.id, screened: people.length, changed: changes.length, throughId: last.id };
      act.record({ subject: 'rescreening', subjectId: row.id, details });
      return true;
    });

  async function end(act: Act, row: RescreeningRow): Promise<void> {
    const values = { ended_at: act.now, lists_at_end: JSON.stringify(await versionsNow(act.trx)) };
    await act.trx('rescreenings').where({ id: row.id }).update(values);
    act.record({
      action: 'rescreening.ended',
      subject: 'rescreening',
      subjectId: row.id,
      details: receiptOf({ ...row, ...values }),
    });
  }

  return async function rescreen(run: JobRun): Promise<Record<string, unknown>> {
    let row = await rescreeningOfJob(database.read, run.id);
    const { wave_id: waveId, last_id: after, through_id: through } = row;
    const scope = scopeOf(row);
    const ahead = createLookAhead(
      { database, screening: parts.screening },
      {
        waveId,
        after,
        behind: (connection, place) => niksInScope(connection, scope, { ...place, through }),
      },
    );
    try {
      // Ended already: the process died between the last part and saying so.
      while (row.ended_at === null && (await step(run, await ahead.behind(row.last_id)))) {
        row = await rescreeningOfJob(database.read, run.id);
        const { checked } = JSON.parse(row.counts) as RescreenCounts;
        await run.progress(checked, Math.max(row.total, checked));
      }
    } finally {
      await ahead.end();
    }
    return receiptOf(await rescreeningOfJob(database.read, run.id));
  };
}

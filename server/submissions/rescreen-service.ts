import type { Act } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import { blocked, notFound, staleVersion } from '../errors.ts';
import type { JobService } from '../jobs/job-service.ts';
import { findWave, findWaveWithRules } from '../reference/reference-store.ts';
import { unansweredLists, type ScreeningService } from '../screening/screening-service.ts';
import { withMessages } from './blocker-rules.ts';
import { createRescreenRun, RESCREEN_KIND } from './rescreen-run.ts';
import { NO_RESCREEN_COUNTS, rescreenBlockers } from './rescreen-rules.ts';
import type { RescreenAccepted } from './rescreen-schema.ts';
import { measureScope, openRescreening, versionsNow, type RescreenScope } from './rescreen-store.ts';
import type { Evidence } from './submission-evidence.ts';

export interface RescreenDependencies {
  database: Database;
  jobs: JobService;
  evidence: Evidence;
  screening: ScreeningService;
}

/** What the order is about, for the log. */
const subjectOf = ({ waveId, batchId }: RescreenScope) =>
  batchId === null ? { subject: 'wave', subjectId: waveId } : { subject: 'batch', subjectId: batchId };

/**
 * Screens all of a wave or of a batch again by a job (domain.md section 8). The order freezes which registrations it is
 * about; whoever comes in later is screened by themselves.
 */
export function createRescreen({ database, jobs, evidence, screening }: RescreenDependencies) {
  jobs.register(RESCREEN_KIND, createRescreenRun({ database, evidence, screening }));

  async function unanswered(act: Act, waveId: number) {
    const rules = await findWaveWithRules(act.trx, waveId);
    if (!rules) throw new Error(`wave ${waveId} has no record`);
    const { listMaxAgeDays } = rules.wave;
    return unansweredLists(act.trx, { ruleSet: rules.ruleSet, listMaxAgeDays, now: act.now });
  }

  async function enter(act: Act, scope: RescreenScope, total: number, throughId: number) {
    const jobId = await jobs.enqueue(act, RESCREEN_KIND, scope, total);
    const [row] = (await act
      .trx('rescreenings')
      .insert({
        wave_id: scope.waveId,
        batch_id: scope.batchId,
        job_id: jobId,
        ordered_by_id: act.actor.id,
        ordered_at: act.now,
        through_id: throughId,
        total,
        counts: JSON.stringify(NO_RESCREEN_COUNTS),
        lists: JSON.stringify(await versionsNow(act.trx)),
      })
      .returning('id')) as { id: number }[];
    return { jobId, rescreeningId: row?.id as number };
  }

  /**
   * Orders the screening of a scope whose record the caller holds. While one of the same scope is under way, the order
   * gives that one again.
   * @throws 409 where there is nobody to be screened
   */
  async function order(act: Act, scope: RescreenScope): Promise<RescreenAccepted> {
    const about = subjectOf(scope);
    const open = await openRescreening(act.trx, scope);
    if (open && ['queued', 'running'].includes(open.job_status)) {
      const details = { jobId: open.job_id, rescreeningId: open.id };
      act.record({ ...about, action: `${about.subject}.rescreen-repeated`, details });
      return {
        ...details,
        count: open.total,
        repeated: true,
        unanswered: await unanswered(act, scope.waveId),
      };
    }
    // It was cancelled, or failed for good: what it has done stays done, and another begins from the start.
    if (open) await act.trx('rescreenings').where({ id: open.id }).update({ ended_at: act.now });
    const { total, throughId } = await measureScope(act.trx, scope);
    const blockers = rescreenBlockers(total);
    if (blockers.length > 0) throw blocked(withMessages(blockers));
    const entered = await enter(act, scope, total, throughId);
    act.record({ ...about, details: { ...entered, count: total } });
    return { ...entered, count: total, repeated: false, unanswered: await unanswered(act, scope.waveId) };
  }

  return {
    order,

    /** Orders the screening of a whole wave; two who order at once get one job. */
    async orderWave(act: Act, waveId: number, version: number | null): Promise<RescreenAccepted> {
      await act.trx('waves').where({ id: waveId }).forUpdate().first('id');
      const wave = await findWave(act.trx, waveId);
      if (!wave) throw notFound('wave');
      if (version !== null && version !== wave.version) throw staleVersion({ version: wave.version });
      return order(act, { waveId, batchId: null });
    },
  };
}
export type Rescreen = ReturnType<typeof createRescreen>;

import type { z } from 'zod';
import type { Act } from '../audit/audit-service.ts';
import { AppError, blocked, invalid, notFound } from '../errors.ts';
import { applyConditions } from '../http/list-query.ts';
import { withMessages } from './blocker-rules.ts';
import type { DuplicateService } from './duplicate-service.ts';
import type { SubmissionCase } from './submission-case.ts';
import { readSubmissionFilter, SUBMISSION_LIST } from './submission-list.ts';
import { isClaimed, submissionBlockers } from './submission-rules.ts';
import type { Hold } from './submission-commands-schema.ts';
import type { SubmissionRecord } from './submission-schema.ts';
import { leaseEnd, loadForAct as load, NO_HOLDER, recordNow as record, step } from './submission-step.ts';
import { visibleTo } from './submission-store.ts';

const ASSIGNED_MS = 24 * 3_600_000;
const CANDIDATES = 30;

/** Who works on a case: claims are leases, so that nobody blocks one by going home. */
export function createSubmissionClaims({ duplicates }: { duplicates: DuplicateService }) {
  /** Two registrations submitted at the same instant cannot see each other; by the time of a claim they can. */
  async function take(act: Act, one: SubmissionCase, version: number | null): Promise<SubmissionRecord> {
    const columns = { assignee_id: act.actor.id, lease_until: leaseEnd(one, act.now) };
    await step(act, one, 'claim', { version, columns });
    await duplicates.findPairs(act.trx, [one.row.id], act.now);
    return record(act, one.row.id);
  }

  async function claim(act: Act, id: number, version: number | null): Promise<SubmissionRecord> {
    const one = await load(act, id);
    const mine =
      one.facts.assigneeId === act.actor.id &&
      isClaimed(one.facts, act.now) &&
      one.row.status === 'in_review';
    if (!mine) return take(act, one, version);
    // A renewal changes nobody's view of the case: no new version.
    await act
      .trx('submissions')
      .where({ id, assignee_id: act.actor.id })
      .update({ lease_until: leaseEnd(one, act.now) });
    act.record({ subject: 'submission', subjectId: id, details: { renewed: true } });
    return record(act, id);
  }

  async function claimNext(act: Act, filter: Record<string, unknown>): Promise<SubmissionRecord> {
    const query = visibleTo(act.trx('submissions'), act.actor);
    applyConditions(query, SUBMISSION_LIST, readSubmissionFilter(act.actor, filter), act.trx);
    const free = (await query
      .whereIn('submissions.status', ['submitted', 'in_review'])
      .where(
        (either) =>
          void either.whereNull('submissions.assignee_id').orWhere('submissions.lease_until', '<=', act.now),
      )
      .whereNot('submissions.keyed_by_id', act.actor.id)
      .orderBy('submissions.due_at')
      .limit(CANDIDATES)
      .select('submissions.id')) as { id: number }[];
    for (const { id } of free) {
      const one = await load(act, id);
      // Two asked at once and the other got it, even the same person by a double click: the next is as good.
      if (isClaimed(one.facts, act.now)) continue;
      if (
        submissionBlockers('claim', one.facts, act.actor, act.now).length > 0 ||
        one.facts.ownRegistration ||
        one.facts.keyedByIds.includes(act.actor.id)
      )
        continue;
      try {
        return await take(act, one, null);
      } catch (error) {
        // Somebody else was faster with this one: the next is as good.
        if (!(error instanceof AppError) || error.code !== 'STALE_VERSION') throw error;
      }
    }
    throw notFound('waiting registration');
  }

  return {
    claim,
    claimNext,
    release: async (act: Act, id: number, version: number | null) =>
      step(act, await load(act, id), 'release', { version, columns: { ...NO_HOLDER } }),
    hold: async (act: Act, id: number, { version, reasons, note }: z.output<typeof Hold>) =>
      step(act, await load(act, id), 'hold', {
        version,
        reasons: reasons ?? [],
        note,
        columns: { ...NO_HOLDER },
      }),
    resume: async (act: Act, id: number, version: number) => {
      const one = await load(act, id);
      return step(act, one, 'resume', {
        version,
        columns: { assignee_id: act.actor.id, lease_until: leaseEnd(one, act.now) },
      });
    },
    assign: async (act: Act, id: number, version: number | null, assigneeId: number) => {
      const one = await load(act, id);
      const reviewer = (await act
        .trx('staff')
        .where({ id: assigneeId, role: 'reviewer', active: 1 })
        .first('id')) as { id: number } | undefined;
      if (!reviewer)
        throw invalid('NOT_A_REVIEWER', 'Registrations are assigned to active reviewers.', {
          assigneeId: 'not an active reviewer',
        });
      if (one.facts.keyedByIds.includes(assigneeId))
        throw blocked(withMessages([{ code: 'KEYED_BY_ACTOR', staffId: assigneeId }]));
      return step(act, one, 'assign', {
        version,
        columns: {
          assignee_id: assigneeId,
          lease_until: new Date(Date.parse(act.now) + ASSIGNED_MS).toISOString(),
        },
      });
    },
  };
}
export type SubmissionClaims = ReturnType<typeof createSubmissionClaims>;

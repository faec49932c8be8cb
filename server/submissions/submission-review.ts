import type { z } from 'zod';
import type { Act } from '../audit/audit-service.ts';
import { blocked } from '../errors.ts';
import type { IdentityService } from '../identity/identity-service.ts';
import type { ReasonCode } from '../reference/reason-schema.ts';
import type { EligibilityRules } from '../screening/screening-schema.ts';
import type { ScreeningService } from '../screening/screening-service.ts';
import { withMessages } from './blocker-rules.ts';
import { assertAllowed, assertVersion, evidenceBlockers } from './submission-case.ts';
import { dueAfter } from './submission-entry.ts';
import type { Reopen } from './submission-commands-schema.ts';
import type { SubmissionRecord } from './submission-schema.ts';
import { assertReasons, leaseEnd, loadForAct as load, NO_HOLDER, step } from './submission-step.ts';

/** What batches do when a registration leaves the road; given by services.ts, since batches stand above. */
export interface BatchNeighbour {
  leaveOpenBatch(act: Act, submissionId: number, reason: string): Promise<void>;
  releaseReturned(act: Act, submissionIds: readonly number[]): Promise<void>;
}

export interface ReviewDependencies {
  identity: IdentityService;
  screening: ScreeningService;
  batches: () => BatchNeighbour;
}

/** Decisions about a person, each through the one step, each undone only by the road the table knows. */
export function createSubmissionReview(dependencies: ReviewDependencies) {
  const { screening, batches } = dependencies;

  async function verify(
    act: Act,
    id: number,
    version: number | null,
    note: string | null,
  ): Promise<SubmissionRecord> {
    const one = await load(act, id);
    await assertVersion(act.trx, one.row, version);
    assertAllowed(
      'verify',
      one,
      act.actor,
      act.now,
      await evidenceBlockers(act.trx, dependencies, one, act.now),
    );
    const limit = (one.ruleSet.rules as unknown as EligibilityRules).kkLimit;
    if (
      !(await screening.takePlace(act.trx, {
        submissionId: id,
        kkBidx: one.row.kk_bidx,
        limit,
        now: act.now,
      }))
    )
      throw blocked(withMessages([{ code: 'KK_LIMIT', limit }]));
    return step(
      act,
      one,
      'verify',
      { version, note, columns: { decided_by_id: act.actor.id, decided_at: act.now, ...NO_HOLDER } },
      false,
    );
  }

  async function sendBack(
    act: Act,
    id: number,
    { version, reasons, note }: { version: number; reasons: readonly ReasonCode[]; note: string | null },
  ): Promise<SubmissionRecord> {
    const one = await load(act, id);
    const fromPmo = one.row.status === 'pmo_returned';
    assertAllowed('return', one, act.actor, act.now);
    assertReasons(fromPmo ? 'coordinator' : 'reviewer', fromPmo ? [] : reasons, one.row, note);
    if (!fromPmo) return step(act, one, 'return', { version, reasons, note, columns: { ...NO_HOLDER } });
    await assertVersion(act.trx, one.row, version);
    await batches().releaseReturned(act, [id]);
    await screening.givePlacesBack(act.trx, [id], act.now);
    return step(act, one, 'return', {
      version,
      reasons,
      note,
      columns: {
        ...NO_HOLDER,
        batch_id: null,
        round_no: one.row.round_no + 1,
        decided_by_id: null,
        decided_at: null,
      },
    });
  }

  return {
    verify,
    sendBack,
    reject: async (
      act: Act,
      id: number,
      { version, reasons, note }: { version: number; reasons: readonly ReasonCode[]; note: string | null },
    ) => {
      const one = await load(act, id);
      assertReasons('reviewer', reasons, one.row, note);
      return step(act, one, 'reject', {
        version,
        reasons,
        note,
        columns: { ...NO_HOLDER, decided_by_id: act.actor.id, decided_at: act.now },
      });
    },
    reopen: async (act: Act, id: number, { version, reasons, note }: z.output<typeof Reopen>) =>
      step(act, await load(act, id), 'reopen', {
        version,
        reasons: reasons ?? [],
        note,
        columns: { ...NO_HOLDER, decided_by_id: null, decided_at: null, due_at: dueAfter(act.now) },
      }),
    undo: async (act: Act, id: number, version: number, note: string | null) => {
      const one = await load(act, id);
      const undone = await step(act, one, 'undo', {
        version,
        note,
        columns: {
          assignee_id: act.actor.id,
          lease_until: leaseEnd(one, act.now),
          decided_by_id: null,
          decided_at: null,
        },
      });
      await screening.givePlacesBack(act.trx, [id], act.now);
      return undone;
    },
    withdraw: async (act: Act, id: number, version: number, note: string | null) => {
      const one = await load(act, id);
      await assertVersion(act.trx, one.row, version);
      assertAllowed('withdraw', one, act.actor, act.now);
      if (one.row.status === 'batched') await batches().leaveOpenBatch(act, id, note ?? 'WITHDRAWN');
      const withdrawn = await step(act, one, 'withdraw', {
        version,
        reasons: ['WITHDRAWN'],
        note,
        columns: { ...NO_HOLDER, batch_id: null },
      });
      await screening.givePlacesBack(act.trx, [id], act.now);
      return withdrawn;
    },
    revoke: async (
      act: Act,
      id: number,
      { version, reasons, note }: { version: number; reasons: readonly ReasonCode[]; note: string | null },
    ) => {
      const one = await load(act, id);
      assertReasons('pmo', reasons, one.row, note);
      return step(act, one, 'revoke', { version, reasons, note });
    },
  };
}
export type SubmissionReview = ReturnType<typeof createSubmissionReview>;

import type { Act, Actor } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import { blocked, notFound } from '../errors.ts';
import type { IdentityService } from '../identity/identity-service.ts';
import { SealError } from '../privacy/sealed-record.ts';
import type { ReasonCode } from '../reference/reason-schema.ts';
import type { ScreeningService } from '../screening/screening-service.ts';
import { withMessages } from './blocker-rules.ts';
import { assertAllowed, assertVersion, loadCase } from './submission-case.ts';
import type { Evidence } from './submission-evidence.ts';
import type { Asked } from './submission-identity.ts';
import { loadForAct as load, recordNow as record, step } from './submission-step.ts';
import { findSubmission } from './submission-store.ts';

export interface ReadingDependencies {
  database: Database;
  identity: IdentityService;
  screening: ScreeningService;
  evidence: Evidence;
}

/** Evidence on demand: checks again, the two readings of a partial match, fresh lists before a decision. */
export function createSubmissionReadings({ database, identity, screening, evidence }: ReadingDependencies) {
  return {
    /** Asks a register that is not in our database, before the act; refuses whoever may not ask. */
    askRegister: async (actor: Actor, id: number, now: string): Promise<Asked | null> => {
      const one = await loadCase(database.read, actor, id);
      assertAllowed('identity-check', one, actor, now);
      return evidence.askFirst(database.read, [id]);
    },

    /** Looks the person up in the register again, and the lists with it; `asked` is what another register said first. */
    identityCheck: async (act: Act, id: number, asked: Asked | null) => {
      const one = await load(act, id);
      assertAllowed('identity-check', one, act.actor, act.now);
      const sealed = await evidence.checkAsked(act, [id], asked, 'demand');
      if (sealed.length > 0)
        throw new SealError('TAMPERED', `the sealed numbers of registration ${id} do not open`);
      await evidence.screen(act, [id], 'demand');
      const after = await record(act, id);
      act.record({
        subject: 'submission',
        subjectId: id,
        details: { identityOutcome: after.identityOutcome, screeningOutcome: after.screeningOutcome },
      });
      return after;
    },

    /** Reads a partial match: first the holder, then another reviewer who need not hold the case. */
    settle: async (
      act: Act,
      id: number,
      readerNo: 1 | 2,
      input: {
        version: number;
        verdict: 'same_person' | 'different';
        reason: ReasonCode;
        note: string | null;
      },
    ) => {
      const one = await load(act, id);
      await assertVersion(act.trx, one.row, input.version);
      assertAllowed(readerNo === 1 ? 'identity-settle' : 'second-read', one, act.actor, act.now);
      const { identity_check_id: checkId } = one.row;
      if (checkId === null || one.row.identity_outcome !== 'partial')
        throw blocked(withMessages([{ code: 'NOT_PARTIAL' }]));
      if (one.row.identity_stale === 1) throw blocked(withMessages([{ code: 'IDENTITY_STALE' }]));
      const earlier = await identity.settlements(act.trx, checkId);
      if (earlier.some((settlement) => settlement.readerNo === readerNo))
        throw blocked(withMessages([{ code: 'ALREADY_READ' }]));
      if (readerNo === 2 && earlier.length === 0)
        throw blocked(withMessages([{ code: 'FIRST_READER_MISSING' }]));
      if (earlier.some((settlement) => settlement.readerId === act.actor.id))
        throw blocked(withMessages([{ code: 'SAME_READER' }]));
      await identity.settle(act, {
        checkId,
        submissionId: id,
        readerNo,
        verdict: input.verdict,
        reasonCode: input.reason,
        note: input.note,
      });
      return step(
        act,
        one,
        readerNo === 1 ? 'identity-settle' : 'second-read',
        { version: input.version, reasons: [input.reason], note: input.note },
        false,
      );
    },

    /** Screens again where a newer list was loaded since: in a transaction of its own, so that a hit stays on record. */
    async refreshScreening(
      act: (work: (act: Act) => Promise<void>) => Promise<void>,
      actor: Actor,
      id: number,
    ): Promise<void> {
      const row = await findSubmission(database.read, actor, id);
      if (!row) throw notFound('registration');
      if (row.status !== 'in_review' && row.status !== 'submitted') return;
      const [result, latest] = await Promise.all([
        screening.result(database.read, row.screening_result_id),
        screening.latestVersions(database.read),
      ]);
      const current =
        result !== null &&
        Object.entries(latest).every(
          ([code, version]) =>
            (version?.listVersion ?? null) ===
            (result.lists[code as keyof typeof result.lists].listVersion ?? null),
        );
      const sameDay = result?.screenedAt.slice(0, 10) === new Date().toISOString().slice(0, 10);
      if (current && sameDay) return;
      await act(async (one) => {
        await evidence.screen(one, [id], 'verify');
        one.record({ subject: 'submission', subjectId: id });
      });
    },
  };
}
export type SubmissionReadings = ReturnType<typeof createSubmissionReadings>;

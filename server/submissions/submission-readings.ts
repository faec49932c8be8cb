import type { Act, Actor } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import { blocked, notFound } from '../errors.ts';
import type { IdentityService } from '../identity/identity-service.ts';
import type { ReaderNo, SettlementVerdict } from '../identity/identity-schema.ts';
import { readingBlockers } from '../identity/reading-rules.ts';
import { SealError } from '../privacy/sealed-record.ts';
import type { ReasonCode } from '../reference/reason-schema.ts';
import type { ScreeningService } from '../screening/screening-service.ts';
import { withMessages } from './blocker-rules.ts';
import { assertAllowed, assertVersion, identityState, loadCase } from './submission-case.ts';
import type { Evidence } from './submission-evidence.ts';
import type { Asked } from './submission-identity.ts';
import { assertReadingReason, loadForAct as load, recordNow as record, step } from './submission-step.ts';
import { findSubmission } from './submission-store.ts';

export interface ReadingDependencies {
  database: Database;
  identity: IdentityService;
  screening: ScreeningService;
  evidence: Evidence;
}

const ACTION_OF_READER = { 1: 'identity-settle', 2: 'second-read', 3: 'third-read' } as const;

/** What a reader says of a partial match. */
export interface ReadingInput {
  version: number;
  /** The check whose evidence was read. */
  checkId?: number | undefined;
  verdict: SettlementVerdict;
  reason: ReasonCode;
  note: string | null;
}

/** Evidence on demand: checks again, the readings of a partial match, fresh lists before a decision. */
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

    /**
     * Reads a partial match: first the holder, then another reviewer who need not hold the case and, only where these two
     * disagree, a coordinator, whose verdict decides. All read the same evidence: that of the newest check. Throws 409 with what
     * stands in the way and 422 for an unfitting reason.
     */
    settle: async (act: Act, id: number, readerNo: ReaderNo, reading: ReadingInput) => {
      const action = ACTION_OF_READER[readerNo];
      const { version, verdict, reason, note } = reading;
      const one = await load(act, id);
      const { identity_check_id: checkId } = one.row;
      // Before the version, which another check raises too: this says what is to be looked at again.
      if (reading.checkId !== undefined && reading.checkId !== checkId)
        throw blocked(withMessages([{ code: 'IDENTITY_STALE', checkId }]));
      await assertVersion(act.trx, one.row, version);
      assertAllowed(action, one, act.actor, act.now);
      const state = await identityState(act.trx, { identity }, one.row);
      const blockers = readingBlockers(readerNo, state, act.actor.id);
      if (blockers.length > 0 || checkId === null) throw blocked(withMessages(blockers));
      assertReadingReason(verdict, reason, one.row);
      // The step first: of two who read at once one loses by the version, before the reading is written.
      const trace = { after: { verdict, reasonCode: reason }, details: { checkId, readerNo } };
      const after = await step(act, one, action, { version, reasons: [reason], note, trace }, false);
      await identity.settle(act, {
        checkId,
        submissionId: id,
        readerNo,
        verdict,
        reasonCode: reason,
        note,
      });
      return after;
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

import type { Act, Actor } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import { AppError } from '../errors.ts';
import { nikReadingOf } from './nik-reading.ts';
import type { NikReadingView } from './nik-reading-schema.ts';
import type { Evidence as IdentityEvidence } from '../identity/identity-record-schema.ts';
import type { IdentityService } from '../identity/identity-service.ts';
import { findWaveWithRules } from '../reference/reference-store.ts';
import type { EligibilityRules } from '../screening/screening-schema.ts';
import type { ScreeningService, ScreeningView } from '../screening/screening-service.ts';
import { availableActions, evidenceBlockers, identityState, loadCase } from './submission-case.ts';
import { historyOf, type HistoryEntry } from './submission-history.ts';
import type { FormSealer } from './submission-form.ts';
import type { SubmissionRecord } from './submission-schema.ts';
import { findSubmission, rowToSubmission, type SubmissionRow } from './submission-store.ts';
import { notFound } from '../errors.ts';

export interface ViewDependencies {
  database: Database;
  identity: IdentityService;
  screening: ScreeningService;
  sealer: FormSealer;
}

export interface CaseView extends SubmissionRecord {
  evidence: IdentityEvidence | null;
  screening: (ScreeningView & ScreeningView['lists']) | null;
  /** Reason codes the evidence suggests. */
  reasons: string[];
  nikReading: NikReadingView;
  /** How many people of one KK card the rules of the wave let in; null = any number. */
  kkLimit: number | null;
  officeName: string;
  waveName: string;
  assigneeName: string | null;
  keyedByName: string;
}

const REVEALS_AN_HOUR = 30;
const REVEALS_A_DAY = 150;
const HOUR_MS = 3_600_000;

/** What a case page shows: the record with its evidence, its history, its family, and what may be done. */
export function createSubmissionView({ database, identity, screening, sealer }: ViewDependencies) {
  const find = async (actor: Actor, id: number): Promise<SubmissionRow> => {
    const row = await findSubmission(database.read, actor, id);
    if (!row) throw notFound('registration');
    return row;
  };

  return {
    find,

    async caseOf(actor: Actor, id: number): Promise<CaseView> {
      const row = await find(actor, id);
      const names = (await database
        .read('submissions')
        .join('offices', 'offices.id', 'submissions.office_id')
        .join('waves', 'waves.id', 'submissions.wave_id')
        .join('staff as keyer', 'keyer.id', 'submissions.keyed_by_id')
        .leftJoin('staff as assignee', 'assignee.id', 'submissions.assignee_id')
        .where('submissions.id', id)
        .first(
          'offices.name as office',
          'waves.name as wave',
          'keyer.full_name as keyer',
          'assignee.full_name as assignee',
        )) as { office: string; wave: string; keyer: string; assignee: string | null };
      const [evidence, result, nikReading, rules] = await Promise.all([
        identity.evidence(database.read, row.identity_check_id, actor),
        screening.result(database.read, row.screening_result_id),
        nikReadingOf(database.read, sealer.open(row).nik, {
          birthDate: row.birth_date,
          regionCode: row.region_code,
        }),
        findWaveWithRules(database.read, row.wave_id),
      ]);
      const record = rowToSubmission(row);
      return {
        ...record,
        evidence,
        // The contract reads a list's result by its code; the page reads all of them together.
        screening: result && { ...result, ...result.lists },
        reasons: record.reasonCodes,
        nikReading,
        kkLimit: (rules?.ruleSet.rules as unknown as EligibilityRules).kkLimit,
        officeName: names.office,
        waveName: names.wave,
        assigneeName: names.assignee,
        keyedByName: names.keyer,
      };
    },

    /** Everything that happened to a registration that this person may know, newest first. */
    async history(actor: Actor, id: number): Promise<HistoryEntry[]> {
      await find(actor, id);
      return historyOf(database.read, id, await identity.knownReadings(database.read, id, actor));
    },

    /** Everyone of the same KK card over all waves, and who holds its places. */
    async family(actor: Actor, id: number) {
      const row = await find(actor, id);
      const members = (await database
        .read('submissions')
        .join('waves', 'waves.id', 'submissions.wave_id')
        .where({ kk_bidx: row.kk_bidx })
        .orderBy('submissions.id')
        .select('submissions.*', 'waves.name as wave_name')) as (SubmissionRow & { wave_name: string })[];
      const places = new Map(
        (await screening.placesTaken(database.read, row.kk_bidx)).map((place) => [
          place.submissionId,
          place.slot,
        ]),
      );
      return members.map((member) => {
        const foreign = actor.role === 'intake' && member.office_id !== actor.officeId;
        return {
          id: member.id,
          // Another office's people are known by their number only.
          fullName: foreign ? null : member.full_name,
          registrationNo: foreign ? null : member.registration_no,
          nikMasked: member.nik_masked,
          waveId: member.wave_id,
          waveName: member.wave_name,
          status: member.status,
          slot: places.get(member.id) ?? null,
          self: member.id === id,
        };
      });
    },

    async actions(actor: Actor, id: number) {
      const now = new Date().toISOString();
      const one = await loadCase(database.read, actor, id);
      return availableActions(
        one.facts,
        actor,
        now,
        await evidenceBlockers(database.read, { identity, screening }, one, now),
        await identityState(database.read, { identity }, one.row),
      );
    },

    /** Gives NIK and KK in clear to somebody who says why; counted, so that nobody reads a whole list this way. */
    async reveal(act: Act, id: number, purpose: string): Promise<{ nik: string; kkNumber: string }> {
      const row = await findSubmission(act.trx, act.actor, id);
      if (!row) throw notFound('registration');
      const count = async (milliseconds: number) => {
        const [counted] = (await act
          .trx('audit_events')
          .where({ actor_id: act.actor.id, action: 'submission.revealed', outcome: 'done' })
          .where('at', '>', new Date(Date.parse(act.now) - milliseconds).toISOString())
          .count({ n: '*' })) as { n: number }[];
        return Number(counted?.n ?? 0);
      };
      if ((await count(HOUR_MS)) >= REVEALS_AN_HOUR || (await count(24 * HOUR_MS)) >= REVEALS_A_DAY) {
        throw new AppError(
          429,
          'TOO_MANY_REVEALS',
          `At most ${REVEALS_AN_HOUR} numbers an hour and ${REVEALS_A_DAY} a day are shown to one person. Go on later.`,
          { headers: { 'Retry-After': '3600' } },
        );
      }
      act.record({ subject: 'submission', subjectId: id, details: { purpose } });
      return sealer.open(row);
    },

    async addNote(act: Act, id: number, text: string) {
      if (!(await findSubmission(act.trx, act.actor, id))) throw notFound('registration');
      const [note] = (await act
        .trx('submission_notes')
        .insert({ submission_id: id, author_id: act.actor.id, text, at: act.now })
        .returning('id')) as { id: number }[];
      act.record({ subject: 'submission', subjectId: id, after: { text } });
      return { id: note?.id, text, at: act.now, authorId: act.actor.id };
    },
  };
}
export type SubmissionView = ReturnType<typeof createSubmissionView>;

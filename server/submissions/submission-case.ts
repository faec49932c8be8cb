import type { Act, Actor } from '../audit/audit-service.ts';
import type { Connection } from '../database.ts';
import { blocked, notFound, staleVersion } from '../errors.ts';
import { identityBlockers } from '../identity/identity-rules.ts';
import type { IdentityState } from '../identity/identity-schema.ts';
import type { IdentityService } from '../identity/identity-service.ts';
import { readingBlockers } from '../identity/reading-rules.ts';
import { latenessOf } from '../lateness/lateness-store.ts';
import type { RuleSetRecord, WaveRecord } from '../reference/reference-schema.ts';
import { findWaveWithRules } from '../reference/reference-store.ts';
import type { EligibilityRules } from '../screening/screening-schema.ts';
import { kkLimitBlocker } from '../screening/screening-rules.ts';
import type { ScreeningService } from '../screening/screening-service.ts';
import { withMessages } from './blocker-rules.ts';
import { duplicateBlockers } from './duplicate-blockers.ts';
import {
  ACTIONS_BY_STATUS,
  OWN_COMMANDS,
  READER_OF_ACTION,
  submissionBlockers,
  type Blocker,
  type SubmissionAction,
  type SubmissionFacts,
} from './submission-rules.ts';
import { missingDocuments, presenceBlockers } from './submission-form-rules.ts';
import { findCaseRow, handsOn, type CaseRow, type SubmissionRow } from './submission-store.ts';

const DAY_MS = 86_400_000;

/** A registration with all that verdicts about it need, read on one connection. */
export interface SubmissionCase {
  row: CaseRow;
  facts: SubmissionFacts;
  wave: WaveRecord;
  ruleSet: RuleSetRecord;
}

export interface CaseDependencies {
  identity: IdentityService;
  screening: ScreeningService;
}

/** Loads a case the actor may know of; throws 404 otherwise. */
export async function loadCase(connection: Connection, actor: Actor, id: number): Promise<SubmissionCase> {
  const row = await findCaseRow(connection, actor, id);
  if (!row) throw notFound('registration');
  const rules = await findWaveWithRules(connection, row.wave_id);
  if (!rules) throw new Error(`wave ${row.wave_id} has no record`);
  return {
    row,
    ...rules,
    facts: {
      status: row.status,
      channel: row.channel,
      officeId: row.office_id,
      assigneeId: row.assignee_id,
      holderName: row.holder_name,
      leaseUntil: row.lease_until,
      keyedById: row.keyed_by_id,
      decidedById: row.decided_by_id,
      keyedByIds: await handsOn(connection, row),
      ownRegistration: Number(row.own) > 0,
      inSealedBatch: row.batch_status !== null && !['open', 'cancelled'].includes(row.batch_status),
      ...(row.status === 'needs_correction' ? { lateness: await latenessOf(connection, row.wave_id) } : {}),
    },
  };
}

/** The identity as it stands, with what readers found of the check it rests on; readers settle nothing but a partial match. */
export async function identityState(
  connection: Connection,
  { identity }: Pick<CaseDependencies, 'identity'>,
  row: CaseRow,
): Promise<IdentityState> {
  const readings =
    row.identity_check_id === null || row.identity_outcome !== 'partial'
      ? []
      : await identity.settlements(connection, row.identity_check_id);
  return { outcome: row.identity_outcome, stale: row.identity_stale === 1, readings };
}

function identityPart({ row, wave }: SubmissionCase, identity: IdentityState, now: string): Blocker[] {
  const blockers: Blocker[] = identityBlockers(identity);
  const checkedAt = row.identity_checked_at;
  if (blockers.length > 0 || checkedAt === null) return blockers;
  const tooOld = Date.parse(now) - Date.parse(checkedAt) > wave.checkMaxAgeDays * DAY_MS;
  return tooOld ? [{ code: 'IDENTITY_STALE', checkedAt }] : [];
}

async function screeningPart(
  connection: Connection,
  { screening }: CaseDependencies,
  { row, ruleSet }: SubmissionCase,
): Promise<Blocker[]> {
  const result = await screening.result(connection, row.screening_result_id);
  if (!result) return [{ code: 'SCREENING_UNCHECKED' }];
  const blockers: Blocker[] = result.blocking.map((reason) => ({ code: 'SCREENING_HIT', reason }));
  const { lists } = ruleSet.rules as unknown as EligibilityRules;
  for (const [list, finding] of Object.entries(result.lists)) {
    const effect = lists[list as keyof typeof lists];
    if (finding.result === 'unknown' && (effect === 'excludes' || effect === 'lowers_priority'))
      blockers.push({ code: 'SCREENING_UNKNOWN', list });
  }
  return blockers;
}

async function familyPart(
  connection: Connection,
  { screening }: CaseDependencies,
  { row, ruleSet }: SubmissionCase,
): Promise<Blocker[]> {
  const others = (await screening.placesTaken(connection, row.kk_bidx)).filter(
    (place) => place.submissionId !== row.id,
  );
  const blocker = kkLimitBlocker(others.length, ruleSet.rules as unknown as EligibilityRules);
  return blocker ? [blocker] : [];
}

async function paperPart(connection: Connection, { row, wave }: SubmissionCase): Promise<Blocker[]> {
  const required = wave.requiredDocuments[row.channel === 'offline' ? 'offline' : 'online'];
  const kinds =
    required.length === 0
      ? []
      : ((await connection('documents')
          .where({ submission_id: row.id })
          .whereNull('deleted_at')
          .distinct('kind')) as { kind: string }[]);
  return [
    ...missingDocuments(
      required,
      kinds.map(({ kind }) => kind),
    ),
    ...presenceBlockers({
      channel: row.channel,
      cameInPerson: row.came_in_person === 1,
      originalKtpSeen: row.original_ktp_seen === 1,
      presenceNote: row.presence_note,
    }),
  ];
}

/** All that keeps the evidence from supporting a verification: identity, screening, KK, duplicates, papers. */
export async function evidenceBlockers(
  connection: Connection,
  dependencies: CaseDependencies,
  one: SubmissionCase,
  now: string,
): Promise<Blocker[]> {
  return [
    ...identityPart(one, await identityState(connection, dependencies, one.row), now),
    ...(await screeningPart(connection, dependencies, one)),
    ...(await duplicateBlockers(connection, one.row.id)),
    ...(await familyPart(connection, dependencies, one)),
    ...(await paperPart(connection, one)),
  ];
}

/** What the actor may do to this case now, and what stands in the way of the rest. */
export function availableActions(
  facts: SubmissionFacts,
  actor: Actor,
  now: string,
  evidence: readonly Blocker[],
  identity: IdentityState,
) {
  return OWN_COMMANDS.map((action) => {
    const readerNo = READER_OF_ACTION[action];
    const blockers = withMessages([
      ...submissionBlockers(action, facts, actor, now, evidence),
      ...(readerNo ? readingBlockers(readerNo, identity, actor.id) : []),
    ]);
    return { action, allowed: blockers.length === 0, blockers };
  });
}

/** Throws 409 where anything stands in the way, with what could be done instead. */
export function assertAllowed(
  action: SubmissionAction,
  one: SubmissionCase,
  actor: Actor,
  now: string,
  evidence: readonly Blocker[] = [],
): void {
  const blockers = submissionBlockers(action, one.facts, actor, now, evidence);
  if (blockers.length === 0) return;
  const actions: readonly SubmissionAction[] = ACTIONS_BY_STATUS[one.row.status];
  const available = actions.filter(
    (other) => submissionBlockers(other, one.facts, actor, now, evidence).length === 0,
  );
  throw blocked(withMessages(blockers), available);
}

interface LastChange {
  full_name: string | null;
  action: string;
  at: string;
}

/** Throws 409 naming who changed the record since, where the version is not the one the caller saw. */
export async function assertVersion(
  connection: Connection,
  row: SubmissionRow,
  version: number | null,
): Promise<void> {
  if (version === null || row.version === version) return;
  throw await staleSubmission(connection, row.id, row.version);
}

/** Who changed a registration last: by an act of their own, or with another identity check (nobody: the system asked). */
async function lastChange(connection: Connection, id: number): Promise<LastChange | undefined> {
  const by = (table: string, person: string) =>
    connection(table)
      .leftJoin('staff', 'staff.id', `${table}.${person}`)
      .where({ submission_id: id })
      .orderBy(`${table}.id`, 'desc');
  const act = (await by('submission_transitions', 'actor_id').first(
    'staff.full_name',
    'submission_transitions.action',
    'submission_transitions.at',
  )) as LastChange | undefined;
  const check = (await by('identity_checks', 'checked_by_id').first(
    'staff.full_name',
    'identity_checks.checked_at as at',
  )) as Omit<LastChange, 'action'> | undefined;
  return check && check.at > (act?.at ?? '') ? { ...check, action: 'identity-check' } : act;
}

export async function staleSubmission(connection: Connection, id: number, version: number) {
  const last = await lastChange(connection, id);
  return staleVersion({
    version,
    changedBy: last?.full_name ?? null,
    changedAt: last?.at ?? null,
    change: last?.action ?? null,
  });
}

/** The rule set a transition was made under: every one says it (domain.md section 5). */
export const ruledBy = ({ code, rulesVersion }: Pick<RuleSetRecord, 'code' | 'rulesVersion'>) => ({
  rule_set_code: code,
  rule_set_version: rulesVersion,
});

/** The actor and moment of an act, for transitions. */
export const hand = (act: Act) => ({
  // Nobody of the staff has the number 0: the PMO's own system.
  actor_id: act.actor.id || null,
  actor_role: act.actor.role,
  at: act.now,
  request_id: act.requestId,
});

import type { Actor } from '../audit/audit-service.ts';
import { whereAny } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import { invalid } from '../errors.ts';
import { applyConditions } from '../http/list-query.ts';
import { latenessOf } from '../lateness/lateness-store.ts';
import { findWaveWithRules } from '../reference/reference-store.ts';
import { askedLists, olderLists } from '../screening/screening-rules.ts';
import type { EligibilityRules, ListCode } from '../screening/screening-schema.ts';
import { newestVersions } from '../screening/screening-store.ts';
import { readSubmissionFilter, SUBMISSION_LIST } from '../submissions/submission-list.ts';
import { visibleTo } from '../submissions/submission-store.ts';
import { dayOf } from '../wib-day-rules.ts';
import { CANDIDATE_COLUMNS, candidateFacts, type CandidateRow } from './batch-candidate-row.ts';
import { candidateBlockers } from './batch-candidate-rules.ts';
import { oldestAllowed } from './batch-rules.ts';
import type { ProjectBatches } from './composition-schema.ts';
import type { Waiting } from './waiting-order.ts';

const CHUNK = 5000;

/** A registration as composing looks at it. */
interface ProjectedRow extends CandidateRow {
  sex: string;
  region_code: string;
  education_level: string;
  round_no: number;
  decided_at: string | null;
  identity_stale: number;
  checked_at: string | null;
  screened_at: string | null;
  finding_id: number | null;
}

export interface Candidate {
  row: ProjectedRow;
  /** Why it cannot come in; empty where it fits. */
  reasons: string[];
  /** What sealing would stumble over, of one that fits. */
  warnings: string[];
  waiting: Waiting;
}

const COLUMNS = [
  ...CANDIDATE_COLUMNS.map((column) => `s.${column}`), 's.sex', 's.region_code', 's.education_level', 's.round_no', 's.decided_at', 's.identity_stale', 'c.checked_at', 'q.screened_at', 'q.finding_id',
] as const; // prettier-ignore

/** What a finding says for many rows: whether other aid lowers their priority, and whether a newer list was loaded since. */
async function findingsOf(connection: Connection, ids: readonly number[], asked: readonly ListCode[]) {
  const newest = await newestVersions(connection);
  const rows = (await whereAny(connection('screening_findings'), connection, 'id', ids).select(
    'id',
    'lists',
  )) as { id: number; lists: string }[];
  return rows.map(({ id, lists }) => {
    const said = JSON.parse(lists) as Partial<
      Record<ListCode, { listVersion: number | null; reason: string | null; effect: string }>
    >;
    const lowered = Object.values(said).some(
      ({ reason, effect }) => reason !== null && effect === 'lowers_priority',
    );
    const isOlder = olderLists(said, newest, asked).length > 0;
    return [id, { lowered, isOlder }] as const;
  });
}

/** The ids a filter finds within a wave and a channel. */
export async function idsWithin(
  connection: Connection,
  actor: Actor,
  { waveId, channel, filter }: ProjectBatches,
): Promise<number[]> {
  const query = visibleTo(connection('submissions'), actor).where('submissions.wave_id', waveId);
  void query.whereIn('submissions.channel', channel === 'offline' ? ['offline'] : ['online', 'assisted']);
  applyConditions(query, SUBMISSION_LIST, readSubmissionFilter(actor, filter), connection);
  const rows = (await query.orderBy('submissions.id').select('submissions.id')) as { id: number }[];
  return rows.map(({ id }) => id);
}

/** Walks the rows of a filter, five thousand at a time, each with the verdict of the rule that batches ask. */
export async function* candidates(
  connection: Connection,
  ids: readonly number[],
  { waveId, channel }: ProjectBatches,
  now: string,
): AsyncGenerator<Candidate[]> {
  const rules = await findWaveWithRules(connection, waveId);
  if (!rules) throw invalid('UNKNOWN_WAVE', 'There is no such wave.', { waveId: 'unknown' });
  const lateness = await latenessOf(connection, waveId);
  const oldest = oldestAllowed(now, rules.wave.checkMaxAgeDays);
  const asked = askedLists(rules.ruleSet.rules as unknown as EligibilityRules);
  const findings = new Map<number, { lowered: boolean; isOlder: boolean }>();
  const anyBatch = { id: 0, waveId, channel, officeId: null, proposer: null };

  const warningsOf = (row: ProjectedRow): string[] => [
    ...(row.checked_at === null || row.identity_stale === 1 || row.checked_at < oldest ? ['STALE_CHECK'] : []),
    ...(row.screened_at === null || row.screening_outcome !== 'clear' || row.screened_at < oldest
      ? ['STALE_SCREENING']
      : []),
    ...(row.finding_id !== null && findings.get(row.finding_id)?.isOlder ? ['LIST_NEWER'] : []),
  ]; // prettier-ignore

  for (let at = 0; at < ids.length; at += CHUNK) {
    const query = connection('submissions as s')
      .leftJoin('identity_checks as c', 'c.id', 's.identity_check_id')
      .leftJoin('screening_results as q', 'q.id', 's.screening_result_id')
      .select(...COLUMNS);
    const rows = (await whereAny(query, connection, 's.id', ids.slice(at, at + CHUNK)).orderBy(
      's.id',
    )) as ProjectedRow[];
    const unread = new Set(rows.flatMap(({ finding_id }) => finding_id ?? []));
    for (const id of findings.keys()) unread.delete(id);
    for (const [id, said] of await findingsOf(connection, [...unread], asked)) findings.set(id, said);
    yield rows.map((row): Candidate => {
      const reasons = candidateBlockers(candidateFacts(row, lateness), anyBatch, now).map(({ code }) => code);
      return {
        row,
        reasons,
        warnings: reasons.length === 0 ? warningsOf(row) : [],
        waiting: {
          id: row.id,
          registrationNo: row.registration_no,
          verifiedOn: row.decided_at === null ? '' : dayOf(row.decided_at),
          lowered: row.finding_id !== null && findings.get(row.finding_id)?.lowered === true,
        },
      };
    });
  }
}

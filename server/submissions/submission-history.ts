import type { Connection } from '../database.ts';
import type { Settlement } from '../identity/identity-store.ts';
import { READER_OF_ACTION } from './submission-rules.ts';
import type { TransitionRow } from './submission-store.ts';

export interface HistoryEntry {
  kind: 'transition' | 'revision' | 'note' | 'check' | 'notice';
  at: string;
  actorId: number | null;
  actorName: string | null;
  actorRole: string | null;
  action: string;
  fromStatus: string | null;
  toStatus: string | null;
  reasonCodes: string[];
  note: string | null;
  changedFields: string[];
  ruleSet: string | null;
  batchId: number | null;
  /** A reading of which reason and note are not told before a second reader has read too. */
  withheld: boolean;
}

/** A reading as its transition shows it: by the same hand at the same moment. */
type Known = Pick<Settlement, 'readerId' | 'at'>;
const READINGS: ReadonlySet<string> = new Set(Object.keys(READER_OF_ACTION));

const entry = (
  values: Partial<HistoryEntry> & Pick<HistoryEntry, 'kind' | 'at' | 'action'>,
): HistoryEntry => ({
  actorId: null,
  actorName: null,
  actorRole: null,
  fromStatus: null,
  toStatus: null,
  reasonCodes: [],
  note: null,
  changedFields: [],
  ruleSet: null,
  batchId: null,
  withheld: false,
  ...values,
});

const codes = (text: string | null | undefined): string[] => (text ? (JSON.parse(text) as string[]) : []);

async function transitionsOf(
  connection: Connection,
  id: number,
  known: readonly Known[],
): Promise<HistoryEntry[]> {
  const rows = (await connection('submission_transitions')
    .leftJoin('staff', 'staff.id', 'submission_transitions.actor_id')
    .where({ submission_id: id })
    .orderBy('submission_transitions.id')
    .select('submission_transitions.*', 'staff.full_name as actor_name')) as TransitionRow[];
  const isKnown = (row: TransitionRow) =>
    known.some(({ readerId, at }) => readerId === row.actor_id && at === row.at);
  return rows.map((row) => {
    const withheld = READINGS.has(row.action) && !isKnown(row);
    return entry({
      kind: 'transition',
      at: row.at,
      action: row.action,
      actorId: row.actor_id,
      actorName: row.actor_name,
      actorRole: row.actor_role,
      fromStatus: row.from_status,
      toStatus: row.to_status,
      reasonCodes: withheld ? [] : codes(row.reason_codes),
      note: withheld ? null : (row.note ?? null),
      withheld,
      ruleSet: row.rule_set_code ? `${row.rule_set_code}/${row.rule_set_version}` : null,
      batchId: row.batch_id ?? null,
    });
  });
}

async function otherFactsOf(connection: Connection, id: number): Promise<HistoryEntry[]> {
  const named = (table: string, person: string) =>
    connection(table).leftJoin('staff', 'staff.id', `${table}.${person}`).where(`${table}.submission_id`, id);
  const revisions = (await named('submission_revisions', 'edited_by_id').select(
    'edited_at',
    'edited_by_id',
    'full_name',
    'role',
    'changed_fields',
  )) as {
    edited_at: string;
    edited_by_id: number;
    full_name: string;
    role: string;
    changed_fields: string;
  }[];
  const notes = (await named('submission_notes', 'author_id').select(
    'at',
    'author_id',
    'full_name',
    'role',
    'text',
  )) as { at: string; author_id: number; full_name: string; role: string; text: string }[];
  const checks = (await named('identity_checks', 'checked_by_id').select(
    'checked_at',
    'checked_by_id',
    'full_name',
    'outcome',
    'reason_codes',
    'source',
  )) as {
    checked_at: string;
    checked_by_id: number | null;
    full_name: string | null;
    outcome: string;
    reason_codes: string;
    source: string;
  }[];
  return [
    ...revisions.map((row) =>
      entry({
        kind: 'revision',
        at: row.edited_at,
        action: 'edit',
        actorId: row.edited_by_id,
        actorName: row.full_name,
        actorRole: row.role,
        changedFields: codes(row.changed_fields),
      }),
    ),
    ...notes.map((row) =>
      entry({
        kind: 'note',
        at: row.at,
        action: 'note',
        actorId: row.author_id,
        actorName: row.full_name,
        actorRole: row.role,
        note: row.text,
      }),
    ),
    ...checks.map((row) =>
      entry({
        kind: 'check',
        at: row.checked_at,
        action: 'identity-check',
        actorId: row.checked_by_id,
        actorName: row.full_name,
        toStatus: row.outcome,
        reasonCodes: codes(row.reason_codes),
        note: row.source,
      }),
    ),
  ];
}

/** What the applicant was told of the decisions, or is still to be told. */
async function noticesOf(connection: Connection, id: number): Promise<HistoryEntry[]> {
  const rows = (await connection('notices').where({ submission_id: id }).orderBy('id')) as {
    kind: string;
    status: string;
    decided_at: string;
    ended_at: string | null;
    sent_to: string | null;
  }[];
  return rows.map((row) =>
    entry({
      kind: 'notice',
      at: row.ended_at ?? row.decided_at,
      action: `notice-${row.kind}`,
      toStatus: row.status,
      note: row.sent_to,
    }),
  );
}

/**
 * Everything that happened to a registration: transitions, revisions, notes, checks and notices, newest first. Of a reading not among
 * the `known` ones nothing is told but that it was made.
 */
export async function historyOf(
  connection: Connection,
  id: number,
  known: readonly Known[],
): Promise<HistoryEntry[]> {
  const entries = [
    ...(await transitionsOf(connection, id, known)),
    ...(await otherFactsOf(connection, id)),
    ...(await noticesOf(connection, id)),
  ];
  // Of one instant, what came later stands above: a claim and its verification are one act of a bulk job.
  return entries.reverse().sort((a, b) => b.at.localeCompare(a.at));
}

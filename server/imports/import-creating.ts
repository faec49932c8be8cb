import type { Act } from '../audit/audit-service.ts';
import { insertMany, type SqlValue } from '../bulk-sql.ts';
import type { JobRun } from '../jobs/job-service.ts';
import { findWaveWithRules } from '../reference/reference-store.ts';
import { dueAfter } from '../submissions/submission-entry.ts';
import { FORM_COLUMNS, type FormColumns, type FormSealer } from '../submissions/submission-form.ts';
import { formOfRow } from './import-form.ts';
import { judgeAgain, noteOtherwise, type JudgedLine, type OpenedLine } from './import-judging.ts';
import { pointAtSubmissions } from './import-row-store.ts';
import type { ImportRow } from './import-store.ts';
import { knownAmong } from './known-registrations.ts';

/** A row with the columns of the registration it becomes. */
export interface PreparedLine extends OpenedLine {
  uid: string;
  registration_no: string;
  columns: FormColumns;
}

const SUBMISSION_COLUMNS = [
  'uid', 'registration_no', 'channel', 'status', 'wave_id', 'office_id', ...FORM_COLUMNS, 'keyed_by_id', 'import_id', 'row_id',
  'fingerprint', 'submitted_at', 'due_at', 'created_at', 'updated_at',
] as const; // prettier-ignore
const TRANSITION_COLUMNS = [
  'submission_id', 'action', 'from_status', 'to_status', 'actor_id', 'actor_role', 'at', 'request_id', 'rule_set_code',
  'rule_set_version',
] as const; // prettier-ignore

function valuesOf(
  { columns, uid, registration_no, key }: PreparedLine,
  row: ImportRow,
  now: string,
): SqlValue[] {
  return [
    uid, registration_no, 'offline', 'submitted', row.wave_id, row.office_id,
    ...FORM_COLUMNS.map((name) => columns[name]),
    row.uploaded_by_id, row.id, key.rowId, key.fingerprint, now, dueAfter(now), now, now,
  ]; // prettier-ignore
}

async function insertFresh(
  act: Act,
  row: ImportRow,
  fresh: readonly PreparedLine[],
): Promise<Map<string, number>> {
  const made = await insertMany<{ id: number; row_id: string }>(act.trx, {
    table: 'submissions',
    columns: SUBMISSION_COLUMNS,
    rows: fresh.map((one) => valuesOf(one, row, act.now)),
    // Another process may register the same person in this very moment: that is told, not thrown.
    onConflict: 'ON CONFLICT DO NOTHING',
    returning: ['id', 'row_id'],
  });
  const { actor, now, requestId } = act;
  const rules = await findWaveWithRules(act.trx, row.wave_id);
  const ruled = [rules?.ruleSet.code ?? null, rules?.ruleSet.rulesVersion ?? null];
  await insertMany(act.trx, {
    table: 'submission_transitions',
    columns: TRANSITION_COLUMNS,
    rows: made.map(({ id }) => [
      id,
      'import',
      null,
      'submitted',
      actor.id,
      actor.role,
      now,
      requestId,
      ...ruled,
    ]),
  });
  return new Map(made.map(({ row_id, id }) => [row_id, id]));
}

/** `1-500, 510`: ids in a few characters, for an event that covers many. */
export function asRanges(ids: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const id of [...ids].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && id === last[1] + 1) last[1] = id;
    else ranges.push([id, id]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

/** Makes registrations of the new rows of a hand-over, submitted at once: the office verified them on paper. */
export function createImportCreating({ sealer }: { sealer: FormSealer }) {
  async function judged(act: Act, row: ImportRow, lines: readonly OpenedLine[]): Promise<JudgedLine[]> {
    const to = { officeId: row.office_id, waveId: row.wave_id };
    const keys = lines.map((one) => one.key);
    const known = await knownAmong(act.trx, to, keys);
    return lines.map((one) => judgeAgain(one, known));
  }

  /** What the database would not take, judged once more now that the other side has ended. */
  async function judgeLost(act: Act, row: ImportRow, lost: readonly OpenedLine[]): Promise<JudgedLine[]> {
    if (lost.length === 0) return [];
    const again = await judged(act, row, lost);
    if (again.some((one) => one.class === 'new'))
      throw new Error('a new registration was not stored, and nothing of its kind is there');
    return again;
  }

  return {
    /** Seals numbers and draws a registration number: work for the processor, done before a transaction is opened. */
    prepare(opened: OpenedLine): PreparedLine {
      const identity = sealer.newIdentity();
      return { ...opened, ...identity, columns: sealer.columns(formOfRow(opened.row), identity.uid) };
    },

    /** Stores a chunk in the act's transaction, with the mark that its lines are done. */
    async create(act: Act, run: JobRun, row: ImportRow, prepared: readonly PreparedLine[]): Promise<void> {
      const first = await judged(act, row, prepared);
      const fresh = prepared.filter((_one, index) => first[index]?.class === 'new');
      const made = await insertFresh(act, row, fresh);
      const lost = await judgeLost(
        act,
        row,
        fresh.filter((one) => !made.has(one.key.rowId)),
      );
      const otherwise = [...first.filter((one) => one.class !== 'new'), ...lost];
      await noteOtherwise(act, run, row.id, otherwise);
      const done = fresh.flatMap(({ line, key }) => {
        const submissionId = made.get(key.rowId);
        return submissionId === undefined ? [] : [{ line, submissionId }];
      });
      await pointAtSubmissions(act.trx, row.id, done);
      const submissionIds = asRanges([...made.values()]);
      const details = { jobId: run.id, submissionIds, made: made.size, otherwise: otherwise.length };
      act.record({ subject: 'import', subjectId: row.id, details });
    },
  };
}
export type ImportCreating = ReturnType<typeof createImportCreating>;

import { changedFields } from '../audit/audit-rules.ts';
import type { Act } from '../audit/audit-service.ts';
import { insertMany, updateMany, whereAny, type SqlValue } from '../bulk-sql.ts';
import { blocked } from '../errors.ts';
import type { JobRun } from '../jobs/job-service.ts';
import { lateBlockers } from '../lateness/lateness-rules.ts';
import { latenessOf } from '../lateness/lateness-store.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import { findWaveWithRules } from '../reference/reference-store.ts';
import { withMessages } from '../submissions/blocker-rules.ts';
import { hand, ruledBy } from '../submissions/submission-case.ts';
import { dueAfter } from '../submissions/submission-entry.ts';
import { FORM_COLUMNS, type FormColumns, type FormSealer } from '../submissions/submission-form.ts';
import { keepRevisions } from '../submissions/submission-revisions.ts';
import { makesCheckStale } from '../submissions/submission-form-rules.ts';
import type { SubmissionForm } from '../submissions/submission-schema.ts';
import type { SubmissionRow } from '../submissions/submission-store.ts';
import { NO_HOLDER } from '../submissions/submission-step.ts';
import { correctedForm } from './import-form.ts';
import { judgeAgain, noteOtherwise, type JudgedLine, type OpenedLine } from './import-judging.ts';
import { pointAtSubmissions } from './import-row-store.ts';
import type { ImportRow } from './import-store.ts';
import { knownAmong } from './known-registrations.ts';

/** What a correction may write anew; only what differs in some row is written, because every index costs. */
const OWN_COLUMNS = [...FORM_COLUMNS, 'fingerprint', 'identity_stale', 'submitted_at'] as const;
type OwnValues = Pick<SubmissionRow, (typeof OWN_COLUMNS)[number]>;

/** A registration, the line that corrects it, and what becomes of it. */
interface Correction {
  line: number;
  row: SubmissionRow;
  before: SubmissionForm;
  changes: ReturnType<typeof changedFields>;
  after: OwnValues;
}

const isSame = (a: SqlValue, b: SqlValue) =>
  Buffer.isBuffer(a) && Buffer.isBuffer(b) ? a.equals(b) : a === b;

/** Corrects registrations that were sent back, from the rows of a corrected hand-over, and submits them again. */
export function createImportChanging({
  sealer,
  encryption,
}: {
  sealer: FormSealer;
  encryption: FieldEncryption;
}) {
  /** The columns of the corrected form: a number that stays as it is keeps its seal. */
  function columnsAfter(row: SubmissionRow, form: SubmissionForm): FormColumns {
    const columns = sealer.columns(form, row.uid);
    if (columns.nik_bidx === row.nik_bidx) columns.nik_enc = row.nik_enc;
    if (columns.kk_bidx === row.kk_bidx) columns.kk_enc = row.kk_enc;
    return columns;
  }

  function corrected(row: SubmissionRow, one: JudgedLine, now: string): Correction {
    const before = sealer.formOf(row);
    const form = correctedForm(before, one.row);
    const changes = changedFields(before, form);
    const stale = makesCheckStale(row.identity_outcome, changes.names);
    const after = {
      ...columnsAfter(row, form),
      fingerprint: one.key.fingerprint,
      identity_stale: stale ? 1 : row.identity_stale,
      submitted_at: row.submitted_at ?? now,
    };
    return { line: one.line, row, before, changes, after };
  }

  /** The registrations the lines correct, held. Throws where a deadline keeps one from being submitted again. */
  async function rowsOf(act: Act, waveId: number, lines: readonly JudgedLine[]) {
    const ids = lines.flatMap(({ existingId }) => existingId ?? []);
    const query = act.trx('submissions').orderBy('id').forUpdate();
    const rows = (await whereAny(query, act.trx, 'id', ids)) as SubmissionRow[];
    const lateness = await latenessOf(act.trx, waveId);
    for (const { status, office_id } of rows) {
      const late =
        status === 'needs_correction' ? lateBlockers(lateness, 'resubmit', office_id, act.now) : [];
      if (late.length > 0) throw blocked(withMessages(late));
    }
    return new Map(rows.map((row) => [row.id, row]));
  }

  async function write(act: Act, corrections: readonly Correction[]): Promise<void> {
    const columns = OWN_COLUMNS.filter((column) =>
      corrections.some(({ row, after }) => !isSame(row[column], after[column])),
    );
    const written = await updateMany(act.trx, {
      table: 'submissions',
      columns,
      rows: corrections.map(({ row, after }) => ({
        id: row.id,
        version: row.version,
        values: columns.map((column) => after[column]),
      })),
      same: { ...NO_HOLDER, status: 'submitted', due_at: dueAfter(act.now), updated_at: act.now },
    });
    if (written.length !== corrections.length)
      throw new Error('a registration was changed by somebody else at the same moment');
  }

  async function trace(act: Act, { id, wave_id }: ImportRow, corrections: readonly Correction[]) {
    const rules = await findWaveWithRules(act.trx, wave_id);
    await insertMany(act.trx, {
      table: 'submission_transitions',
      columns: ['submission_id', 'action', 'from_status'],
      rows: corrections.map(({ row }) => [
        row.id,
        row.status === 'draft' ? 'submit' : 'resubmit',
        row.status,
      ]),
      same: { to_status: 'submitted', ...(rules ? ruledBy(rules.ruleSet) : {}), ...hand(act) },
    });
    for (const { line, row, changes } of corrections)
      act.record({
        action: 'submission.corrected-by-import',
        subject: 'submission',
        subjectId: row.id,
        before: { ...changes.before, status: row.status },
        after: { ...changes.after, status: 'submitted' },
        details: { importId: id, line, changed: changes.names },
      });
  }

  async function correct(act: Act, row: ImportRow, lines: readonly JudgedLine[]): Promise<void> {
    if (lines.length === 0) return;
    const rows = await rowsOf(act, row.wave_id, lines);
    const corrections = lines.map((one) => {
      const existing = rows.get(one.existingId ?? 0);
      if (!existing) throw new Error(`line ${one.line} of import ${row.id} corrects no registration`);
      return corrected(existing, one, act.now);
    });
    const formers = corrections
      .filter(({ changes }) => changes.names.length > 0)
      .map(({ row: former, before, changes }) => ({ row: former, before, changed: changes.names }));
    await keepRevisions(act, encryption, formers);
    await write(act, corrections);
    await trace(act, row, corrections);
  }

  return {
    /** Corrects a chunk in the act's transaction, with the mark that its lines are done. */
    async change(act: Act, run: JobRun, row: ImportRow, lines: readonly OpenedLine[]): Promise<void> {
      const to = { officeId: row.office_id, waveId: row.wave_id };
      const keys = lines.map((one) => one.key);
      const known = await knownAmong(act.trx, to, keys);
      const judged = lines.map((one) => judgeAgain(one, known));
      const good = judged.filter((one) => one.class === 'changed');
      await correct(act, row, good);
      const otherwise = judged.filter((one) => one.class !== 'changed');
      await noteOtherwise(act, run, row.id, otherwise);
      const done = good.map(({ line, existingId }) => ({ line, submissionId: existingId as number }));
      await pointAtSubmissions(act.trx, row.id, done);
      const details = { jobId: run.id, corrected: good.length, otherwise: otherwise.length };
      act.record({ subject: 'import', subjectId: row.id, details });
    },
  };
}
export type ImportChanging = ReturnType<typeof createImportChanging>;

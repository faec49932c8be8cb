import { changedFields } from '../audit/audit-rules.ts';
import type { Act } from '../audit/audit-service.ts';
import { blocked } from '../errors.ts';
import type { JobRun } from '../jobs/job-service.ts';
import { lateBlockers, type Lateness } from '../lateness/lateness-rules.ts';
import { latenessOf } from '../lateness/lateness-store.ts';
import { findWaveWithRules } from '../reference/reference-store.ts';
import { withMessages } from '../submissions/blocker-rules.ts';
import { hand, ruledBy } from '../submissions/submission-case.ts';
import { dueAfter, type SubmissionEntry } from '../submissions/submission-entry.ts';
import type { FormSealer } from '../submissions/submission-form.ts';
import { IDENTITY_INPUTS } from '../submissions/submission-schema.ts';
import { addTransition, updateSubmission, type SubmissionRow } from '../submissions/submission-store.ts';
import { correctedForm } from './import-form.ts';
import { judgeAgain, noteOtherwise, type JudgedLine, type OpenedLine } from './import-judging.ts';
import { pointAtSubmissions } from './import-row-store.ts';
import type { ImportRow } from './import-store.ts';
import { knownAmong } from './known-registrations.ts';

const identityInputs: readonly string[] = IDENTITY_INPUTS;

/** Corrects registrations that were sent back, from the rows of a corrected hand-over, and submits them again. */
export function createImportChanging({ sealer, entry }: { sealer: FormSealer; entry: SubmissionEntry }) {
  async function correct(
    act: Act,
    importId: number,
    one: JudgedLine,
    { ruled, lateness }: { ruled: Partial<ReturnType<typeof ruledBy>>; lateness: Lateness },
  ): Promise<void> {
    const row = (await act.trx('submissions').where({ id: one.existingId }).first()) as SubmissionRow;
    if (row.status === 'needs_correction') {
      const late = lateBlockers(lateness, 'resubmit', row.office_id, act.now);
      if (late.length > 0) throw blocked(withMessages(late));
    }
    const before = sealer.formOf(row);
    const after = correctedForm(before, one.row);
    const changes = changedFields(before, after);
    if (changes.names.length > 0) await entry.keepRevision(act, row, before, changes.names);
    const stale =
      row.identity_outcome !== 'unchecked' && changes.names.some((name) => identityInputs.includes(name));
    const saved = await updateSubmission(act.trx, row, {
      ...sealer.columns(after, row.uid),
      status: 'submitted',
      fingerprint: one.key.fingerprint,
      identity_stale: stale ? 1 : row.identity_stale,
      submitted_at: row.submitted_at ?? act.now,
      due_at: dueAfter(act.now),
      assignee_id: null,
      lease_until: null,
      updated_at: act.now,
    });
    if (!saved) throw new Error('a registration was changed by somebody else at the same moment');
    await addTransition(act.trx, {
      submission_id: row.id,
      action: row.status === 'draft' ? 'submit' : 'resubmit',
      from_status: row.status,
      to_status: 'submitted',
      ...ruled,
      ...hand(act),
    });
    act.record({
      action: 'submission.corrected-by-import',
      subject: 'submission',
      subjectId: row.id,
      before: { ...changes.before, status: row.status },
      after: { ...changes.after, status: 'submitted' },
      details: { importId, line: one.line, changed: changes.names },
    });
  }

  return {
    /** Corrects a chunk in the act's transaction, with the mark that its lines are done. */
    async change(act: Act, run: JobRun, row: ImportRow, lines: readonly OpenedLine[]): Promise<void> {
      const to = { officeId: row.office_id, waveId: row.wave_id };
      const keys = lines.map((one) => one.key);
      const known = await knownAmong(act.trx, to, keys);
      const judged = lines.map((one) => judgeAgain(one, known));
      const good = judged.filter((one) => one.class === 'changed');
      const rules = await findWaveWithRules(act.trx, row.wave_id);
      const ruled = rules ? ruledBy(rules.ruleSet) : {};
      const lateness = await latenessOf(act.trx, row.wave_id);
      for (const one of good) await correct(act, row.id, one, { ruled, lateness });
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

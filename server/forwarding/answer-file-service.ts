import type { Act } from '../audit/audit-service.ts';
import { findBatch, lockBatch, rowToBatch } from '../batches/batch-store.ts';
import type { Connection } from '../database.ts';
import { blocked, invalid, notFound, staleVersion } from '../errors.ts';
import { withBatchMessages } from '../batches/batch-blocker-rules.ts';
import type { JobService } from '../jobs/job-service.ts';
import { judgeAnswerFile, type DeliveredRow, type JudgedFile } from './answer-rules.ts';
import type { AnswerFile } from './answer-file-reader.ts';
import { enterIssues, findIssue, rowToIssue } from './answer-issue-store.ts';
import { tally, type AnswerService } from './answer-service.ts';
import type { DispatchRow } from './dispatch-store.ts';
import type {
  AnswerFileCounts,
  AnswerFileReceipt,
  AnswerIssueRecord,
  AnswerResult,
} from './forwarding-schema.ts';
import { codeTable } from './pmo-code-store.ts';

/** Issues a receipt names; all of them stand in the list of work items. */
const NAMED_ISSUES = 1000;

interface FileRow {
  id: number;
  file_name: string;
  file_sha256: string;
  counts: string;
}

async function deliveredRows(connection: Connection, dispatch: DispatchRow): Promise<DeliveredRow[]> {
  const rows = (await connection('manifest_lines as l')
    .join('submissions as s', 's.id', 'l.submission_id')
    .leftJoin('pmo_answers as a', (on) => {
      void on
        .on('a.submission_id', 'l.submission_id')
        .andOn('a.dispatch_id', connection.raw('?', [dispatch.id]));
    })
    .where({ 'l.manifest_id': dispatch.manifest_id })
    .select('s.id', 's.registration_no', 's.row_id', 's.nik_bidx', 'a.result')) as {
    id: number;
    registration_no: string;
    row_id: string | null;
    nik_bidx: string;
    result: AnswerResult | null;
  }[];
  return rows.map((row) => ({
    submissionId: row.id,
    registrationNo: row.registration_no,
    rowId: row.row_id,
    nikBidx: row.nik_bidx,
    answered: row.result,
  }));
}

const countsOf = (file: AnswerFile, judged: JudgedFile): AnswerFileCounts => ({
  rows: file.lines.length,
  applied: judged.answers.length,
  ...tally(judged.answers),
  same: judged.same,
  issues: judged.issues.length,
});

/** Answer files of the PMO: taken whole or not at all, and once; what cannot be taken becomes somebody's work. */
export function createAnswerFileService(answers: AnswerService, jobs: JobService) {
  /** A file is read and taken at once; its job has ended when the answer leaves. */
  async function withJob(act: Act, receipt: Omit<AnswerFileReceipt, 'jobId'>): Promise<AnswerFileReceipt> {
    const { batch: _batch, ...told } = receipt;
    return { ...receipt, jobId: await jobs.done(act, 'batches.answer-file', told, receipt.counts.rows) };
  }

  async function takenBefore(
    act: Act,
    batchId: number,
    sha256: string,
  ): Promise<Omit<AnswerFileReceipt, 'jobId'> | null> {
    const row = (await act
      .trx('pmo_answer_files')
      .where({ batch_id: batchId, file_sha256: sha256 })
      .first()) as FileRow | undefined;
    if (!row) return null;
    const issues = (await act
      .trx('pmo_answer_issues')
      .where({ answer_file_id: row.id })
      .orderBy('line_no')
      .limit(NAMED_ISSUES)) as {
      line_no: number;
      code: AnswerFileReceipt['issues'][number]['code'];
      detail: string;
    }[];
    act.record({
      subject: 'batch',
      subjectId: batchId,
      details: { fileId: row.id, sha256, repeated: true },
    });
    return {
      id: row.id,
      fileName: row.file_name,
      sha256,
      repeated: true,
      counts: JSON.parse(row.counts) as AnswerFileCounts,
      issues: issues.map(({ line_no, code, detail }) => ({ line: line_no, code, detail })),
      batch: rowToBatch(await findBatch(act.trx, act.actor, batchId)),
    };
  }

  async function enterFile(
    act: Act,
    batchId: number,
    file: AnswerFile,
    fileName: string,
    judged: JudgedFile,
  ): Promise<number> {
    const [row] = (await act
      .trx('pmo_answer_files')
      .insert({
        batch_id: batchId,
        file_name: fileName,
        file_sha256: file.sha256,
        counts: JSON.stringify(countsOf(file, judged)),
        uploaded_by_id: act.actor.id,
        uploaded_at: act.now,
      })
      .returning('id')) as { id: number }[];
    const fileId = (row as { id: number }).id;
    await enterIssues(act, { batchId, source: 'file', fileId }, judged.issues);
    return fileId;
  }

  return {
    /** Takes a file that was read before the act. The same bytes a second time change nothing. */
    async take(
      act: Act,
      id: number,
      file: AnswerFile,
      { fileName, version }: { fileName: string; version: number | null },
    ): Promise<AnswerFileReceipt> {
      // Held first: of two uploads of one file at the same moment, the second finds what the first left.
      await lockBatch(act, id, null);
      const before = await takenBefore(act, id, file.sha256);
      if (before) return withJob(act, before);
      const at = await answers.open(act, id, version, 'answer-file');
      const rows = await deliveredRows(act.trx, at.dispatch);
      const codes = await codeTable(act.trx);
      const judged = judgeAnswerFile(file.lines, rows, at.dispatch.dispatch_no, act.now, codes);
      if (judged.issues.filter(({ code }) => code === 'WRONG_DISPATCH').length === file.lines.length)
        throw invalid('WRONG_DISPATCH', 'No line of this file is about this delivery.', {
          file: `the delivery is ${at.dispatch.dispatch_no}`,
        });
      const fileId = await enterFile(act, id, file, fileName, judged);
      const batch = await answers.record(act, at, judged.answers, {
        action: 'answer-file',
        source: 'file',
        fileId,
        details: { fileId, sha256: file.sha256, same: judged.same, issues: judged.issues.length },
      });
      return withJob(act, {
        id: fileId,
        fileName,
        sha256: file.sha256,
        repeated: false,
        counts: countsOf(file, judged),
        issues: judged.issues.slice(0, NAMED_ISSUES),
        batch: rowToBatch(batch),
      });
    },

    /** Closes a work item with a word on what was done about it. */
    async closeIssue(act: Act, id: number, version: number, note: string): Promise<AnswerIssueRecord> {
      const row = await findIssue(act.trx, act.actor, id);
      if (!row) throw notFound('work item');
      if (row.version !== version) throw staleVersion({ version: row.version });
      if (row.status === 'closed') throw blocked(withBatchMessages([{ code: 'ISSUE_CLOSED' }]));
      const values = { status: 'closed' as const, closed_by_id: act.actor.id, closed_at: act.now, note };
      const changed = await act
        .trx('pmo_answer_issues')
        .where({ id, version })
        .update({ ...values, version: version + 1 });
      if (changed === 0) throw staleVersion({ version: version + 1 });
      act.record({
        subject: 'answer-issue',
        subjectId: id,
        before: { status: row.status, note: null },
        after: { status: 'closed', note },
        details: { batchId: row.batch_id, code: row.code, line: row.line_no, position: row.position_no },
      });
      return rowToIssue({ ...row, ...values, version: version + 1 });
    },
  };
}
export type AnswerFileService = ReturnType<typeof createAnswerFileService>;

import { command, read, type RouteRecord } from '../http/route.ts';
import { JobAccepted } from '../jobs/job-schema.ts';
import { SPREADSHEET_MIME } from '../tabular/spreadsheet-text.ts';
import type { SubmissionExport } from './submission-export.ts';
import { ExportSubmissions } from './submission-export-schema.ts';
import { idOf } from '../http/address-id.ts';

/** A list as a file: made by a job, downloaded by whoever asked for it. */
export function exportRoutes(exports: SubmissionExport): RouteRecord[] {
  return [
    command('/submissions/bulk/export', {
      permission: 'submission.export',
      audit: 'submission.bulk-export',
      summary: 'Export registrations, masked and marked with who and when, as one job (format=csv|xlsx)',
      body: ExportSubmissions,
      response: JobAccepted,
      status: 202,
      handle: ({ act, body }) => act((one) => exports.queue(one, body)),
    }),
    read('/jobs/:id/file', {
      permission: 'submission.export',
      audit: 'submission.export-downloaded',
      summary: 'The file of an export of one’s own; it is kept for seven days',
      handle: async ({ actor, params, now, note }) => {
        const jobId = idOf(params);
        const { file, body } = await exports.file(actor, jobId, now);
        await note({
          subject: 'job',
          subjectId: jobId,
          details: { rows: file.row_count, sha256: file.sha256 },
        });
        return { kind: 'stream', body, mime: SPREADSHEET_MIME[file.format], fileName: file.file_name };
      },
    }),
  ];
}

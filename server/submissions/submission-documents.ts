import type { DocumentAccess } from '../documents/document-service.ts';
import { blocked, notFound } from '../errors.ts';
import { withMessages } from './blocker-rules.ts';
import type { SubmissionStatus } from './submission-schema.ts';
import { findSubmission } from './submission-store.ts';

/** While a registration may still change, papers may be added to it. */
const OPEN_TO_PAPERS: ReadonlySet<SubmissionStatus> = new Set([
  'draft',
  'submitted',
  'in_review',
  'needs_correction',
  'on_hold',
]);

const BATCHES_AT_THE_PMO = ['sent', 'acknowledged', 'settled'];

/** Who sees and attaches which documents: the office its own, the PMO the papers of what it was sent. */
export const documentAccess: DocumentAccess = {
  narrow(query, actor) {
    if (actor.role === 'intake') {
      void query
        .join('submissions', 'submissions.id', 'documents.submission_id')
        .where('submissions.office_id', actor.officeId);
    }
    if (actor.role === 'pmo') {
      void query
        .join('batches', 'batches.id', 'documents.batch_id')
        .whereIn('batches.status', BATCHES_AT_THE_PMO);
    }
    return query;
  },

  async maySee(connection, actor, submissionId) {
    if (!(await findSubmission(connection, actor, submissionId))) throw notFound('registration');
  },

  async mayAttach(connection, actor, submissionId) {
    const row = await findSubmission(connection, actor, submissionId);
    if (!row) throw notFound('registration');
    if (!OPEN_TO_PAPERS.has(row.status))
      throw blocked(withMessages([{ code: 'STATUS_FORBIDS', status: row.status }]));
  },
};

import type { Act } from '../audit/audit-service.ts';
import { insertMany, whereAny } from '../bulk-sql.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import type { SubmissionForm } from './submission-schema.ts';
import type { SubmissionRow } from './submission-store.ts';

/** A form as it was, and the fields an edit is about to replace. */
export interface FormerForm {
  row: Pick<SubmissionRow, 'id' | 'uid'>;
  before: SubmissionForm;
  changed: readonly string[];
}

/** Keeps former forms, sealed, before an edit replaces them: one revision of each registration. */
export async function keepRevisions(
  act: Act,
  encryption: FieldEncryption,
  formers: readonly FormerForm[],
): Promise<void> {
  if (formers.length === 0) return;
  const query = act.trx('submission_revisions').groupBy('submission_id');
  const ids = formers.map(({ row }) => row.id);
  const kept = (await whereAny(query, act.trx, 'submission_id', ids)
    .select('submission_id')
    .max({ last: 'revision_no' })) as { submission_id: number; last: number }[];
  const lastOf = new Map(kept.map(({ submission_id, last }) => [submission_id, Number(last)]));
  await insertMany(act.trx, {
    table: 'submission_revisions',
    columns: ['submission_id', 'revision_no', 'changed_fields', 'before_enc'],
    rows: formers.map(({ row, before, changed }) => {
      const revisionNo = (lastOf.get(row.id) ?? 0) + 1;
      const sealed = encryption.encrypt(JSON.stringify(before), {
        table: 'submission_revisions',
        column: 'before_enc',
        rowUid: `${row.uid}:${revisionNo}`,
      });
      return [row.id, revisionNo, JSON.stringify(changed), sealed];
    }),
    same: { edited_by_id: act.actor.id, edited_at: act.now },
  });
}

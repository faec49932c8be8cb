import { useDataProvider } from 'react-admin';
import type { SubmissionRecord } from '@server/submissions/submission-schema.ts';
import type { ConsoleDataProvider } from '../../data-provider.ts';
import { request } from '../../http-client.ts';
import { createBody, editBody, type FormValues } from './form-body.ts';
import type { Scans } from './ScanUpload.tsx';

/** What follows the saving of a form. */
export type AfterSave = 'keep' | 'submit';

/** Saves a keyed form with its scans, and submits it when asked. Each step is repeatable, so a retry doubles nothing. */
export function useSaveSubmission() {
  const dataProvider = useDataProvider<ConsoleDataProvider>();

  const attach = async (id: number, scans: Scans) => {
    for (const [kind, file] of Object.entries(scans))
      await dataProvider.upload('documents', { submissionId: String(id), kind, file });
  };
  const submit = async (record: SubmissionRecord): Promise<SubmissionRecord> => {
    const verb = record.status === 'needs_correction' ? 'resubmit' : 'submit';
    const { data } = await dataProvider.command<SubmissionRecord>('submissions', record.id, verb, {
      version: record.version,
    });
    return data;
  };
  const finish = async (record: SubmissionRecord, scans: Scans, after: AfterSave) => {
    await attach(record.id, scans);
    return after === 'submit' ? submit(record) : record;
  };
  return {
    create: async (values: FormValues, idempotencyKey: string) =>
      dataProvider.post<SubmissionRecord>('submissions', createBody(values), { idempotencyKey }),
    edit: async (values: FormValues, before: SubmissionRecord) => {
      const body = editBody(values, before);
      // Only the version: nothing was changed, and there is nothing to save.
      if (Object.keys(body).length === 1) return before;
      const answer = await request<SubmissionRecord>(`/api/submissions/${before.id}`, {
        method: 'PUT',
        body,
      });
      return answer.json;
    },
    finish,
  };
}

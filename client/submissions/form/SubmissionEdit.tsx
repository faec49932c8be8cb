import { Alert, Box, Stack } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { EditBase, Form, Title, useEditContext, useNotify, useTranslate } from 'react-admin';
import { useFormContext } from 'react-hook-form';
import { useNavigate } from 'react-router-dom';
import { EditSubmission as EditSchema } from '@server/submissions/submission-schema.ts';
import { errorLine, fieldErrors } from '../../form-errors.ts';
import { schemaProblems } from '../../i18n/zod-problems.ts';
import { Problem } from '../../layout/ListProblem.tsx';
import type { CaseRecord } from '../case/case-record.ts';
import { useHistory } from '../case/use-case.ts';
import { editBody, editState, type FormValues } from './form-body.ts';
import { FormButtons, type SaveMode } from './FormButtons.tsx';
import { ScanUpload, type Scans } from './ScanUpload.tsx';
import { SubmissionFields } from './SubmissionFields.tsx';
import { useSaveSubmission } from './use-save-submission.ts';

const MODES = ['keep', 'submit'] as const;

function useSaveEdit(record: CaseRecord, scans: Scans) {
  const form = useFormContext<FormValues>();
  const notify = useNotify();
  const translate = useTranslate();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { edit, finish } = useSaveSubmission();
  const [busy, setBusy] = useState(false);
  const run = async (values: FormValues, mode: SaveMode) => {
    setBusy(true);
    try {
      const saved = await finish(await edit(values, record), scans, mode === 'keep' ? 'keep' : 'submit');
      notify('submissions.form.saved', { type: 'success', messageArgs: { no: saved.registrationNo } });
      form.reset(values);
      await queries.invalidateQueries({ queryKey: ['case', record.id] });
      await queries.invalidateQueries({ queryKey: ['submissions'] });
      await navigate(`/submissions/${record.id}/show`);
    } catch (error) {
      for (const [field, message] of Object.entries(fieldErrors(error))) form.setError(field, { message });
      notify(errorLine(error, translate), { type: 'error', autoHideDuration: 10_000 });
    } finally {
      setBusy(false);
    }
  };
  const save = (mode: SaveMode) =>
    void form.handleSubmit(
      (values) => run(values, mode),
      () => notify('ra.message.invalid_form', { type: 'error' }),
    )();
  return { busy, save };
}

/** Why the form came back and what to do, in the words the applicant read. */
function WhyReturned({ record }: { record: CaseRecord }) {
  const translate = useTranslate();
  const { data = [] } = useHistory(record.id);
  const sentBack = data.find(({ toStatus }) => toStatus === 'needs_correction');
  if (record.status !== 'needs_correction' || !sentBack) return null;
  return (
    <Alert severity="warning">
      {sentBack.reasonCodes.map((code) => (
        <div key={code}>
          <strong>{translate(`reasons.${code}`)}.</strong> {translate(`remedies.${code}`)}
        </div>
      ))}
      {sentBack.note && <div>{sentBack.note}</div>}
    </Alert>
  );
}

function EditPaper({ record, nameLocked }: { record: CaseRecord; nameLocked: boolean }) {
  const [scans, setScans] = useState<Scans>({});
  const { busy, save } = useSaveEdit(record, scans);
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 3fr) minmax(240px, 1fr)', gap: 2, mt: 1 }}>
      <Stack spacing={1.5}>
        <WhyReturned record={record} />
        <SubmissionFields isEdit nameLocked={nameLocked} />
        <FormButtons modes={MODES} busy={busy} onSave={save} />
      </Stack>
      <Box sx={{ position: 'sticky', top: 64, alignSelf: 'start' }}>
        <ScanUpload scans={scans} onChange={setScans} />
      </Box>
    </Box>
  );
}

function EditBody() {
  const { record, error, refetch } = useEditContext<CaseRecord>();
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!record) return null;
  const { canEdit, nameLocked } = editState(record);
  if (!canEdit) return <LockedNotice />;
  return (
    <Form
      record={record}
      validate={schemaProblems<FormValues>(EditSchema, (values) => editBody(values, record))}
      noValidate
      warnWhenUnsavedChanges
    >
      <Title title={record.registrationNo} />
      <EditPaper record={record} nameLocked={nameLocked} />
    </Form>
  );
}

function LockedNotice() {
  const translate = useTranslate();
  return (
    <Alert severity="info" sx={{ mt: 2 }}>
      {translate('submissions.form.locked')}
    </Alert>
  );
}

/** Mends a draft or a form that was sent back. */
export function SubmissionEdit() {
  return (
    <EditBase mutationMode="pessimistic" redirect="show">
      <EditBody />
    </EditBase>
  );
}

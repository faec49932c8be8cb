import { Box, Stack } from '@mui/material';
import { useCallback, useRef, useState } from 'react';
import { CreateBase, Form, Title, useGetList, useNotify, useTranslate } from 'react-admin';
import { useFormContext } from 'react-hook-form';
import { useNavigate } from 'react-router-dom';
import {
  CreateSubmission as CreateSchema,
  type SubmissionRecord,
} from '@server/submissions/submission-schema.ts';
import type { WaveRecord } from '@server/reference/reference-schema.ts';
import { errorLine, fieldErrors } from '../../form-errors.ts';
import { schemaProblems } from '../../i18n/zod-problems.ts';
import { createBody, type FormValues } from './form-body.ts';
import { FormButtons, type SaveMode } from './FormButtons.tsx';
import { ScanUpload, type Scans } from './ScanUpload.tsx';
import { SubmissionFields } from './SubmissionFields.tsx';
import { useSaveSubmission } from './use-save-submission.ts';

const MODES = ['keep', 'submit', 'submitAndNew'] as const;
const validate = schemaProblems<FormValues>(CreateSchema, createBody);

/** Keeps what one paper after another has in common. */
const COMMON = ['waveId', 'channel', 'proposer', 'luringReason', 'regionCode'] as const;

/** Saving one paper: create, scans, submit. What was done already is not done again on a retry. */
function useSavePaper(scans: Scans, onNext: () => void) {
  const form = useFormContext<FormValues>();
  const notify = useNotify();
  const translate = useTranslate();
  const navigate = useNavigate();
  const { create, finish } = useSaveSubmission();
  const key = useRef<{ of: string; key: string }>({ of: '', key: '' });
  const [busy, setBusy] = useState(false);

  const run = async (values: FormValues, mode: SaveMode) => {
    setBusy(true);
    let created: SubmissionRecord | undefined;
    try {
      const of = JSON.stringify(createBody(values));
      if (key.current.of !== of) key.current = { of, key: crypto.randomUUID() };
      created = await create(values, key.current.key);
      const saved = await finish(created, scans, mode === 'keep' ? 'keep' : 'submit');
      notify('submissions.form.saved', { type: 'success', messageArgs: { no: saved.registrationNo } });
      if (mode !== 'submitAndNew') return await navigate(`/submissions/${saved.id}/show`);
      form.reset(Object.fromEntries(COMMON.map((field) => [field, values[field]])));
      onNext();
    } catch (error) {
      for (const [field, message] of Object.entries(fieldErrors(error))) form.setError(field, { message });
      notify(errorLine(error, translate), { type: 'error', autoHideDuration: 10_000 });
      // A form that exists already is mended on its own page.
      if (created) await navigate(`/submissions/${created.id}`);
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

function Paper() {
  const [scans, setScans] = useState<Scans>({});
  const top = useRef<HTMLDivElement>(null);
  const onNext = useCallback(() => {
    setScans({});
    top.current?.querySelector<HTMLInputElement>('input[name=fullName]')?.focus();
  }, []);
  const { busy, save } = useSavePaper(scans, onNext);
  return (
    <Box
      ref={top}
      sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 3fr) minmax(240px, 1fr)', gap: 2, mt: 1 }}
    >
      <Stack spacing={1.5}>
        <SubmissionFields />
        <FormButtons modes={MODES} busy={busy} onSave={save} />
      </Stack>
      <Box
        sx={{
          position: 'sticky',
          top: 64,
          alignSelf: 'start',
          maxHeight: 'calc(100vh - 80px)',
          overflow: 'auto',
        }}
      >
        <ScanUpload scans={scans} onChange={setScans} />
      </Box>
    </Box>
  );
}

/** The wave that takes forms now: of those open, the newest. */
function useOpenWaveId(): number | undefined {
  const { data } = useGetList<WaveRecord>('waves', {
    sort: { field: 'id', order: 'DESC' },
    pagination: { page: 1, perPage: 25 },
  });
  const now = new Date().toISOString();
  return (data?.find(({ opensAt, closesAt }) => opensAt <= now && now < closesAt) ?? data?.[0])?.id;
}

/** The counter keys a paper form; the schema is the one the server checks. */
export function SubmissionCreate() {
  const translate = useTranslate();
  const waveId = useOpenWaveId();
  if (waveId === undefined) return null;
  // Whether the person came and showed the KTP is the clerk's word: it is never filled in beforehand.
  const first = { waveId, channel: 'offline', proposer: 'DINAS' };
  return (
    <CreateBase>
      <Title title={translate('submissions.form.new')} />
      <Form defaultValues={first} validate={validate} noValidate warnWhenUnsavedChanges>
        <Paper />
      </Form>
    </CreateBase>
  );
}

import {
  Alert,
  Box,
  Button,
  FormControlLabel,
  Radio,
  RadioGroup,
  Stack,
  TextField,
  Typography,
} from '@mui/material';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslate } from 'react-admin';
import type { SubmissionAction } from '@server/submissions/submission-rules.ts';
import {
  ACTION_FORMS,
  commandBody,
  missingInputs,
  noteNeeded,
  offeredReasons,
  offeredReadings,
  withVerdict,
  type ActionForm,
  type Draft,
} from './action-rules.ts';
import type { CaseRecord } from './case-record.ts';
import { ReasonPicker } from './ReasonPicker.tsx';
import { ReviewerSelect } from './ReviewerSelect.tsx';
import { useDraft } from './use-drafts.ts';

interface PartProps {
  form: ActionForm;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
}

/** What the applicant will read: the remedies of the chosen codes, word for word, and the note. */
function ApplicantText({ draft }: { draft: Draft }) {
  const translate = useTranslate();
  if (draft.reasons.length === 0) return null;
  return (
    <Alert severity="info" icon={false} sx={{ py: 0.5 }}>
      <Typography variant="overline">{translate('case.applicantReads')}</Typography>
      {draft.reasons.map((code) => (
        <Typography key={code} variant="body2">
          <strong>{translate(`reasons.${code}`)}.</strong> {translate(`remedies.${code}`)}
        </Typography>
      ))}
      {draft.note.trim() && <Typography variant="body2">{draft.note.trim()}</Typography>}
    </Alert>
  );
}

function VerdictChoice({ record, draft, change }: Omit<PartProps, 'form'> & { record: CaseRecord }) {
  const translate = useTranslate();
  return (
    <RadioGroup
      aria-label={translate('case.readerVerdict')}
      sx={{ '& .MuiRadio-root': { py: 0.25 }, '& .MuiFormControlLabel-label': { typography: 'body2' } }}
      value={draft.verdict ?? ''}
      onChange={(_event, verdict) =>
        change(withVerdict(verdict as NonNullable<Draft['verdict']>, draft, record))
      }
    >
      <FormControlLabel
        value="same_person"
        control={<Radio size="small" />}
        label={translate('case.samePersonVerdict')}
      />
      <FormControlLabel
        value="different"
        control={<Radio size="small" />}
        label={translate('case.differentVerdict')}
      />
    </RadioGroup>
  );
}

function Inputs({ record, form, draft, change }: PartProps & { record: CaseRecord }) {
  const translate = useTranslate();
  const suggested = record.reasons;
  const codes = form.reasons ? offeredReasons(form.reasons, record) : offeredReadings(draft.verdict, record);
  return (
    <>
      {form.reader && <VerdictChoice record={record} draft={draft} change={change} />}
      {codes.length > 0 && (
        <ReasonPicker
          label={translate('case.reasons')}
          codes={codes}
          suggested={suggested}
          value={draft.reasons}
          single={form.reader}
          onChange={(reasons) => change({ reasons })}
        />
      )}
      {form.person && <ReviewerSelect value={draft.staffId} onChange={(staffId) => change({ staffId })} />}
      {form.reasons && <ApplicantText draft={draft} />}
      {form.note && (
        <TextField
          multiline
          minRows={2}
          label={translate('case.note')}
          required={noteNeeded(form, draft.reasons)}
          value={draft.note}
          onChange={(event) => change({ note: event.target.value })}
          slotProps={{ htmlInput: { maxLength: 1000 } }}
        />
      )}
    </>
  );
}

interface Props {
  record: CaseRecord;
  action: SubmissionAction;
  busy: boolean;
  onSend: (body: Record<string, unknown>) => Promise<boolean>;
  onClose: () => void;
}

/** What an act asks before it is sent. Ctrl Enter sends, Esc closes; the text stays until the act succeeded. */
export function ActionPanel({ record, action, busy, onSend, onClose }: Props) {
  const translate = useTranslate();
  const panel = useRef<HTMLFormElement>(null);
  const { draft, change, clear } = useDraft(record.id, action);
  const form = ACTION_FORMS[action] ?? {};
  const missing = missingInputs(form, draft);
  useEffect(() => panel.current?.querySelector<HTMLElement>('input, textarea')?.focus(), [action]);
  const send = async () => {
    if (missing.length === 0 && (await onSend(commandBody(action, draft, record)))) clear();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
  };
  return (
    <Box
      component="form"
      ref={panel}
      aria-label={translate(`case.actions.${action}`)}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      sx={{ display: 'flex', flexDirection: 'column', minHeight: 0 }}
    >
      <Stack spacing={1} sx={{ overflow: 'auto', minHeight: 0, pr: 0.5 }}>
        <Typography variant="h3">{translate(`case.actions.${action}`)}</Typography>
        <Inputs record={record} form={form} draft={draft} change={change} />
      </Stack>
      {missing.length > 0 && (
        <Typography variant="caption" color="text.secondary">
          {missing.map((name) => translate(`case.missing.${name}`)).join(' · ')}
        </Typography>
      )}
      <Stack direction="row" spacing={1} sx={{ pt: 1 }}>
        <Button type="submit" variant="contained" disabled={missing.length > 0} loading={busy}>
          {translate(`case.actions.${action}`)} (Ctrl Enter)
        </Button>
        <Button onClick={onClose}>{translate('app.cancel')}</Button>
      </Stack>
    </Box>
  );
}

import { TextField } from '@mui/material';
import { useTranslate } from 'react-admin';
import { offeredReasons, type ActionForm, type Draft } from '../case/action-rules.ts';
import { ReasonPicker } from '../case/ReasonPicker.tsx';
import { ReviewerSelect } from '../case/ReviewerSelect.tsx';

interface Props {
  form: ActionForm;
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
}

/** What a bulk act asks once for all its rows. Only reasons a reviewer may state for anybody are offered. */
export function BulkInputs({ form, draft, onChange }: Props) {
  const translate = useTranslate();
  return (
    <>
      {form.person && <ReviewerSelect value={draft.staffId} onChange={(staffId) => onChange({ staffId })} />}
      {form.reasons && (
        <ReasonPicker
          label={translate('case.reasons')}
          codes={offeredReasons(form.reasons, { reasons: [], status: 'in_review' })}
          suggested={[]}
          value={draft.reasons}
          onChange={(reasons) => onChange({ reasons })}
        />
      )}
      {form.note && (
        <TextField
          multiline
          label={translate('case.note')}
          value={draft.note}
          onChange={(event) => onChange({ note: event.target.value })}
          slotProps={{ htmlInput: { maxLength: 1000 } }}
        />
      )}
    </>
  );
}

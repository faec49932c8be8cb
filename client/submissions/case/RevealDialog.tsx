import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  MenuItem,
  TextField,
} from '@mui/material';
import { useState } from 'react';
import { useDataProvider, useTranslate } from 'react-admin';
import type { ConsoleDataProvider } from '../../data-provider.ts';
import { errorLine } from '../../form-errors.ts';
import type { RevealedNumbers } from './compare-rules.ts';

const PURPOSES = ['compare_document', 'contact_dukcapil', 'applicant_present', 'audit', 'other'] as const;

interface Props {
  id: number;
  onClose: () => void;
  onRevealed: (numbers: RevealedNumbers) => void;
}

/** Shows the whole numbers for a stated purpose. The purpose is logged before the numbers are sent. */
export function RevealDialog({ id, onClose, onRevealed }: Props) {
  const translate = useTranslate();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const [purpose, setPurpose] = useState<string>('');
  const [detail, setDetail] = useState('');
  const [problem, setProblem] = useState<string>();
  const words = purpose === 'other' ? detail.trim() : purpose && translate(`case.purposes.${purpose}`);
  const reveal = async () => {
    try {
      const { data } = await dataProvider.command<RevealedNumbers>('submissions', id, 'reveal', {
        purpose: words,
      });
      onRevealed(data);
      onClose();
    } catch (error) {
      setProblem(errorLine(error, translate));
    }
  };
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby="reveal-title">
      <DialogTitle id="reveal-title">{translate('case.reveal')}</DialogTitle>
      <DialogContent>
        <Alert severity="info">{translate('case.revealLogged')}</Alert>
        {problem && <Alert severity="error">{problem}</Alert>}
        <TextField
          select
          label={translate('case.purpose')}
          value={purpose}
          onChange={(event) => setPurpose(event.target.value)}
        >
          {PURPOSES.map((code) => (
            <MenuItem key={code} value={code}>
              {translate(`case.purposes.${code}`)}
            </MenuItem>
          ))}
        </TextField>
        {purpose === 'other' && (
          <TextField
            label={translate('case.purposeDetail')}
            value={detail}
            onChange={(event) => setDetail(event.target.value)}
            slotProps={{ htmlInput: { maxLength: 200 } }}
          />
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{translate('app.cancel')}</Button>
        <Button variant="contained" disabled={!words} onClick={() => void reveal()}>
          {translate('case.reveal')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

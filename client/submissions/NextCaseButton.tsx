import PlayIcon from '@mui/icons-material/PlayArrow';
import { Button, type ButtonProps } from '@mui/material';
import { useState } from 'react';
import { useNotify, useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { useMay } from '../auth/use-staff.ts';
import { errorLine } from '../form-errors.ts';
import { casePath, useClaimNext } from './case/use-review-flow.ts';

/** Leases the oldest due case and starts the flow review with it. */
export function NextCaseButton({ size = 'small' }: Pick<ButtonProps, 'size'>) {
  const translate = useTranslate();
  const notify = useNotify();
  const navigate = useNavigate();
  const claimNext = useClaimNext();
  const mayClaim = useMay('submission.claim');
  const [isBusy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    try {
      const claimed = await claimNext();
      if (claimed) await navigate(casePath(claimed.id, true));
      else notify('case.queueEmpty', { type: 'info' });
    } catch (error) {
      notify(errorLine(error, translate), { type: 'error' });
    } finally {
      setBusy(false);
    }
  };
  if (!mayClaim) return null;
  return (
    <Button
      variant="contained"
      size={size}
      startIcon={<PlayIcon />}
      loading={isBusy}
      onClick={() => void start()}
    >
      {translate('submissions.nextCase')}
    </Button>
  );
}

import { Alert, Button } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useMay, useStaffIdentity } from '../../auth/use-staff.ts';
import { useStaffNames } from '../../auth/use-staff-names.ts';
import { useFormat } from '../../i18n/format.ts';
import type { CaseRecord } from './case-record.ts';
import { leaseState } from './lease-rules.ts';
import { useNow } from './use-now.ts';

/** Says at once when a claim ends soon, has ended, or is somebody else's. What was typed stays where it is. */
export function LeaseBanner({ record, onClaim }: { record: CaseRecord; onClaim: () => void }) {
  const translate = useTranslate();
  const format = useFormat();
  const now = useNow();
  const { nameOf } = useStaffNames();
  // Whoever never holds a case is kept from nothing by a colleague's claim.
  const mayHold = useMay('submission.claim');
  const state = leaseState(record, useStaffIdentity()?.id, now);
  if (state === 'none' || state === 'mine' || (state === 'other' && !mayHold)) return null;
  const words = { holder: nameOf(record.assigneeId) ?? '–', until: format.time(record.leaseUntil) };
  const canRenew = state === 'ending' || state === 'expired';
  return (
    <Alert
      severity={state === 'other' ? 'info' : 'warning'}
      sx={{ py: 0, mb: 1 }}
      action={
        canRenew && (
          <Button color="inherit" size="small" onClick={onClaim} sx={{ whiteSpace: 'nowrap' }}>
            {translate('case.renew')}
          </Button>
        )
      }
    >
      {translate(`case.lease.${state}`, words)}
    </Alert>
  );
}

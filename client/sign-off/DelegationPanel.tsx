import {
  Button,
  Card,
  CardContent,
  Chip,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useState } from 'react';
import { useGetList, useTranslate } from 'react-admin';
import type { DelegationRecord } from '@server/sign-off/sign-off-schema.ts';
import { useMay, useStaffIdentity } from '../auth/use-staff.ts';
import { useFormat } from '../i18n/format.ts';
import { ActButton } from '../layout/ActButton.tsx';
import { Problem } from '../layout/ListProblem.tsx';
import { ConsentDialog } from './ConsentDialog.tsx';
import { DelegationDialog } from './DelegationDialog.tsx';
import { useOrder } from './use-sign-off.ts';

const TONE = {
  proposed: 'warning',
  coming: 'info',
  in_force: 'success',
  past: 'default',
  ended: 'default',
} as const;
const COLUMNS = ['from', 'to', 'days', 'state', 'reason', 'ordered', 'acts'] as const;

function Acts({ one }: { one: DelegationRecord }) {
  const translate = useTranslate();
  const order = useOrder();
  const me = useStaffIdentity()?.id;
  const [isAsking, setAsking] = useState(false);
  const involved = [one.orderedBy.id, one.from.id, one.to.id].some((id) => id === me);
  if (one.state === 'ended' || one.state === 'past') return null;
  return (
    <Stack direction="row" spacing={1} sx={{ justifyContent: 'flex-end' }}>
      {one.state === 'proposed' && (
        <ActButton
          size="small"
          variant="contained"
          label={translate('signOff.consent.give')}
          reasons={involved ? [translate('signOff.consent.other')] : []}
          onClick={() => setAsking(true)}
        />
      )}
      <Button
        size="small"
        color="warning"
        onClick={() => void order(`delegations/${one.id}/end`, 'end-delegation', { version: one.version })}
      >
        {translate('signOff.delegation.end')}
      </Button>
      {isAsking && (
        <ConsentDialog
          kind="delegation"
          path={`delegations/${one.id}`}
          version={one.version}
          onClose={() => setAsking(false)}
        >
          <Typography>
            {one.from.fullName} → {one.to.fullName}
          </Typography>
        </ConsentDialog>
      )}
    </Stack>
  );
}

function Line({ one, mayOrder }: { one: DelegationRecord; mayOrder: boolean }) {
  const translate = useTranslate();
  const format = useFormat();
  // The last whole day: the end itself is the first instant that it no longer holds.
  const lastDay = new Date(Date.parse(one.endsAt) - 1).toISOString();
  return (
    <TableRow>
      <TableCell>{one.from.fullName}</TableCell>
      <TableCell>{one.to.fullName}</TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>
        {format.dayOf(one.startsAt)} – {format.dayOf(lastDay)}
      </TableCell>
      <TableCell>
        <Chip
          size="small"
          variant="outlined"
          color={TONE[one.state]}
          label={translate(`signOff.delegation.states.${one.state}`)}
        />
      </TableCell>
      <TableCell>{one.reason}</TableCell>
      <TableCell>
        {one.orderedBy.fullName}
        {one.consentedBy && ` · ${one.consentedBy.fullName}`}
      </TableCell>
      <TableCell align="right">{mayOrder && <Acts one={one} />}</TableCell>
    </TableRow>
  );
}

/** Who may give whose signature, the newest first. */
export function DelegationPanel() {
  const translate = useTranslate();
  const mayOrder = useMay('sign-off.order');
  const [isOrdering, setOrdering] = useState(false);
  const {
    data = [],
    error,
    refetch,
    isPending,
  } = useGetList<DelegationRecord>('delegations', {
    pagination: { page: 1, perPage: 50 },
    sort: { field: 'id', order: 'DESC' },
  });
  return (
    <Card component="section" aria-label={translate('signOff.delegation.title')}>
      <CardContent>
        <Stack
          direction="row"
          spacing={2}
          sx={{ alignItems: 'center', justifyContent: 'space-between', mb: 1 }}
        >
          <Typography variant="h2">{translate('signOff.delegation.title')}</Typography>
          {mayOrder && (
            <Button variant="outlined" onClick={() => setOrdering(true)}>
              {translate('signOff.delegation.order')}
            </Button>
          )}
        </Stack>
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {data.length === 0 && !isPending && !error && (
          <Typography color="text.secondary">{translate('signOff.delegation.none')}</Typography>
        )}
        {data.length > 0 && (
          <Table size="small">
            <TableHead>
              <TableRow>
                {COLUMNS.map((name) => (
                  <TableCell key={name}>{translate(`signOff.delegation.columns.${name}`)}</TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              {data.map((one) => (
                <Line key={one.id} one={one} mayOrder={mayOrder} />
              ))}
            </TableBody>
          </Table>
        )}
        {isOrdering && <DelegationDialog onClose={() => setOrdering(false)} />}
      </CardContent>
    </Card>
  );
}

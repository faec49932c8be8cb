import { Chip, Link as MuiLink, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { Dashboard } from '@server/dashboard/dashboard-schema.ts';
import { useFormat } from '../i18n/format.ts';
import { useCodeWords } from '../i18n/use-code-words.ts';
import { batchTone } from '../batches/batch-tone.ts';
import { EnumChip } from '../i18n/fields.tsx';
import { NothingYet } from './Panel.tsx';

const NO_WRAP = { whiteSpace: 'nowrap' };
const NARROW = { '& th, & td': { px: 1 } };

type Batches = NonNullable<Dashboard['batches']>;
type Deliveries = NonNullable<Dashboard['deliveries']>;

function Freshness({ batch }: { batch: Batches[number] }) {
  const translate = useTranslate();
  if (batch.checksFresh === undefined) return <>–</>;
  return (
    <Chip
      size="small"
      variant="outlined"
      color={batch.checksFresh ? 'success' : 'warning'}
      label={translate(batch.checksFresh ? 'dashboard.fresh' : 'dashboard.notFresh')}
    />
  );
}

/** Batches that wait for this role, with what still blocks each. */
export function BatchTable({ batches }: { batches: Batches }) {
  const translate = useTranslate();
  const format = useFormat();
  const words = useCodeWords();
  if (batches.length === 0) return <NothingYet />;
  const heads = ['batchNo', 'status', 'office', 'rows', 'checks', 'since', 'blockers'] as const;
  return (
    <Table size="small">
      <TableHead>
        <TableRow>
          {heads.map((head) => (
            <TableCell key={head} align={head === 'rows' ? 'right' : 'left'}>
              {translate(`dashboard.batch.${head}`)}
            </TableCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {batches.map((batch) => (
          <TableRow key={batch.id}>
            <TableCell sx={NO_WRAP}>
              <MuiLink component={Link} to={`/batches/${batch.id}/show`}>
                {batch.batchNo}
              </MuiLink>
            </TableCell>
            <TableCell>
              <EnumChip value={batch.status} words="batchStatus" tone={batchTone} />
            </TableCell>
            <TableCell>
              {batch.officeName ?? translate(`enums.channel.${batch.channel}`, { _: batch.channel })}
            </TableCell>
            <TableCell align="right">{format.number(batch.rowCount)}</TableCell>
            <TableCell>
              <Freshness batch={batch} />
            </TableCell>
            <TableCell sx={NO_WRAP}>{format.instant(batch.since)}</TableCell>
            <TableCell>{batch.blockers?.map(words).join('; ') || '–'}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** When the answers are due; late ones say by how much, in words as well as in colour. */
export function DueChip({
  dueAt,
  state,
  daysOver,
}: {
  dueAt: string | null;
  state: Deliveries[number]['answersState'];
  daysOver: number;
}) {
  const translate = useTranslate();
  const format = useFormat();
  if (state === 'none' || state === 'answered') return <>–</>;
  if (state === 'open') return <>{format.dayOf(dueAt)}</>;
  const words =
    state === 'soon'
      ? translate('dashboard.delivery.soon', { day: format.dayOf(dueAt) })
      : daysOver === 0
        ? translate('dashboard.delivery.overToday')
        : translate('dashboard.delivery.over', { smart_count: daysOver });
  return (
    <Chip
      size="small"
      variant="outlined"
      color={state === 'soon' ? 'warning' : 'error'}
      label={words}
      title={format.instant(dueAt)}
    />
  );
}

/** Deliveries and what of each the PMO has answered. */
export function DeliveryTable({ deliveries }: { deliveries: Deliveries }) {
  const translate = useTranslate();
  const format = useFormat();
  if (deliveries.length === 0) return <NothingYet />;
  const numbers = ['sent', 'confirmed', 'returned', 'refused', 'pending'] as const;
  return (
    <Table size="small" sx={NARROW}>
      <TableHead>
        <TableRow>
          <TableCell>{translate('dashboard.delivery.dispatchNo')}</TableCell>
          <TableCell>{translate('dashboard.batch.status')}</TableCell>
          <TableCell>{translate('dashboard.delivery.sentAt')}</TableCell>
          <TableCell>{translate('dashboard.delivery.dueAt')}</TableCell>
          {numbers.map((name) => (
            <TableCell key={name} align="right">
              {translate(`dashboard.delivery.${name}`)}
            </TableCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {deliveries.map((delivery) => (
          <TableRow key={delivery.dispatchNo}>
            <TableCell sx={NO_WRAP}>
              <MuiLink component={Link} to={`/batches/${delivery.batchId}/show`}>
                {delivery.dispatchNo}
              </MuiLink>
            </TableCell>
            <TableCell>
              <EnumChip value={delivery.status} words="batchStatus" tone={batchTone} />
            </TableCell>
            <TableCell sx={NO_WRAP}>{format.instant(delivery.sentAt)}</TableCell>
            <TableCell sx={NO_WRAP}>
              <DueChip
                dueAt={delivery.answersDueAt}
                state={delivery.answersState}
                daysOver={delivery.daysOver}
              />
            </TableCell>
            {numbers.map((name) => (
              <TableCell key={name} align="right">
                {format.number(delivery[name])}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

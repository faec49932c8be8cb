import {
  Button,
  Card,
  CardContent,
  Link as MuiLink,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TextField,
  Typography,
} from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useDataProvider, useGetMany, useNotify, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { PairView } from '@server/submissions/duplicate-schema.ts';
import type { SubmissionRecord } from '@server/submissions/submission-schema.ts';
import { useMay } from '../../auth/use-staff.ts';
import type { ConsoleDataProvider } from '../../data-provider.ts';
import { errorLine } from '../../form-errors.ts';
import { useFormat } from '../../i18n/format.ts';
import { Problem } from '../../layout/ListProblem.tsx';
import type { CaseRecord } from './case-record.ts';
import { useDuplicates } from './use-case.ts';

const SIDE_BY_SIDE = [
  'fullName',
  'nikMasked',
  'kkNumberMasked',
  'birthDate',
  'phone',
  'email',
  'ktpAddress',
  'status',
] as const;

/** The other's record is fetched for the comparison; another office's person is not there to be compared. */
function SideBySide({ record, pair }: { record: CaseRecord; pair: PairView }) {
  const translate = useTranslate();
  const { data } = useGetMany<SubmissionRecord>(
    'submissions',
    { ids: [pair.otherId] },
    { enabled: pair.otherRegistrationNo !== null },
  );
  const other = data?.[0];
  if (!other)
    return (
      <Typography variant="body2" color="text.secondary">
        {translate('case.otherOffice')}
      </Typography>
    );
  return (
    <Table size="small">
      <TableHead>
        <TableRow>
          <TableCell>{translate('case.field')}</TableCell>
          <TableCell>{translate('case.thisOne')}</TableCell>
          <TableCell>
            <MuiLink component={Link} to={`/submissions/${pair.otherId}/show`}>
              {other.registrationNo}
            </MuiLink>
          </TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {SIDE_BY_SIDE.map((field) => (
          <ComparedRow key={field} field={field} mine={record[field]} theirs={other[field]} />
        ))}
      </TableBody>
    </Table>
  );
}

interface ComparedProps {
  field: (typeof SIDE_BY_SIDE)[number];
  mine: string | null;
  theirs: string | null;
}

function ComparedRow({ field, mine, theirs }: ComparedProps) {
  const translate = useTranslate();
  const format = useFormat();
  const shown = (value: string | null) => {
    if (value === null) return '–';
    if (field === 'status') return translate(`enums.status.${value}`);
    return field === 'birthDate' ? format.day(value) : value;
  };
  // Two masks look alike where the numbers differ: a masked field is never said to be the same.
  const isMasked = field === 'nikMasked' || field === 'kkNumberMasked';
  // Where both stand on their road says nothing of the persons.
  const isOfPerson = !isMasked && field !== 'status';
  const sx =
    isOfPerson && mine !== null && mine === theirs
      ? { fontWeight: 700, bgcolor: 'action.selected' }
      : undefined;
  return (
    <TableRow>
      <TableCell>{translate(`resources.submissions.fields.${field}`)}</TableCell>
      <TableCell sx={sx}>{shown(mine)}</TableCell>
      <TableCell sx={sx}>{shown(theirs)}</TableCell>
    </TableRow>
  );
}

function PairDecision({ record, pair }: { record: CaseRecord; pair: PairView }) {
  const translate = useTranslate();
  const notify = useNotify();
  const queries = useQueryClient();
  const dataProvider = useDataProvider<ConsoleDataProvider>();
  const [note, setNote] = useState('');
  const decide = async (verdict: 'not_duplicate' | 'same_person') => {
    try {
      await dataProvider.command('duplicates', pair.id, 'decide', {
        version: pair.version,
        verdict,
        note: note.trim(),
      });
      await queries.invalidateQueries({ queryKey: ['case', record.id] });
      await queries.invalidateQueries({ queryKey: ['submissions'] });
    } catch (error) {
      notify(errorLine(error, translate), { type: 'error' });
    }
  };
  return (
    <Stack direction="row" spacing={1} sx={{ alignItems: 'center', mt: 1 }}>
      <TextField
        label={translate('case.note')}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        margin="none"
      />
      <Button sx={{ flexShrink: 0 }} disabled={!note.trim()} onClick={() => void decide('not_duplicate')}>
        {translate('case.notDuplicate')}
      </Button>
      <Button
        sx={{ flexShrink: 0 }}
        color="error"
        disabled={!note.trim()}
        onClick={() => void decide('same_person')}
      >
        {translate('case.samePerson')}
      </Button>
    </Stack>
  );
}

/** Suspected doubles, side by side; "not a duplicate" is remembered by the server. */
export function DuplicatePanel({ record }: { record: CaseRecord }) {
  const translate = useTranslate();
  const mayDecide = useMay('duplicate.decide');
  const { data = [], error, refetch } = useDuplicates(record.id, record.duplicateCount);
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (record.duplicateCount === 0)
    return (
      <Typography variant="body2" color="text.secondary">
        {translate('case.noDuplicates')}
      </Typography>
    );
  return (
    <Stack spacing={1}>
      {data.map((pair) => (
        <Card key={pair.id}>
          <CardContent sx={{ p: 1, '&:last-child': { pb: 1 } }}>
            <Typography variant="body2">
              {translate(`case.pair.${pair.status}`)} · {translate('case.score', { score: pair.score })} ·{' '}
              {pair.reasons.map((code) => translate(`case.pairReasons.${code}`, { _: code })).join(', ')}
            </Typography>
            <SideBySide record={record} pair={pair} />
            {mayDecide && pair.status === 'open' && <PairDecision record={record} pair={pair} />}
          </CardContent>
        </Card>
      ))}
    </Stack>
  );
}

import {
  Alert,
  Card,
  CardContent,
  Chip,
  Link as MuiLink,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { Title, useGetMany, useGetOne, useTranslate } from 'react-admin';
import { Link, useParams } from 'react-router-dom';
import type { DuplicateRecord } from '@server/submissions/duplicate-schema.ts';
import type { SubmissionRecord } from '@server/submissions/submission-schema.ts';
import { useStaffNames } from '../auth/use-staff-names.ts';
import { useMay } from '../auth/use-staff.ts';
import { EnumChip } from '../i18n/fields.tsx';
import { useFormat } from '../i18n/format.ts';
import { Problem } from '../layout/ListProblem.tsx';
import { statusTone } from '../submissions/status-tone.ts';
import { COMPARED_FIELDS, likeness } from './compared-fields.ts';
import { PairDecision } from './PairDecision.tsx';
import { pairTone } from './pair-tone.ts';

const LIKENESS_TONES = { same: 'warning', differs: 'default', unknown: 'default' } as const;

function useSide(id: number, known: boolean) {
  return useGetOne<SubmissionRecord>('submissions', { id }, { enabled: known }).data;
}

function SideHead({ id, record }: { id: number; record: SubmissionRecord | undefined }) {
  const translate = useTranslate();
  if (!record) return <TableCell>{translate('duplicates.elsewhere')}</TableCell>;
  return (
    <TableCell>
      <MuiLink component={Link} to={`/submissions/${id}/show`}>
        {record.registrationNo}
      </MuiLink>{' '}
      <EnumChip value={record.status} words="status" tone={statusTone} />
    </TableCell>
  );
}

function useShown(records: readonly (SubmissionRecord | undefined)[]) {
  const translate = useTranslate();
  const format = useFormat();
  const ids = [...new Set(records.flatMap((record) => record?.regionCode ?? []))];
  const { data: regions } = useGetMany<{ id: string; name: string }>(
    'regions',
    { ids },
    { enabled: ids.length > 0 },
  );
  return (record: SubmissionRecord | undefined, field: (typeof COMPARED_FIELDS)[number]) => {
    const value = record?.[field];
    if (!value) return '–';
    if (field === 'birthDate') return format.day(value);
    if (field === 'regionCode')
      return `${value} ${regions?.find((region) => region.id === value)?.name ?? ''}`.trim();
    if (field === 'sex') return translate(`enums.sex.${value}`);
    return field === 'employmentStatus' ? translate(`enums.employment.${value}`) : value;
  };
}

function Comparison({ pair }: { pair: DuplicateRecord }) {
  const translate = useTranslate();
  const first = useSide(pair.firstId, pair.first.registrationNo !== null);
  const second = useSide(pair.secondId, pair.second.registrationNo !== null);
  const shown = useShown([first, second]);
  return (
    <Table size="small" aria-label={translate('duplicates.sideBySide')}>
      <TableHead>
        <TableRow>
          <TableCell>{translate('case.field')}</TableCell>
          <SideHead id={pair.firstId} record={first} />
          <SideHead id={pair.secondId} record={second} />
          <TableCell>{translate('case.verdict')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {COMPARED_FIELDS.map((field) => {
          const like = likeness(first, second, field);
          return (
            <TableRow key={field} sx={{ bgcolor: like === 'same' ? 'action.selected' : undefined }}>
              <TableCell component="th" scope="row">
                {translate(`resources.submissions.fields.${field}`)}
              </TableCell>
              <TableCell>{shown(first, field)}</TableCell>
              <TableCell>{shown(second, field)}</TableCell>
              <TableCell>
                {like !== 'unknown' && (
                  <Chip
                    size="small"
                    variant="outlined"
                    color={LIKENESS_TONES[like]}
                    label={translate(`duplicates.likeness.${like}`)}
                  />
                )}
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

function Decided({ pair }: { pair: DuplicateRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const { nameOf } = useStaffNames();
  return (
    <Alert severity={pair.status === 'same_person' ? 'warning' : 'success'} sx={{ mt: 2 }}>
      <strong>{translate(`enums.pairStatus.${pair.status}`)}</strong> · {nameOf(pair.decidedById)} ·{' '}
      {format.instant(pair.decidedAt)}
      {pair.note && <div>“{pair.note}”</div>}
    </Alert>
  );
}

/** Two registrations side by side, and the decision whether they are one person. */
export function DuplicateShow() {
  const translate = useTranslate();
  const { id } = useParams();
  const mayDecide = useMay('duplicate.decide');
  const { data: pair, error, refetch } = useGetOne<DuplicateRecord>('duplicates', { id: Number(id) });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!pair) return null;
  return (
    <Card sx={{ mt: 2, maxWidth: 1180 }}>
      <Title title={`${translate('resources.duplicates.name', { smart_count: 1 })} ${pair.id}`} />
      <CardContent>
        <Stack direction="row" spacing={1} useFlexGap sx={{ alignItems: 'center', mb: 2, flexWrap: 'wrap' }}>
          <EnumChip value={pair.status} words="pairStatus" tone={pairTone} />
          <Typography>{translate('case.score', { score: pair.score })}</Typography>
          {pair.reasons.map((code) => (
            <Chip key={code} size="small" label={translate(`case.pairReasons.${code}`, { _: code })} />
          ))}
        </Stack>
        <Comparison pair={pair} />
        {pair.status !== 'open' && <Decided pair={pair} />}
        {pair.status === 'open' && mayDecide && <PairDecision pair={pair} />}
      </CardContent>
    </Card>
  );
}

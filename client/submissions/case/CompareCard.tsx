import {
  Alert,
  Box,
  Chip,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Tooltip,
  Typography,
} from '@mui/material';
import { useTranslate } from 'react-admin';
import { useFormat } from '../../i18n/format.ts';
import { EnumChip } from '../../i18n/fields.tsx';
import { CheckHistory } from '../../identity/CheckHistory.tsx';
import { identityTone } from '../status-tone.ts';
import {
  compareRows,
  fieldMarks,
  isCompared,
  isReworded,
  segments,
  wordMarks,
  type CompareRow,
  type RevealedNumbers,
  type Segment,
} from './compare-rules.ts';
import type { FieldEvidence, FieldVerdict, MarkRange } from '@server/identity/identity-schema.ts';
import type { CaseRecord } from './case-record.ts';

const TONES: Record<FieldVerdict, 'success' | 'warning' | 'error' | 'default'> = {
  same: 'success',
  near: 'warning',
  differs: 'error',
  missing: 'default',
  not_sent: 'default',
};

/** Wraps what it says rather than losing the end of it. */
const WHOLE = {
  height: 'auto',
  minHeight: 24,
  '& .MuiChip-label': { whiteSpace: 'normal', lineHeight: 1.25, py: '2px' },
} as const;

/** The columns' shares: both numbers whole on the narrowest desk, the names of most fields on one line. */
const SHARES = ['21%', '26.5%', '26.5%', '26%'] as const;

/** A verdict with what is known of its ground: the kind of difference, else how near it is. */
function useVerdictWords() {
  const translate = useTranslate();
  return ({ verdict, explanation, score }: FieldEvidence) => {
    const word = translate(`enums.verdict.${verdict}`);
    if (verdict !== 'near' && verdict !== 'differs') return word;
    if (explanation) return `${word}: ${translate(`explanations.${explanation}`, { _: explanation })}`;
    return typeof score === 'number' ? `${word} (${score})` : word;
  };
}

/** A stale check's verdict has no colour: green would say that the form as it is now agrees. */
function VerdictChip({ evidence, stale }: { evidence: FieldEvidence | undefined; stale: boolean }) {
  const translate = useTranslate();
  const words = useVerdictWords();
  if (!evidence) return <span>–</span>;
  const score = evidence.score ?? undefined;
  return (
    <Tooltip title={score === undefined ? '' : translate('case.score', { score })}>
      <Chip
        size="small"
        variant="outlined"
        color={stale ? 'default' : TONES[evidence.verdict]}
        label={words(evidence)}
        sx={stale ? { ...WHOLE, color: 'text.secondary' } : WHOLE}
      />
    </Tooltip>
  );
}

/** A text whose differing characters are marked by colour and underline, so that colour is not alone. */
function Marked({ parts }: { parts: Segment[] }) {
  return (
    <span>
      {parts.map(({ text, marked }, index) =>
        marked ? (
          <Box
            key={index}
            component="mark"
            sx={{
              bgcolor: 'warning.main',
              color: 'warning.contrastText',
              borderRadius: 0.5,
              px: '1px',
              textDecoration: 'underline',
            }}
          >
            {text}
          </Box>
        ) : (
          <span key={index}>{text}</span>
        ),
      )}
    </span>
  );
}

function useShownValue() {
  const format = useFormat();
  const translate = useTranslate();
  return (field: CompareRow['field'], value: string) => {
    if (field === 'birthDate') return format.day(value);
    return field === 'sex' ? translate(`enums.sex.${value}`, { _: value }) : value;
  };
}

/** The register's own value where it gives one; else only what it answered. */
function RegisterValue({ row, shown, marks }: { row: CompareRow; shown: string | null; marks: MarkRange[] }) {
  const translate = useTranslate();
  if (shown !== null) return <Marked parts={segments(shown, marks)} />;
  const verdict = row.evidence?.verdict ?? 'missing';
  const word = verdict === 'same' ? 'case.registerSame' : 'case.registerSilent';
  return (
    <Typography component="span" variant="body2" color="text.secondary">
      {verdict === 'missing' || verdict === 'not_sent' ? '–' : translate(word)}
    </Typography>
  );
}

/** The places a stale check marked are places of the form as it was. */
const NO_MARKS = { form: [], register: [] };

function marksOf(row: CompareRow, form: string, register: string | null) {
  const isUnlike = row.evidence?.verdict === 'differs' || row.evidence?.verdict === 'near';
  const inWords = isReworded(row.field) && register !== null && isUnlike;
  return inWords ? wordMarks(form, register) : fieldMarks(row);
}

function FieldRow({ row, stale }: { row: CompareRow; stale: boolean }) {
  const translate = useTranslate();
  const shown = useShownValue();
  const form = shown(row.field, row.form);
  const register = row.register === null ? null : shown(row.field, row.register);
  const marks = stale ? NO_MARKS : marksOf(row, form, register);
  const isNumber = row.field === 'nik' || row.field === 'kkNumber';
  const sx = {
    fontFamily: isNumber ? 'monospace' : undefined,
    fontSize: isNumber ? '0.8125rem' : undefined,
    // A number broken over two lines is misread.
    whiteSpace: isNumber ? 'nowrap' : undefined,
    overflowWrap: isNumber ? undefined : 'anywhere',
    // The number of a house does not stand alone on a line.
    textWrap: 'balance',
  } as const;
  return (
    <TableRow>
      <TableCell component="th" scope="row" sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>
        {translate(`resources.submissions.fields.${row.field}`)}
      </TableCell>
      <TableCell sx={sx}>
        <Marked parts={segments(form, marks.form)} />
      </TableCell>
      <TableCell sx={sx}>
        <RegisterValue row={row} shown={register} marks={marks.register} />
      </TableCell>
      <TableCell>
        <VerdictChip evidence={row.evidence} stale={stale} />
      </TableCell>
    </TableRow>
  );
}

function GradeLine({ record }: { record: CaseRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const { evidence } = record;
  return (
    <Stack direction="row" spacing={1} useFlexGap sx={{ alignItems: 'center', flexWrap: 'wrap' }}>
      <Typography variant="h3">{translate('case.compare')}</Typography>
      <EnumChip value={record.identityOutcome} words="identity" tone={identityTone} />
      {record.identityStale && <Chip size="small" color="warning" label={translate('case.stale')} />}
      <Stack direction="row" spacing={0.5} sx={{ alignItems: 'center' }}>
        {evidence?.checkedAt && (
          <Typography variant="caption" color="text.secondary">
            {translate(`case.source.${evidence.source ?? 'unknown'}`, { _: evidence.source })} ·{' '}
            {format.instant(evidence.checkedAt)}
          </Typography>
        )}
        <CheckHistory submissionId={Number(record.id)} />
      </Stack>
    </Stack>
  );
}

/** Outcomes that a register may give about the NIK as a whole. */
const OF_THE_RECORD: readonly string[] = ['inactive', 'duplicate', 'deceased'];

/** Form beside KTP register, a row a field, with the verdict and the differing characters marked. */
export function CompareCard({ record, revealed }: { record: CaseRecord; revealed?: RevealedNumbers }) {
  const translate = useTranslate();
  return (
    <Box
      component="section"
      aria-label={translate('case.compare')}
      sx={{ '& > .MuiAlert-root': { my: 0.5 } }}
    >
      <GradeLine record={record} />
      {record.identityOutcome === 'unavailable' && (
        <Alert severity="info">
          {translate('case.registerDown', {
            cause: translate(`dashboard.registerCause.${record.evidence?.cause ?? 'unreachable'}`),
          })}
        </Alert>
      )}
      {OF_THE_RECORD.includes(record.identityOutcome) && !isCompared(record) && (
        <Alert severity="info">{translate('case.recordAlone')}</Alert>
      )}
      {record.identityStale && <Alert severity="warning">{translate('case.staleHelp')}</Alert>}
      {record.evidence?.registerChanged && (
        <Alert severity="warning">{translate('case.registerChanged')}</Alert>
      )}
      <Table size="small" sx={{ tableLayout: 'fixed', '& td, & th': { px: 0.5 } }}>
        <colgroup>
          {SHARES.map((width, at) => (
            <col key={at} style={{ width }} />
          ))}
        </colgroup>
        <TableHead>
          <TableRow>
            <TableCell>{translate('case.field')}</TableCell>
            <TableCell>{translate('case.onForm')}</TableCell>
            <TableCell>{translate('case.onRegister')}</TableCell>
            <TableCell>{translate('case.verdict')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {compareRows(record, revealed).map((row) => (
            <FieldRow key={row.field} row={row} stale={record.identityStale} />
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

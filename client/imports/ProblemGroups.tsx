import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import ExpandIcon from '@mui/icons-material/ExpandMore';
import {
  Accordion,
  AccordionDetails,
  AccordionSummary,
  Box,
  Button,
  Card,
  Chip,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useLocale, useTranslate } from 'react-admin';
import type { ImportRecord, ProblemGroup } from '@server/imports/import-schema.ts';
import { useFormat } from '../i18n/format.ts';
import { Problem } from '../layout/ListProblem.tsx';
import { useImportProblems } from './use-import.ts';

function Group({ group }: { group: ProblemGroup }) {
  const translate = useTranslate();
  const format = useFormat();
  const locale = useLocale() === 'en' ? 'en' : 'id';
  return (
    <Accordion disableGutters variant="outlined" slotProps={{ heading: { component: 'h3' } }}>
      <AccordionSummary expandIcon={<ExpandIcon />}>
        <Stack direction="row" spacing={1.5} sx={{ alignItems: 'center' }}>
          <Chip size="small" color="error" variant="outlined" label={format.number(group.count)} />
          <Box>
            <Typography variant="body2" sx={{ fontWeight: 600 }}>
              {group.message[locale]}
            </Typography>
            <Typography variant="body2" color="text.secondary">
              {group.remedy[locale]}
            </Typography>
          </Box>
        </Stack>
      </AccordionSummary>
      <AccordionDetails>
        <Typography variant="caption" color="text.secondary">
          {translate('imports.examples', { code: group.code })}
        </Typography>
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell>{translate('imports.line')}</TableCell>
              <TableCell>{translate('imports.rowId')}</TableCell>
              <TableCell>{translate('imports.column')}</TableCell>
              <TableCell>{translate('imports.value')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {group.examples.map(({ line, rowId, column, value }, index) => (
              <TableRow key={`${line}-${index}`}>
                <TableCell>{line}</TableCell>
                <TableCell>{rowId || '–'}</TableCell>
                <TableCell>
                  <code>{column ?? '–'}</code>
                </TableCell>
                <TableCell sx={{ overflowWrap: 'anywhere' }}>{value ?? '–'}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </AccordionDetails>
    </Accordion>
  );
}

/** Everything wrong with the file by cause, and the rows to mend as a file. */
export function ProblemGroups({ record }: { record: ImportRecord }) {
  const translate = useTranslate();
  const format = useFormat();
  const hasProblems = record.counts.bad + record.counts.conflict > 0;
  const { data, error, refetch } = useImportProblems(record.id, hasProblems);
  if (!hasProblems) return null;
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  return (
    <Card sx={{ p: 2 }} component="section" aria-label={translate('imports.problems')}>
      <Stack direction="row" spacing={2} sx={{ alignItems: 'center', mb: 1 }}>
        <Typography variant="h3" sx={{ flexGrow: 1 }}>
          {translate('imports.problems')}
        </Typography>
        <Button
          size="small"
          startIcon={<DownloadIcon />}
          href={`/api/imports/${record.id}/bad-rows`}
          download
        >
          {translate('imports.badRows')}
        </Button>
      </Stack>
      <Typography variant="body2" color="text.secondary" sx={{ mb: 1 }}>
        {translate('imports.rowsWithProblems', { count: format.number(data.total) })}{' '}
        {translate('imports.badRowsHelp')}
      </Typography>
      {data.groups.map((group) => (
        <Group key={`${group.code}-${group.column}`} group={group} />
      ))}
    </Card>
  );
}

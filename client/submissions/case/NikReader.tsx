import { Alert, Stack, Table, TableBody, TableCell, TableRow, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { CaseRecord } from './case-record.ts';

/** What a NIK says by itself, as far as it is not masked, and where it disagrees with the form: warnings, never verdicts. */
export function NikReader({ record }: { record: CaseRecord }) {
  const translate = useTranslate();
  const warnings = record.evidence?.warnings ?? [];
  const { nikReading } = record;
  const region = [nikReading.regencyCode, nikReading.regionName].filter(Boolean).join(' ');
  const parts = [
    ['regency', region],
    ['district', nikReading.districtCode],
    ['domicile', record.regionCode],
    ['birth', nikReading.birth ?? '–'],
    ['sex', nikReading.sex ? translate(`enums.sex.${nikReading.sex}`) : '–'],
  ] as const;
  return (
    <Stack spacing={1}>
      {warnings.length === 0 ? (
        <Typography color="text.secondary">{translate('case.nikAgrees')}</Typography>
      ) : (
        warnings.map((code) => (
          <Alert key={code} severity="warning" sx={{ py: 0 }}>
            {translate(`warnings.${code}`, { _: code })}
          </Alert>
        ))
      )}
      <Table size="small">
        <TableBody>
          {parts.map(([name, code]) => (
            <TableRow key={name}>
              <TableCell>{translate(`case.nikParts.${name}`)}</TableCell>
              <TableCell>{code}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Stack>
  );
}

import { Alert, Stack, Table, TableBody, TableCell, TableRow, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useFormat } from '../../i18n/format.ts';
import type { NikReadingView } from '@server/submissions/nik-reading-schema.ts';
import type { CaseRecord } from './case-record.ts';

/** `64.04 KABUPATEN BULUNGAN (formerly Kalimantan Timur, now 65.01 KABUPATEN BULUNGAN)`. */
function useRegionWords({ regencyCode, regionName, formerly }: NikReadingView): string {
  const translate = useTranslate();
  const named = `${regencyCode} ${regionName ?? translate('case.nikRegionUnknown')}`;
  if (!formerly) return named;
  const now = formerly.now.map(({ code, name }) => [code, name].filter(Boolean).join(' ')).join(', ');
  return `${named} (${translate('case.nikFormerly', { province: formerly.province, now })})`;
}

/** What a NIK says by itself, as far as it is not masked, and where it disagrees with the form: warnings, never verdicts. */
export function NikReader({ record }: { record: CaseRecord }) {
  const translate = useTranslate();
  const warnings = record.evidence?.warnings ?? [];
  const format = useFormat();
  const { nikReading } = record;
  const parts = [
    ['regency', useRegionWords(nikReading)],
    ['district', [nikReading.districtCode, nikReading.districtName].filter(Boolean).join(' ')],
    ['domicile', [record.regionCode, nikReading.domicileName].filter(Boolean).join(' ')],
    ['birth', nikReading.birth ? format.day(nikReading.birth) : '–'],
    ['sex', nikReading.sex ? translate(`enums.sex.${nikReading.sex}`) : '–'],
    ['serial', translate('case.nikSerialMasked')],
  ] as const;
  return (
    <Stack spacing={1}>
      {warnings.length === 0 ? (
        <Typography variant="body2" color="text.secondary">
          {translate('case.nikAgrees')}
        </Typography>
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

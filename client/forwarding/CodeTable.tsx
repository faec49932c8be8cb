import {
  Chip,
  Link as MuiLink,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useLocaleState, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { ClinicCode } from '@server/forwarding/refusal-schema.ts';
import { useMay } from '../auth/use-staff.ts';
import { useFormat } from '../i18n/format.ts';
import { rowsPath, type ClinicFilter } from './clinic-view.ts';

function Meaning({ code }: { code: ClinicCode }) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const mayWrite = useMay('pmo-code.write');
  if (!code.mapped)
    return (
      <>
        <Chip size="small" color="warning" variant="outlined" label={translate('clinic.unmapped')} />{' '}
        {mayWrite ? (
          <MuiLink
            component={Link}
            to={`/pmo-codes/create?source=${encodeURIComponent(JSON.stringify({ code: code.code }))}`}
          >
            {translate('clinic.mapIt')}
          </MuiLink>
        ) : (
          <Typography variant="caption" color="text.secondary">
            {translate('clinic.askAdmin')}
          </Typography>
        )}
      </>
    );
  return (
    <>
      {translate(`reasons.${code.reasonCode}`)}
      <Typography variant="caption" color="text.secondary" component="div">
        {locale === 'en' ? code.remedy?.en : code.remedy?.id}
      </Typography>
    </>
  );
}

function Count({ value, to, name }: { value: number; to: string; name: string }) {
  const translate = useTranslate();
  const format = useFormat();
  if (value === 0) return <>0</>;
  return (
    <MuiLink component={Link} to={to} aria-label={translate('clinic.openRows', { name })}>
      {format.number(value)}
    </MuiLink>
  );
}

/** Every code with what it means, who can mend it, and the rows behind each number. */
export function CodeTable({ codes, filter }: { codes: readonly ClinicCode[]; filter: ClinicFilter }) {
  const translate = useTranslate();
  return (
    <Table size="small">
      <TableHead>
        <TableRow>
          <TableCell>{translate('clinic.code')}</TableCell>
          <TableCell>{translate('clinic.meaning')}</TableCell>
          <TableCell>{translate('clinic.cause')}</TableCell>
          {(['returned', 'rejected', 'canCarry'] as const).map((name) => (
            <TableCell key={name} align="right">
              {translate(`clinic.${name}`)}
            </TableCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {codes.map((code) => (
          <TableRow key={code.code} hover>
            <TableCell component="th" scope="row" sx={{ whiteSpace: 'nowrap' }}>
              {code.code}
            </TableCell>
            <TableCell>
              <Meaning code={code} />
            </TableCell>
            <TableCell>{code.cause ? translate(`enums.cause.${code.cause}`) : '–'}</TableCell>
            <TableCell align="right">
              <Count
                value={code.returned}
                to={rowsPath({ ...filter, code: code.code, result: 'RETURNED' })}
                name={`${code.code}, ${translate('clinic.returned')}`}
              />
            </TableCell>
            <TableCell align="right">
              <Count
                value={code.rejected}
                to={rowsPath({ ...filter, code: code.code, result: 'REJECTED' })}
                name={`${code.code}, ${translate('clinic.rejected')}`}
              />
            </TableCell>
            <TableCell align="right">
              {code.carriesOver || !code.mapped ? (
                <Count
                  value={code.canCarry}
                  to={rowsPath({ ...filter, code: code.code, canCarry: true })}
                  name={`${code.code}, ${translate('clinic.canCarry')}`}
                />
              ) : (
                <Typography variant="caption" color="text.secondary">
                  {translate('clinic.noCarry')}
                </Typography>
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

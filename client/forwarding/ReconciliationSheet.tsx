import BalancedIcon from '@mui/icons-material/BalanceOutlined';
import {
  Alert,
  Card,
  Chip,
  Link as MuiLink,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  Typography,
} from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { Balance, Reconciliation } from '@server/forwarding/forwarding-schema.ts';
import { useFormat } from '../i18n/format.ts';
import {
  difference,
  sheetSections,
  PARTS,
  type Part,
  type SheetLine,
  type Target,
} from './sheet-sections.ts';

/** Where the rows of one number are listed; undefined where no one page lists them. */
export type LinkOf = (target: Target, part: Part) => string | undefined;

function Figure({
  value,
  to,
  label,
  isWrong,
}: {
  value: number;
  to?: string;
  label: string;
  isWrong?: boolean;
}) {
  const format = useFormat();
  const text = format.number(value);
  return (
    <TableCell
      align="right"
      sx={{
        fontVariantNumeric: 'tabular-nums',
        color: isWrong ? 'error.main' : undefined,
        fontWeight: isWrong ? 700 : undefined,
      }}
    >
      {to && value > 0 ? (
        <MuiLink component={Link} to={to} aria-label={`${label}: ${text}`} color="inherit">
          {text}
        </MuiLink>
      ) : (
        text
      )}
    </TableCell>
  );
}

function BalanceChip({ balance }: { balance: Balance }) {
  const translate = useTranslate();
  const format = useFormat();
  if (balance.balanced)
    return (
      <Chip size="small" color="success" variant="outlined" label={translate('reconciliation.balanced')} />
    );
  return (
    <Chip
      size="small"
      color="error"
      label={translate('reconciliation.differs', { count: format.number(difference(balance)) })}
    />
  );
}

function Line({ line, linkOf }: { line: SheetLine; linkOf: LinkOf }) {
  const translate = useTranslate();
  return (
    <TableRow>
      <TableCell component="th" scope="row">
        {line.words
          ? translate(`${line.words}.${line.label}`, { _: line.label, number: line.label })
          : line.label}
      </TableCell>
      {PARTS.map((part) => (
        <Figure
          key={part}
          value={line.balance[part]}
          to={linkOf(line.target, part)}
          label={translate(`reconciliation.${part}`)}
          isWrong={part === 'sent' && !line.balance.balanced}
        />
      ))}
      <TableCell align="right">
        <BalanceChip balance={line.balance} />
      </TableCell>
    </TableRow>
  );
}

function Head({ title }: { title: string }) {
  const translate = useTranslate();
  return (
    <TableHead>
      <TableRow>
        <TableCell sx={{ width: '28%' }}>{title}</TableCell>
        {PARTS.map((part) => (
          <TableCell key={part} align="right">
            {translate(`reconciliation.${part}`)}
          </TableCell>
        ))}
        <TableCell align="right">{translate('reconciliation.state')}</TableCell>
      </TableRow>
    </TableHead>
  );
}

/** sent = confirmed + returned + refused + pending, in all and by every part; a difference is red. */
export function ReconciliationSheet({ sheet, linkOf }: { sheet: Reconciliation; linkOf: LinkOf }) {
  const translate = useTranslate();
  return (
    <Stack spacing={2}>
      <Alert severity={sheet.balanced ? 'success' : 'error'} icon={<BalancedIcon />}>
        {translate(sheet.balanced ? 'reconciliation.allBalanced' : 'reconciliation.notBalanced')}{' '}
        <strong>{translate('reconciliation.equation')}</strong>
      </Alert>
      {sheetSections(sheet).map(({ name, lines }) => (
        <Card
          key={name}
          variant="outlined"
          component="section"
          aria-label={translate(`reconciliation.by.${name}`)}
        >
          <TableContainer>
            <Table size="small">
              <Head title={translate(`reconciliation.by.${name}`)} />
              <TableBody>
                {lines.map((line) => (
                  <Line key={`${name}-${line.label}`} line={line} linkOf={linkOf} />
                ))}
              </TableBody>
            </Table>
          </TableContainer>
        </Card>
      ))}
      {sheet.sent === 0 && (
        <Typography color="text.secondary">{translate('reconciliation.nothingSent')}</Typography>
      )}
    </Stack>
  );
}

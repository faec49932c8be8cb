import { Link as MuiLink, TableCell, Typography } from '@mui/material';
import { useLocale, useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { SheetDifference } from '@server/forwarding/reconciliation-sheet-schema.ts';
import { differenceText } from '@server/forwarding/reconciliation-word-rules.ts';
import type { SheetFigure } from '@server/submissions/sheet-figure-schema.ts';
import { useFormat } from '../i18n/format.ts';

/** One number of the sheet; it opens its rows where a list shows just these. */
export function SheetFigureCell({
  figure,
  value,
  to,
  wrong,
  of,
  isFirst,
}: {
  figure: SheetFigure;
  value: number;
  to?: string;
  wrong: boolean;
  /** Which line it stands in, for who hears the page. */
  of: string;
  /** A line before it: here another equation begins. */
  isFirst?: boolean;
}) {
  const translate = useTranslate();
  const format = useFormat();
  const text = format.number(value);
  return (
    <TableCell
      align="right"
      sx={{
        fontVariantNumeric: 'tabular-nums',
        whiteSpace: 'nowrap',
        ...(isFirst ? { borderLeft: 1, borderLeftColor: 'divider' } : {}),
        ...(wrong
          ? { color: 'error.main', fontWeight: 700 }
          : value === 0
            ? { color: 'text.secondary' }
            : {}),
      }}
    >
      {to && value > 0 ? (
        <MuiLink
          component={Link}
          to={to}
          color="inherit"
          aria-label={`${of}, ${translate(`sheet.figures.${figure}`)}: ${text}`}
        >
          {text}
        </MuiLink>
      ) : (
        text
      )}
    </TableCell>
  );
}

/** What differs, a sentence each. */
export function DifferenceWords({ differences }: { differences: readonly SheetDifference[] }) {
  const locale = useLocale() === 'en' ? 'en' : 'id';
  const format = useFormat();
  return (
    <>
      {differences.map((one) => (
        <Typography key={one.code} variant="caption" component="div" color="error">
          {differenceText(one, locale, format.number)}
        </Typography>
      ))}
    </>
  );
}

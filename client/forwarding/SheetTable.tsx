import { Card, Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import { useLocale, useTranslate } from 'react-admin';
import type { ReconciliationSheet, SheetLine } from '@server/forwarding/reconciliation-sheet-schema.ts';
import { SHEET_LINE_TEXT } from '@server/forwarding/reconciliation-word-rules.ts';
import { useStaffIdentity } from '../auth/use-staff.ts';
import { FIGURE_GROUPS, isWrong, partShown, rowsBehind, SHEET_COLUMNS } from './reconciliation-view.ts';
import { DifferenceWords, SheetFigureCell } from './SheetFigureCell.tsx';

/** Where another equation begins. */
const FIRSTS: readonly string[] = FIGURE_GROUPS.map(({ figures }) => figures[0]);
const begins = (figure: string) =>
  FIRSTS.includes(figure) ? { borderLeft: 1, borderLeftColor: 'divider' } : {};

function useLabel({ groupBy }: ReconciliationSheet) {
  const translate = useTranslate();
  const locale = useLocale() === 'en' ? 'en' : 'id';
  return ({ key, label }: SheetLine): string => {
    if (key === null) return SHEET_LINE_TEXT[groupBy === 'batch' ? 'noBatch' : 'unnamed'][locale];
    if (groupBy === 'proposer') return translate(`enums.proposer.${key}`, { _: key });
    if (groupBy === 'round') return translate('sheet.roundNo', { number: key });
    return label;
  };
}

function Line({
  sheet,
  line,
  roundNo,
}: {
  sheet: ReconciliationSheet;
  line: SheetLine;
  roundNo: number | null;
}) {
  const label = useLabel(sheet)(line);
  const role = useStaffIdentity()?.role;
  const { figures, differences } = partShown(line, roundNo);
  return (
    <>
      <TableRow hover>
        <TableCell component="th" scope="row" sx={sheet.groupBy === 'batch' ? { whiteSpace: 'nowrap' } : {}}>
          {label}
        </TableCell>
        {SHEET_COLUMNS.map((figure) => (
          <SheetFigureCell
            key={figure}
            figure={figure}
            value={figures[figure]}
            to={rowsBehind(sheet, line, figure, { roundNo, role })}
            wrong={isWrong(figure, differences)}
            of={label}
            isFirst={FIRSTS.includes(figure)}
          />
        ))}
      </TableRow>
      {differences.length > 0 && (
        <TableRow>
          <TableCell colSpan={SHEET_COLUMNS.length + 1} sx={{ pt: 0 }}>
            <DifferenceWords differences={differences} />
          </TableCell>
        </TableRow>
      )}
    </>
  );
}

/** The parts of the sheet, one a line, in all rounds or in one of them. */
export function SheetTable({ sheet, roundNo }: { sheet: ReconciliationSheet; roundNo: number | null }) {
  const translate = useTranslate();
  return (
    <Card variant="outlined" component="section" aria-label={translate(`sheet.by.${sheet.groupBy}`)}>
      <TableContainer sx={{ maxHeight: '70vh' }}>
        <Table
          size="small"
          stickyHeader
          sx={{ '& th, & td': { px: 0.75 }, '& thead th': { fontSize: '0.8rem' } }}
        >
          <TableHead>
            <TableRow>
              <TableCell>{translate(`sheet.by.${sheet.groupBy}`)}</TableCell>
              {SHEET_COLUMNS.map((figure) => (
                <TableCell
                  key={figure}
                  align="right"
                  sx={{ lineHeight: 1.2, verticalAlign: 'bottom', whiteSpace: 'normal', ...begins(figure) }}
                >
                  {translate(`sheet.figures.${figure}`)}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {sheet.lines.map((line) => (
              <Line key={line.key ?? ''} sheet={sheet} line={line} roundNo={roundNo} />
            ))}
            {sheet.lines.length === 0 && (
              <TableRow>
                <TableCell colSpan={SHEET_COLUMNS.length + 1}>{translate('sheet.nothing')}</TableCell>
              </TableRow>
            )}
          </TableBody>
        </Table>
      </TableContainer>
    </Card>
  );
}

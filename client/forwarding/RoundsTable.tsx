import { Card, Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { ReconciliationSheet } from '@server/forwarding/reconciliation-sheet-schema.ts';
import type { SheetFigure } from '@server/submissions/sheet-figure-schema.ts';
import { useStaffIdentity } from '../auth/use-staff.ts';
import { CARRY_FIGURES, FIGURE_GROUPS, isWrong, rowsBehind } from './reconciliation-view.ts';
import { DifferenceWords, SheetFigureCell } from './SheetFigureCell.tsx';

const ROWS: readonly { figures: readonly SheetFigure[]; name: string }[] = [
  ...FIGURE_GROUPS,
  { name: 'carried', figures: CARRY_FIGURES },
];

/** The left side of an equation; what was sent stands among the parts of what was ratified and is divided below them. */
const isWhole = (name: string, index: number) => index === 0 && (name === 'placed' || name === 'decreed');

/** The whole, its rounds side by side: what came back from one is found in the next. */
export function RoundsTable({ sheet }: { sheet: ReconciliationSheet }) {
  const translate = useTranslate();
  const role = useStaffIdentity()?.role;
  const { total } = sheet;
  const rounds = total.rounds.map((one) => ({
    ...one,
    title: translate('sheet.roundNo', { number: one.roundNo }),
  }));
  const columns = [
    ...rounds,
    ...(rounds.length > 1 ? [{ ...total, roundNo: null, title: translate('sheet.allRounds') }] : []),
  ];
  const all = { groupBy: sheet.groupBy, waveId: sheet.waveId };
  return (
    <Card variant="outlined" component="section" aria-label={translate('sheet.whole')}>
      <TableContainer>
        <Table size="small" sx={{ '& td, & th': { py: 0.4 } }}>
          <TableHead>
            <TableRow>
              <TableCell>{translate('sheet.whole')}</TableCell>
              {columns.map(({ title }) => (
                <TableCell key={title} align="right" sx={{ fontWeight: 600 }}>
                  {title}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {ROWS.flatMap(({ figures, name }) =>
              figures.map((figure, index) => (
                <TableRow
                  key={figure}
                  sx={index === 0 ? { '& > *': { borderTop: 2, borderTopColor: 'divider' } } : {}}
                >
                  <TableCell
                    component="th"
                    scope="row"
                    sx={{
                      pl: isWhole(name, index) ? 2 : 4,
                      fontWeight: isWhole(name, index) ? 600 : 400,
                    }}
                  >
                    {translate(`sheet.figures.${figure}`)}
                  </TableCell>
                  {columns.map(({ roundNo, title, figures: values, differences }) => (
                    <SheetFigureCell
                      key={title}
                      figure={figure}
                      value={values[figure]}
                      wrong={isWrong(figure, differences)}
                      of={title}
                      to={roundNo === null ? undefined : rowsBehind(all, null, figure, { roundNo, role })}
                    />
                  ))}
                </TableRow>
              )),
            )}
            {columns.some(({ differences }) => differences.length > 0) && (
              <TableRow>
                <TableCell component="th" scope="row">
                  {translate('sheet.difference')}
                </TableCell>
                {columns.map(({ title, differences }) => (
                  <TableCell key={title} align="right" sx={{ verticalAlign: 'top' }}>
                    <DifferenceWords differences={differences} />
                  </TableCell>
                ))}
              </TableRow>
            )}
          </TableBody>
        </Table>
      </TableContainer>
    </Card>
  );
}

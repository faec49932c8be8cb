import { Alert, Button, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { Dashboard } from '@server/dashboard/dashboard-schema.ts';
import { useFormat } from '../i18n/format.ts';
import { BatchTable, DeliveryTable } from './BatchTables.tsx';
import { listPath } from './list-path.ts';
import { NothingYet, Panel, Panels } from './Panel.tsx';
import {
  AgeingPanel,
  DecisionsPanel,
  OfficesPanel,
  PipelinePanel,
  QuotaPanel,
  ReasonsPanel,
} from './WavePanels.tsx';

function Workload({ rows }: { rows: NonNullable<Dashboard['workload']> }) {
  const translate = useTranslate();
  const format = useFormat();
  if (rows.length === 0) return <NothingYet />;
  return (
    <Table size="small">
      <TableHead>
        <TableRow>
          <TableCell>{translate('enums.role.reviewer')}</TableCell>
          <TableCell align="right">{translate('dashboard.inReview')}</TableCell>
          <TableCell align="right">{translate('dashboard.decidedToday')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map(({ staffId, fullName, inReview, decidedToday }) => (
          <TableRow key={staffId}>
            <TableCell>{fullName}</TableCell>
            <TableCell align="right">{format.number(inReview)}</TableCell>
            <TableCell align="right">{format.number(decidedToday)}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** Partial matches that nobody but a coordinator can settle; silent while there are none. */
function Disagreements({ count }: { count: number }) {
  const translate = useTranslate();
  if (count === 0) return null;
  return (
    <Alert
      severity="warning"
      action={
        <Button color="inherit" component={Link} to={listPath('submissions', { reading: 'disagree' })}>
          {translate('dashboard.decideThem')}
        </Button>
      }
    >
      {translate('dashboard.disagreements', { smart_count: count })}
    </Alert>
  );
}

/** The wave as a whole: what stands where, who works on what, which batches wait. */
export function CoordinatorHome({ figures }: { figures: Dashboard }) {
  return (
    <>
      <Disagreements count={figures.disagreements ?? 0} />
      <Panels>
        <Panel title="dashboard.batchesForMe" wide>
          <BatchTable batches={figures.batches ?? []} />
        </Panel>
        {(figures.lateAnswers?.length ?? 0) > 0 && (
          <Panel title="dashboard.lateAnswers" wide>
            <DeliveryTable deliveries={figures.lateAnswers ?? []} />
          </Panel>
        )}
        <PipelinePanel figures={figures} />
        <QuotaPanel figures={figures} />
        <DecisionsPanel figures={figures} />
        <AgeingPanel figures={figures} />
        <Panel title="dashboard.workload">
          <Workload rows={figures.workload ?? []} />
        </Panel>
        <ReasonsPanel figures={figures} />
        <OfficesPanel figures={figures} />
      </Panels>
    </>
  );
}

import AddIcon from '@mui/icons-material/NoteAdd';
import OfflineIcon from '@mui/icons-material/WifiOff';
import UploadIcon from '@mui/icons-material/UploadFile';
import {
  Button,
  Link as MuiLink,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableRow,
  Typography,
} from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { Dashboard } from '@server/dashboard/dashboard-schema.ts';
import { useFormat } from '../i18n/format.ts';
import { Tiles } from '../layout/Tiles.tsx';
import { listPath } from './list-path.ts';
import { NothingYet, Panel, Panels } from './Panel.tsx';
import { DecisionsPanel, PipelinePanel } from './WavePanels.tsx';

function Imports({ imports }: { imports: NonNullable<Dashboard['intake']>['imports'] }) {
  const translate = useTranslate();
  const format = useFormat();
  if (imports.length === 0) return <NothingYet />;
  return (
    <Table size="small">
      <TableBody>
        {imports.map(({ id, fileName, status, rows, bad, createdAt }) => (
          <TableRow key={id}>
            <TableCell>
              <MuiLink component={Link} to={`/imports/${id}/show`}>
                {fileName}
              </MuiLink>
            </TableCell>
            <TableCell>{translate(`enums.importStatus.${status}`, { _: status })}</TableCell>
            <TableCell>
              {translate('dashboard.importRows', { rows: format.number(rows), bad: format.number(bad) })}
            </TableCell>
            <TableCell>{format.instant(createdAt)}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** Today at the counter. */
export function IntakeHome({ figures }: { figures: Dashboard }) {
  const translate = useTranslate();
  const counter = figures.intake;
  if (!counter) return null;
  return (
    <>
      <Stack direction="row" spacing={2} useFlexGap sx={{ alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography variant="h2" sx={{ flexGrow: 1 }}>
          {translate('dashboard.atCounter', { office: counter.officeName })}
        </Typography>
        <Button
          component={Link}
          to="/submissions/create"
          variant="contained"
          size="large"
          startIcon={<AddIcon />}
        >
          {translate('dashboard.newForm')}
        </Button>
        <Button
          component={Link}
          to="/imports/create"
          variant="outlined"
          size="large"
          startIcon={<UploadIcon />}
        >
          {translate('dashboard.importRecap')}
        </Button>
        {/* A page of its own, outside of the console's router. */}
        <Button href="/loket/" variant="outlined" size="large" startIcon={<OfflineIcon />}>
          {translate('dashboard.offlineCounter')}
        </Button>
      </Stack>
      <Tiles
        tiles={[
          {
            label: translate('dashboard.sentBack'),
            value: counter.sentBack,
            tone: 'warning',
            to: listPath('submissions', { status: 'needs_correction' }),
          },
          {
            label: translate('dashboard.drafts'),
            value: counter.drafts,
            tone: 'info',
            to: listPath('submissions', { status: 'draft' }),
          },
          { label: translate('dashboard.submittedToday'), value: counter.submittedToday },
          { label: translate('dashboard.submittedInWave'), value: counter.submittedInWave },
          {
            label: translate('dashboard.verifiedInWave'),
            value: counter.verifiedInWave,
            tone: 'success',
            to: listPath('submissions', { status: 'verified' }),
          },
        ]}
      />
      <Panels>
        <Panel title="dashboard.imports">
          <Imports imports={counter.imports} />
        </Panel>
        <PipelinePanel figures={figures} />
        <DecisionsPanel figures={figures} />
      </Panels>
    </>
  );
}

import { Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { Dashboard } from '@server/dashboard/dashboard-schema.ts';
import { useFormat } from '../i18n/format.ts';
import { Tiles } from '../layout/Tiles.tsx';
import { NothingYet, Panel, Panels } from './Panel.tsx';
import { DecisionsPanel, OfficesPanel, PipelinePanel, ReasonsPanel } from './WavePanels.tsx';

type Reveals = NonNullable<Dashboard['audit']>['recentReveals'];
type Lists = NonNullable<Dashboard['system']>['lists'];

function RevealTable({ reveals }: { reveals: Reveals }) {
  const format = useFormat();
  if (reveals.length === 0) return <NothingYet />;
  return (
    <Table size="small">
      <TableBody>
        {reveals.map(({ at, actorName, submissionId, purpose }) => (
          <TableRow key={`${at}-${submissionId}`}>
            <TableCell>{format.instant(at)}</TableCell>
            <TableCell>{actorName}</TableCell>
            <TableCell>{purpose ?? '–'}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** The log at a glance: overrides, late corrections, unmasking. */
export function AuditorHome({ figures }: { figures: Dashboard }) {
  const translate = useTranslate();
  const { audit } = figures;
  if (!audit) return null;
  return (
    <>
      <Tiles
        tiles={[
          { label: translate('dashboard.audit.events'), value: audit.events, to: '/audit-events' },
          { label: translate('dashboard.audit.decisions'), value: audit.decisions },
          { label: translate('dashboard.audit.reveals'), value: audit.reveals, tone: 'warning' },
          { label: translate('dashboard.audit.overrides'), value: audit.overrides, tone: 'warning' },
          {
            label: translate('dashboard.audit.lateCorrections'),
            value: audit.lateCorrections,
            tone: 'warning',
          },
          { label: translate('dashboard.audit.refusals'), value: audit.refusals, tone: 'error' },
        ]}
      />
      <Panels>
        <Panel title="dashboard.audit.recentReveals">
          <RevealTable reveals={audit.recentReveals} />
        </Panel>
        <DecisionsPanel figures={figures} />
        <ReasonsPanel figures={figures} />
        <PipelinePanel figures={figures} />
        <OfficesPanel figures={figures} />
      </Panels>
    </>
  );
}

function ListTable({ lists }: { lists: Lists }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Table size="small">
      <TableHead>
        <TableRow>
          <TableCell>{translate('case.list')}</TableCell>
          <TableCell align="right">{translate('app.aboutPage.version')}</TableCell>
          <TableCell>{translate('case.asOf')}</TableCell>
          <TableCell align="right">{translate('dashboard.batch.rows')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {lists.map(({ code, version, asOf, rows }) => (
          <TableRow key={code}>
            <TableCell>{translate(`enums.list.${code}`, { _: code })}</TableCell>
            <TableCell align="right">{version ?? translate('dashboard.system.neverLoaded')}</TableCell>
            <TableCell>{format.day(asOf)}</TableCell>
            <TableCell align="right">{format.number(rows)}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** What the administrator looks after; no case. */
export function AdminHome({ figures }: { figures: Dashboard }) {
  const translate = useTranslate();
  const { system } = figures;
  if (!system) return null;
  return (
    <>
      <Tiles
        tiles={[
          { label: translate('dashboard.system.staff'), value: system.staff, to: '/staff' },
          { label: translate('dashboard.system.offices'), value: system.offices, to: '/offices' },
          { label: translate('dashboard.system.waves'), value: system.waves, to: '/waves' },
          { label: translate('dashboard.system.ruleSets'), value: system.ruleSets, to: '/rule-sets' },
          { label: translate('dashboard.system.ktpRecords'), value: system.ktpRecords, to: '/ktp-records' },
          {
            label: translate('dashboard.system.jobsRunning'),
            value: system.jobsRunning,
            tone: 'info',
            to: '/jobs',
          },
          {
            label: translate('dashboard.system.jobsFailed'),
            value: system.jobsFailed,
            tone: 'error',
            to: '/jobs',
          },
        ]}
      />
      <Panel title="dashboard.system.lists">
        <ListTable lists={system.lists} />
      </Panel>
    </>
  );
}

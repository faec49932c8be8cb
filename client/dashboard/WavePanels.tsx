import { Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import type { Dashboard } from '@server/dashboard/dashboard-schema.ts';
import { useFormat } from '../i18n/format.ts';
import {
  AgeingChart,
  DecisionsChart,
  OfficesChart,
  PipelineChart,
  QuotaGauge,
  ReasonsChart,
} from './lazy-charts.ts';
import { NothingYet, Panel } from './Panel.tsx';

interface Props {
  figures: Dashboard;
}

const hasCounts = (bars: readonly { count: number }[] | undefined) =>
  bars?.some(({ count }) => count > 0) ?? false;

export function PipelinePanel({ figures: { pipeline } }: Props) {
  if (!pipeline) return null;
  return (
    <Panel title="dashboard.pipeline">
      {hasCounts(pipeline) ? <PipelineChart bars={pipeline} /> : <NothingYet />}
    </Panel>
  );
}

export function DecisionsPanel({ figures: { decisionsPerDay } }: Props) {
  if (!decisionsPerDay) return null;
  return (
    <Panel title="dashboard.decisions">
      {decisionsPerDay.length > 0 ? <DecisionsChart days={decisionsPerDay} /> : <NothingYet />}
    </Panel>
  );
}

export function AgeingPanel({ figures: { ageing } }: Props) {
  if (!ageing) return null;
  return (
    <Panel title="dashboard.ageing">
      {hasCounts(ageing) ? <AgeingChart bars={ageing} /> : <NothingYet />}
    </Panel>
  );
}

export function ReasonsPanel({ figures: { reasons } }: Props) {
  if (!reasons) return null;
  return (
    <Panel title="dashboard.reasons">
      {hasCounts(reasons) ? <ReasonsChart bars={reasons} /> : <NothingYet />}
    </Panel>
  );
}

export function OfficesPanel({ figures: { offices } }: Props) {
  if (!offices) return null;
  return (
    <Panel title="dashboard.offices">
      {offices.length > 0 ? <OfficesChart bars={offices} /> : <NothingYet />}
    </Panel>
  );
}

/** The wave's quota, and when it closes. */
export function QuotaPanel({ figures: { wave } }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  if (!wave) return null;
  return (
    <Panel title="dashboard.quota">
      <Typography variant="body2">
        <strong>{wave.name}</strong> · {translate('dashboard.closes', { at: format.instant(wave.closesAt) })}
        {wave.handoverDeadline &&
          ` · ${translate('dashboard.handover', { at: format.instant(wave.handoverDeadline) })}`}
      </Typography>
      <QuotaGauge wave={wave} />
      <Typography variant="body2" sx={{ textAlign: 'center' }}>
        {translate('dashboard.quotaUsed', {
          used: format.number(wave.ratified),
          quota: format.number(wave.quota),
        })}
      </Typography>
    </Panel>
  );
}

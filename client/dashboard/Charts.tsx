import { useTheme } from '@mui/material';
import { BarChart } from '@mui/x-charts/BarChart';
import { Gauge, gaugeClasses } from '@mui/x-charts/Gauge';
import { useTranslate } from 'react-admin';
import type { Dashboard } from '@server/dashboard/dashboard-schema.ts';
import { useFormat } from '../i18n/format.ts';

const HEIGHT = 240;
const ROOM_FOR_NUMBERS = 1.15;
const LABEL_WIDTH = 150;
const LONG_LABEL_WIDTH = 230;

interface Bar {
  label: string;
  count: number;
}

/** Bars lying down, longest labels readable; the numbers stand on the bars, so no plot depends on colour alone. */
function LyingBars({ bars, labelWidth, name }: { bars: readonly Bar[]; labelWidth: number; name: string }) {
  const format = useFormat();
  const theme = useTheme();
  const max = Math.max(1, ...bars.map(({ count }) => count)) * ROOM_FOR_NUMBERS;
  return (
    <BarChart
      title={name}
      layout="horizontal"
      height={Math.max(160, bars.length * 30 + 40)}
      margin={{ top: 8, right: 40, bottom: 8, left: 0 }}
      hideLegend
      colors={[theme.palette.primary.main]}
      yAxis={[
        { scaleType: 'band', data: bars.map(({ label }) => label), width: labelWidth, disableTicks: true },
      ]}
      xAxis={[{ max, valueFormatter: (value: number) => format.number(value), tickMinStep: 1 }]}
      series={[
        {
          data: bars.map(({ count }) => count),
          valueFormatter: (value) => format.number(value),
          barLabel: 'value',
          barLabelPlacement: 'outside',
        },
      ]}
    />
  );
}

/** The wave's road: how many stand at each step. */
export function PipelineChart({ bars }: { bars: NonNullable<Dashboard['pipeline']> }) {
  const translate = useTranslate();
  const labelled = bars.map(({ status, count }) => ({ label: translate(`enums.status.${status}`), count }));
  return <LyingBars bars={labelled} labelWidth={LABEL_WIDTH} name={translate('dashboard.pipeline')} />;
}

/** Reasons given, the commonest first. */
export function ReasonsChart({ bars }: { bars: NonNullable<Dashboard['reasons']> }) {
  const translate = useTranslate();
  const labelled = bars
    .slice(0, 8)
    .map(({ code, count }) => ({ label: translate(`reasons.${code}`, { _: code }), count }));
  return <LyingBars bars={labelled} labelWidth={LONG_LABEL_WIDTH} name={translate('dashboard.reasons')} />;
}

/** Undecided work by its age in days. */
export function AgeingChart({ bars }: { bars: NonNullable<Dashboard['ageing']> }) {
  const translate = useTranslate();
  const labelled = bars.map(({ bucket, count }) => ({
    label: translate('dashboard.days', { days: bucket }),
    count,
  }));
  return <LyingBars bars={labelled} labelWidth={LABEL_WIDTH} name={translate('dashboard.ageing')} />;
}

/** Share of each office's rows that do not match the register. */
export function OfficesChart({ bars }: { bars: NonNullable<Dashboard['offices']> }) {
  const translate = useTranslate();
  const labelled = bars
    .slice(0, 10)
    .map(({ officeName, mismatched }) => ({ label: officeName, count: mismatched }));
  return <LyingBars bars={labelled} labelWidth={LONG_LABEL_WIDTH} name={translate('dashboard.offices')} />;
}

/** Verified, returned and rejected, day by day. */
export function DecisionsChart({ days }: { days: NonNullable<Dashboard['decisionsPerDay']> }) {
  const translate = useTranslate();
  const format = useFormat();
  const { palette } = useTheme();
  const series = [
    ['verified', palette.success.main],
    ['returned', palette.warning.main],
    ['rejected', palette.error.main],
  ] as const;
  return (
    <BarChart
      title={translate('dashboard.decisions')}
      height={HEIGHT}
      margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
      xAxis={[{ scaleType: 'band', data: days.map(({ day }) => format.day(day)), height: 28 }]}
      yAxis={[{ width: 44, tickMinStep: 1, valueFormatter: (value: number) => format.number(value) }]}
      series={series.map(([name, color]) => ({
        data: days.map((day) => day[name]),
        label: translate(`dashboard.${name}`),
        stack: 'decisions',
        color,
      }))}
    />
  );
}

/** How much of the wave's quota is ratified. */
export function QuotaGauge({ wave }: { wave: NonNullable<Dashboard['wave']> }) {
  const format = useFormat();
  const translate = useTranslate();
  const share = wave.quota > 0 ? wave.ratified / wave.quota : 0;
  return (
    <Gauge
      title={translate('dashboard.quota')}
      aria-label={translate('dashboard.quotaUsed', {
        used: format.number(wave.ratified),
        quota: format.number(wave.quota),
      })}
      height={170}
      value={Math.min(100, share * 100)}
      startAngle={-110}
      endAngle={110}
      text={() => format.percent(share)}
      sx={{ [`& .${gaugeClasses.valueText}`]: { fontSize: 22, fontWeight: 650 } }}
    />
  );
}

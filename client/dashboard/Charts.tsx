import { useTheme } from '@mui/material';
import { BarChart } from '@mui/x-charts/BarChart';
import { ChartsReferenceLine } from '@mui/x-charts/ChartsReferenceLine';
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
  /** Drawn in the colour of a warning. */
  marked?: boolean;
}

interface LyingBarsProps {
  bars: readonly Bar[];
  labelWidth: number;
  name: string;
  /** How a value is written, where it is no count. */
  inWords?: (value: number) => string;
  /** What marked and other bars are, in words: no colour stands alone. */
  legend?: { marked: string; other: string };
  /** Where a broken line stands across the bars; what it means is said beside the plot. */
  limit?: number;
  onOpen?: (index: number) => void;
}

/** Bars lying down, longest labels readable; the numbers stand on the bars, so no plot depends on colour alone. */
export function LyingBars({ bars, labelWidth, name, inWords, legend, limit, onOpen }: LyingBarsProps) {
  const format = useFormat();
  const { palette } = useTheme();
  const words = (value: number | null) => (value === null ? '' : (inWords ?? format.number)(value));
  const series = legend
    ? [
        { label: legend.marked, color: palette.warning.main, has: (bar: Bar) => bar.marked === true },
        { label: legend.other, color: palette.primary.main, has: (bar: Bar) => bar.marked !== true },
      ].filter(({ has }) => bars.some(has))
    : [{ color: palette.primary.main, has: () => true }];
  const highest = Math.max(limit ?? 1, ...bars.map(({ count }) => count));
  return (
    <BarChart
      title={name}
      layout="horizontal"
      height={legend ? bars.length * 34 + 50 : Math.max(160, bars.length * 30 + 40)}
      margin={{ top: 8, right: 40, bottom: 8, left: 0 }}
      hideLegend={!legend}
      yAxis={[
        {
          scaleType: 'band',
          // Two people may have one name.
          data: bars.map((_bar, at) => at),
          valueFormatter: (at: number) => bars[at]?.label ?? '',
          width: labelWidth,
          disableTicks: true,
        },
      ]}
      xAxis={[
        { max: highest * ROOM_FOR_NUMBERS, valueFormatter: words, ...(inWords ? {} : { tickMinStep: 1 }) },
      ]}
      series={series.map(({ has, ...look }) => ({
        ...look,
        stack: 'bars',
        data: bars.map((bar) => (has(bar) ? bar.count : null)),
        valueFormatter: words,
        barLabel: ({ value }) => words(value),
        barLabelPlacement: 'outside',
      }))}
      {...(onOpen && { onItemClick: (_event, { dataIndex }) => onOpen(dataIndex) })}
      sx={onOpen ? { '& .MuiBarElement-root': { cursor: 'pointer' } } : {}}
    >
      {limit !== undefined && (
        <ChartsReferenceLine
          x={limit}
          lineStyle={{ stroke: palette.text.secondary, strokeDasharray: '4 4' }}
        />
      )}
    </BarChart>
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

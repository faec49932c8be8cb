import { useTheme } from '@mui/material';
import { BarChart } from '@mui/x-charts/BarChart';
import { useTranslate } from 'react-admin';
import type { RefusalClinic } from '@server/forwarding/refusal-schema.ts';
import { useFormat } from '../i18n/format.ts';
import { clinicSeries, MOST_OFFICES, OTHER, rareCodes } from './clinic-view.ts';

const LABEL_WIDTH = 240;

interface Props {
  clinic: RefusalClinic;
  /** Opens the rows of an office with these codes. */
  onOpen: (officeId: number, codes: string | string[]) => void;
}

/** Codes by office, lying bars: their lengths are counts, and each part opens its rows. */
export function ClinicChart({ clinic, onOpen }: Props) {
  const translate = useTranslate();
  const format = useFormat();
  const { palette } = useTheme();
  const offices = clinic.offices.slice(0, MOST_OFFICES);
  const series = clinicSeries(clinic);
  const colours = [
    palette.primary.main,
    palette.warning.main,
    palette.error.main,
    palette.info.main,
    palette.success.main,
    palette.text.disabled,
  ];
  const rare = rareCodes(clinic.codes);
  const open = (at: number, dataIndex: number) => {
    const office = offices[dataIndex];
    const code = series[at]?.code;
    if (office && code) onOpen(office.officeId, code === OTHER ? rare : code);
  };
  return (
    <BarChart
      title={translate('clinic.byOffice')}
      layout="horizontal"
      height={offices.length * 34 + 90}
      margin={{ top: 8, right: 24, bottom: 8, left: 0 }}
      yAxis={[
        {
          scaleType: 'band',
          data: offices.map((_office, at) => at),
          valueFormatter: (at: number) => offices[at]?.officeName ?? '',
          width: LABEL_WIDTH,
          disableTicks: true,
        },
      ]}
      xAxis={[{ tickMinStep: 1, valueFormatter: (value: number) => format.number(value) }]}
      series={series.map(({ code, data }, at) => ({
        id: `s${at}`,
        data,
        stack: 'codes',
        color: colours[at] ?? palette.text.disabled,
        label: code === OTHER ? translate('clinic.other') : code,
        barLabel: ({ value }) => (value ? format.number(value) : ''),
      }))}
      onItemClick={(_event, { seriesId, dataIndex }) => open(Number(String(seriesId).slice(1)), dataIndex)}
      sx={{ '& .MuiBarElement-root': { cursor: 'pointer' }, '& .MuiBarLabel-root': { fill: '#fff' } }}
    />
  );
}

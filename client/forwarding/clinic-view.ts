import type { ClinicCode, RefusalClinic } from '@server/forwarding/refusal-schema.ts';

/** What a page or a bar is about; it stands in the address, so it holds codes and ids only. */
export interface ClinicFilter {
  waveId?: number;
  roundNo?: number;
  proposer?: string;
}

/** Series a plot tells apart; the rest is one. */
const MOST_SERIES = 5;
/** Bars a page has room for. */
export const MOST_OFFICES = 12;
export const OTHER = '…';

export interface ClinicSeries {
  /** The code, or `OTHER` for all that are too rare for a colour. */
  code: string;
  data: number[];
}

/** The commonest codes as series over the offices with the most answers; rare codes together. */
export function clinicSeries({ codes, offices }: Pick<RefusalClinic, 'codes' | 'offices'>): ClinicSeries[] {
  const drawn = offices.slice(0, MOST_OFFICES);
  const named = codes.slice(0, MOST_SERIES).map(({ code }) => code);
  const series = named.map((code) => ({
    code,
    data: drawn.map((office) => office.codes.find((one) => one.code === code)?.count ?? 0),
  }));
  if (codes.length <= MOST_SERIES) return series;
  const rest = drawn.map((office) =>
    office.codes.reduce((sum, one) => (named.includes(one.code) ? sum : sum + one.count), 0),
  );
  return [...series, { code: OTHER, data: rest }];
}

/** The codes behind the series of rare ones. */
export const rareCodes = (codes: readonly ClinicCode[]): string[] =>
  codes.slice(MOST_SERIES).map(({ code }) => code);

export const rowsPath = (filter: Record<string, unknown>): string =>
  `/refusal-clinic/rows?filter=${encodeURIComponent(JSON.stringify(filter))}`;

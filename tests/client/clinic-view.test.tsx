import { describe, expect, it } from 'vitest';
import type { ClinicCode, ClinicOffice } from '../../server/forwarding/refusal-schema.ts';
import {
  clinicSeries,
  MOST_OFFICES,
  OTHER,
  rareCodes,
  rowsPath,
} from '../../client/forwarding/clinic-view.ts';

const codes = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((code) => ({ code }) as ClinicCode);
const office = (officeId: number, counts: Record<string, number>): ClinicOffice => ({
  officeId,
  officeName: `Dinas ${officeId}`,
  total: 0,
  codes: Object.entries(counts).map(([code, count]) => ({ code, count })),
});

describe('the plot of the refusal clinic', () => {
  it('tells five codes apart and draws the rare ones together, so that no count is lost', () => {
    const offices = [office(1, { A: 4, F: 2, G: 1 }), office(2, { B: 3 })];
    const series = clinicSeries({ codes, offices });
    expect(series.map(({ code }) => code)).toEqual(['A', 'B', 'C', 'D', 'E', OTHER]);
    expect(series.map(({ data }) => data[0])).toEqual([4, 0, 0, 0, 0, 3]);
    expect(series.map(({ data }) => data[1])).toEqual([0, 3, 0, 0, 0, 0]);
    expect(rareCodes(codes)).toEqual(['F', 'G']);
  });

  it('has no series of rare codes where there are none, and no more offices than a page holds', () => {
    const offices = Array.from({ length: 20 }, (_, id) => office(id + 1, { A: 1 }));
    const series = clinicSeries({ codes: codes.slice(0, 2), offices });
    expect(series.map(({ code }) => code)).toEqual(['A', 'B']);
    expect(series[0]?.data).toHaveLength(MOST_OFFICES);
  });

  it('leads to the rows by codes and ids', () => {
    expect(decodeURIComponent(rowsPath({ waveId: 1, code: ['F', 'G'] }))).toBe(
      '/refusal-clinic/rows?filter={"waveId":1,"code":["F","G"]}',
    );
  });
});

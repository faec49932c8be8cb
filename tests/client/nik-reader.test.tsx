import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { NikReadingView } from '@server/submissions/nik-reading-schema.ts';
import type { CaseRecord } from '../../client/submissions/case/case-record.ts';
import { NikReader } from '../../client/submissions/case/NikReader.tsx';
import { ConsoleContext } from './console-context.tsx';

const bulungan: NikReadingView = {
  regencyCode: '64.04',
  districtCode: '64.04.01',
  regionName: 'KABUPATEN BULUNGAN',
  districtName: null,
  formerly: { province: 'Kalimantan Timur', now: [{ code: '65.01', name: 'KABUPATEN BULUNGAN' }] },
  birth: '1994-05-17',
  sex: 'P',
  domicileName: 'KABUPATEN BULUNGAN',
};

function show(reading: Partial<NikReadingView>, warnings: string[] = []) {
  const record = {
    id: 1,
    regionCode: '65.01',
    nikReading: { ...bulungan, ...reading },
    evidence: { warnings },
  } as unknown as CaseRecord;
  render(
    <ConsoleContext>
      <NikReader record={record} />
    </ConsoleContext>,
  );
}

describe('the NIK reader of a case', () => {
  it('says where a retired code lay and which regency it is now', () => {
    show({});
    expect(
      screen.getByText('64.04 KABUPATEN BULUNGAN (dulu Kalimantan Timur, kini 65.01 KABUPATEN BULUNGAN)'),
    ).toBeTruthy();
    expect(screen.getByText('Tidak ada pertentangan antara NIK dan formulir.')).toBeTruthy();
  });

  it('shows the birth date with its century, the sex, and never the serial', () => {
    show({});
    expect(screen.getByText(/17.*1994/)).toBeTruthy();
    expect(screen.getByText('Perempuan')).toBeTruthy();
    expect(screen.getByText(/^••••/)).toBeTruthy();
  });

  it('names a region of today with its code, and says of an unknown one that it is', () => {
    show({ regencyCode: '33.74', regionName: 'KOTA SEMARANG', formerly: null });
    expect(screen.getByText('33.74 KOTA SEMARANG')).toBeTruthy();
    show({ regencyCode: '97.99', regionName: null, formerly: null });
    expect(screen.getByText('97.99 tidak dikenal')).toBeTruthy();
  });

  it('names the regency of the domicile beside it', () => {
    show({});
    expect(screen.getByText('65.01 KABUPATEN BULUNGAN')).toBeTruthy();
  });

  it('puts every contradiction into words', () => {
    show({}, ['NIK_DATE', 'NIK_SEX', 'NIK_REGION', 'NIK_REGION_UNKNOWN']);
    for (const words of [
      'Tanggal lahir pada NIK berbeda dengan formulir',
      'Jenis kelamin pada NIK berbeda dengan formulir',
      'Wilayah pada NIK berbeda dengan domisili',
      'Kode wilayah pada NIK tidak dikenal',
    ])
      expect(screen.getByText(words)).toBeTruthy();
  });
});

import { fireEvent, render, screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { IdentityCheckRecord } from '@server/identity/identity-record-schema.ts';
import { CheckHistory } from '../../client/identity/CheckHistory.tsx';
import { ConsoleContext } from './console-context.tsx';

const check = (more: Partial<IdentityCheckRecord>): IdentityCheckRecord => ({
  id: 1,
  submissionId: 7,
  registrationNo: 'PK-0000-0000-0000',
  fullName: 'YUDI YULIANTO',
  outcome: 'partial',
  nameScore: 84,
  threshold: 90,
  source: 'ktp_records',
  sourceVersion: 'load-1',
  responseCode: null,
  warnings: [],
  reasonCodes: ['NAME_MISMATCH'],
  trigger: 'submit',
  current: false,
  checkedById: 2,
  checkedAt: '2026-11-22T02:10:00Z',
  ...more,
});
const CHECKS = [
  check({ id: 2, current: true, outcome: 'matched', nameScore: 100, reasonCodes: [], trigger: 'demand' }),
  check({ id: 1, source: 'dukcapil', responseCode: '13', outcome: 'not_found', nameScore: null, trigger: 'retry', checkedById: null }), // prettier-ignore
];

function show() {
  const asked: unknown[] = [];
  const getList = (resource: string, params: unknown) => {
    asked.push([resource, (params as { filter: unknown }).filter]);
    return Promise.resolve({ data: CHECKS as never[], total: 2 });
  };
  render(
    <ConsoleContext provider={{ getList }}>
      <CheckHistory submissionId={7} />
    </ConsoleContext>,
  );
  return asked;
}

it('the history of checks is asked for when somebody looks, and says who asked whom and what came of it', async () => {
  const asked = show();
  const button = await screen.findByRole('button', { name: 'Riwayat cek identitas' });
  expect(asked).toEqual([]);
  fireEvent.click(button);
  const rows = await screen.findAllByRole('row');
  expect(asked).toEqual([['identity-checks', { submissionId: 7 }]]);
  const newest = within(rows[1] as HTMLElement);
  expect(newest.getByText('berlaku')).toBeTruthy();
  expect(newest.getByText('diminta petugas')).toBeTruthy();
  expect(newest.getByText('100 (ambang 90)')).toBeTruthy();
  const older = within(rows[2] as HTMLElement);
  expect(older.getByText('Sistem')).toBeTruthy();
  expect(older.getByText('Layanan Dukcapil')).toBeTruthy();
  expect(older.getByText('load-1 · kode 13')).toBeTruthy();
});

import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { CaseRecord, FamilyMember } from '../../client/submissions/case/case-record.ts';
import { FamilyPanel } from '../../client/submissions/case/FamilyPanel.tsx';
import { ConsoleContext } from './console-context.tsx';

const member = (id: number, changes: Partial<FamilyMember> = {}): FamilyMember => ({
  id,
  registrationNo: `PK-${id}`,
  fullName: `ORANG ${id}`,
  nikMasked: '337401**********',
  status: 'submitted',
  waveId: 1,
  waveName: 'Gelombang 72',
  slot: null,
  self: false,
  ...changes,
});

function show(family: FamilyMember[], kkLimit: number | null = 2) {
  const read = (path: string) => Promise.resolve(path === 'submissions/1/family' ? family : []);
  render(
    <ConsoleContext provider={{ read } as never}>
      <FamilyPanel record={{ id: 1, kkLimit } as unknown as CaseRecord} />
    </ConsoleContext>,
  );
}

describe('the family card of a case', () => {
  it('says how many places are taken, and by whom in the order of the places', async () => {
    show([
      member(1, { self: true }),
      member(2, { slot: 2, status: 'verified' }),
      member(3, { slot: 1, status: 'sent' }),
    ]);
    expect(await screen.findByText('2 dari 2 tempat KK terpakai: ORANG 3, ORANG 2')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'ORANG 2' }).getAttribute('href')).toBe('/submissions/2/show');
  });

  it('counts the case itself among those who hold a place', async () => {
    show([member(1, { self: true, slot: 1 }), member(2)]);
    expect(await screen.findByText('1 dari 2 tempat KK terpakai: Berkas ini')).toBeTruthy();
  });

  it('names nobody of another office', async () => {
    show([member(1, { self: true }), member(2, { slot: 1, fullName: null, registrationNo: null })]);
    expect(await screen.findByText('1 dari 2 tempat KK terpakai: Pendaftar kantor lain')).toBeTruthy();
    expect(screen.queryByRole('link')).toBeNull();
  });

  it('says that all places are free, and that nobody else registered, where it is so', async () => {
    show([member(1, { self: true })]);
    expect(await screen.findByText('0 dari 2 tempat KK terpakai')).toBeTruthy();
    expect(screen.getByText('Tidak ada pendaftar lain dengan nomor KK ini.')).toBeTruthy();
  });

  it('says so where the rules of the wave set no limit', async () => {
    show([member(1, { self: true }), member(2, { slot: 1 })], null);
    expect(
      await screen.findByText('Tanpa batas menurut aturan gelombang ini; sudah lolos 1: ORANG 2'),
    ).toBeTruthy();
  });
});

import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Role } from '@server/auth/permission-rules.ts';
import type { BatchDetail } from '@server/batches/batch-schema.ts';
import type { SealingRecord } from '@server/batches/seal-schema.ts';
import { SealPanel, sealingProgress, shortDigest } from '../../client/batches/SealPanel.tsx';
import { ConsoleContext } from './console-context.tsx';

const sealing = (part: Partial<SealingRecord> = {}): SealingRecord => ({
  jobId: 31,
  state: 'running',
  total: 100,
  screened: 100,
  written: 40,
  orderedById: 4,
  orderedAt: '2026-11-20T01:00:00.000Z',
  endedAt: null,
  blockers: [],
  ...part,
});
const show = (part: Partial<BatchDetail>, role: Role = 'coordinator') =>
  render(
    <ConsoleContext role={role}>
      <SealPanel batch={{ id: 7, batchNo: 'KOL-2026-00007', status: 'open', seal: null, sealing: null, ...part } as BatchDetail} />
    </ConsoleContext>,
  ); // prettier-ignore
const SEAL = { kid: 'k'.repeat(43), digest: 'ab'.repeat(32), signedAt: '2026-11-20T01:00:00.000Z' };

describe('the seal on the page of a batch', () => {
  it('goes once from nothing to all, though each row is screened and written', () => {
    expect(sealingProgress(sealing({ screened: 0, written: 0 })).done).toBe(0);
    expect(sealingProgress(sealing()).done).toBe(70);
    expect(sealingProgress(sealing({ written: 100 }))).toEqual({ done: 100, total: 100 });
  });

  it('shows how far it is, and lets only who may seal cancel it', async () => {
    const { unmount } = show({ sealing: sealing() });
    expect(await screen.findByText('Menulis manifes…')).toBeDefined();
    expect(screen.getByText('70 dari 100')).toBeDefined();
    expect(await screen.findByRole('button', { name: 'Batalkan proses' })).toBeDefined();
    unmount();
    show({ sealing: sealing({ screened: 10, written: 0 }) }, 'auditor');
    expect(await screen.findByText('Menapis semua pendaftar sekali lagi…')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Batalkan proses' })).toBeNull();
  });

  it('says why a seal was refused, and nothing once the batch was sealed and opened again', async () => {
    const blockers = [{ code: 'SCREENING_HIT', count: 3, rows: [] }];
    const { unmount } = show({ sealing: sealing({ state: 'refused', blockers }) });
    expect(await screen.findByText(/Tidak disegel/)).toBeDefined();
    expect(screen.getByText(/Tidak lolos penapisan \(3 pendaftar\)/)).toBeDefined();
    unmount();
    show({ sealing: sealing({ state: 'sealed' }) });
    expect(screen.queryByText('Segel')).toBeNull();
  });

  it('offers the files of the seal to whoever reads it, and the manifest only to whoever may see whole NIKs', async () => {
    const { unmount } = show({ status: 'sealed', seal: SEAL });
    expect(await screen.findByText(shortDigest(SEAL.digest))).toBeDefined();
    const hrefs = () => screen.getAllByRole('link').map((link) => link.getAttribute('href'));
    expect(await screen.findByText('Manifes (NDJSON)')).toBeDefined();
    expect(hrefs()).toEqual([
      '/api/batches/7/manifest', '/api/batches/7/seal/statement.json', '/api/batches/7/seal/signature.jws',
      '/api/batches/7/seal/public-key.pem', '/api/batches/7/seal.json',
    ]); // prettier-ignore
    unmount();
    show({ status: 'sealed', seal: SEAL }, 'approver');
    expect(await screen.findByText('Kunci publik')).toBeDefined();
    expect(screen.queryByText('Manifes (NDJSON)')).toBeNull();
  });
});

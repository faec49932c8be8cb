import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Role } from '@server/auth/permission-rules.ts';
import type { BatchDetail } from '@server/batches/batch-schema.ts';
import { SealPanel, shortDigest } from '../../client/batches/SealPanel.tsx';
import { ConsoleContext } from './console-context.tsx';

const show = (part: Partial<BatchDetail>, role: Role = 'coordinator') =>
  render(
    <ConsoleContext role={role}>
      <SealPanel batch={{ id: 7, batchNo: 'KOL-2026-00007', status: 'open', seal: null, run: null, moving: null, ...part } as BatchDetail} />
    </ConsoleContext>,
  ); // prettier-ignore
const SEAL = { kid: 'k'.repeat(43), digest: 'ab'.repeat(32), signedAt: '2026-11-20T01:00:00.000Z' };

describe('the seal on the page of a batch', () => {
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

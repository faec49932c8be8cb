import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import type { BatchDetail } from '@server/batches/batch-schema.ts';
import { AddRowsDialog } from '../../client/batches/AddRowsDialog.tsx';
import { ConsoleContext } from './console-context.tsx';

afterEach(() => vi.unstubAllGlobals());

const batch = (id: number) =>
  ({ id, channel: 'offline', waveId: 1, officeId: 3, proposer: 'DINAS', version: 1 }) as BatchDetail;

function TwoBatches() {
  const [id, setId] = useState(7);
  return (
    <>
      <button onClick={() => setId(8)}>next batch</button>
      <AddRowsDialog key={id} batch={batch(id)} onClose={() => undefined} onAdded={() => undefined} />
    </>
  );
}

const answer = (total: number) =>
  new Response('[]', {
    headers: { 'Content-Type': 'application/json', 'Content-Range': `submissions 0-0/${total}` },
  });

it('the next batch never shows how many the one before would have taken', async () => {
  let arrive = (_late: Response): void => undefined;
  const later = new Promise<Response>((resolve) => (arrive = resolve));
  const asked = vi.fn<typeof fetch>().mockResolvedValueOnce(answer(309)).mockReturnValue(later);
  vi.stubGlobal('fetch', asked);
  render(
    <ConsoleContext role="coordinator">
      <TwoBatches />
    </ConsoleContext>,
  );
  expect(await screen.findByText(/^309 pendaftaran cocok/)).toBeTruthy();
  fireEvent.click(screen.getByText('next batch'));
  await screen.findByRole('dialog');
  expect(screen.queryByText(/^309 pendaftaran cocok/)).toBeNull();
  arrive(answer(1));
  expect(await screen.findByText(/^1 pendaftaran cocok/)).toBeTruthy();
});

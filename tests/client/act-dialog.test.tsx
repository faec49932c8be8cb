import { act, render, screen } from '@testing-library/react';
import { TextInput } from 'react-admin';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ActDialog } from '../../client/layout/ActDialog.tsx';
import { ConsoleContext } from './console-context.tsx';

const LONGER_THAN_OPENING_MS = 2000;

function openDialog(): void {
  render(
    <ConsoleContext>
      <ActDialog title="Terima" submitLabel="Terima" onSubmit={() => Promise.resolve()} onClose={() => {}}>
        <TextInput source="count" label="Jumlah" />
        <TextInput source="digest" label="Sidik digital" />
      </ActDialog>
    </ConsoleContext>,
  );
}
const opened = () => act(() => vi.advanceTimersByTimeAsync(LONGER_THAN_OPENING_MS));

describe('the dialog of an act', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('puts the cursor into its first field', async () => {
    openDialog();
    await opened();
    expect(document.activeElement).toBe(screen.getByLabelText('Jumlah'));
  });

  it('never takes the cursor from a field somebody is already typing in', async () => {
    openDialog();
    const digest = screen.getByLabelText('Sidik digital');
    act(() => digest.focus());
    await opened();
    expect(document.activeElement).toBe(digest);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Logger } from '../../../server/logger.ts';
import { createWorkRounds } from '../../../server/work-rounds.ts';

const errors = vi.fn();
const logger = { error: errors } as unknown as Logger;
const nothing = () => Promise.resolve();

/** A piece of work that ends when told to. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { wait: () => opened, open: () => open() };
}

describe('work beside the requests', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    errors.mockClear();
  });

  it('is stopped only when what it took back at its start is written', async () => {
    const takingBack = gate();
    const round = vi.fn(nothing);
    const rounds = createWorkRounds({ name: 'test', takeBack: takingBack.wait, round, logger });
    rounds.start();
    let stopped = false;
    const drained = rounds.drain().then(() => {
      stopped = true;
    });
    await vi.advanceTimersByTimeAsync(5000);
    expect(stopped).toBe(false);
    takingBack.open();
    await drained;
    await vi.advanceTimersByTimeAsync(5000);
    expect(round).not.toHaveBeenCalled();
  });

  it('is stopped only when the round under way is over, and starts no other', async () => {
    const working = gate();
    const round = vi.fn(working.wait);
    const rounds = createWorkRounds({ name: 'test', takeBack: nothing, round, logger });
    rounds.start();
    await vi.advanceTimersByTimeAsync(0);
    let stopped = false;
    const drained = rounds.drain().then(() => {
      stopped = true;
    });
    await vi.advanceTimersByTimeAsync(5000);
    expect(stopped).toBe(false);
    working.open();
    await drained;
    await rounds.wake();
    await vi.advanceTimersByTimeAsync(5000);
    expect(round).toHaveBeenCalledTimes(1);
  });

  it('goes on every second, also after a round that failed, which is logged with its code', async () => {
    const round = vi.fn(() =>
      Promise.reject(Object.assign(new Error('no connection'), { code: 'ECONNREFUSED' })),
    );
    const rounds = createWorkRounds({ name: 'test', takeBack: nothing, round, logger });
    rounds.start();
    await vi.advanceTimersByTimeAsync(2500);
    expect(round).toHaveBeenCalledTimes(3);
    expect(errors).toHaveBeenCalledWith(
      { worker: 'test', kind: 'Error', code: 'ECONNREFUSED' },
      'worker stumbled',
    );
    await rounds.drain();
  });

  it('works although taking back failed', async () => {
    const round = vi.fn(nothing);
    const takeBack = () => Promise.reject(new Error('busy'));
    const rounds = createWorkRounds({ name: 'test', takeBack, round, logger });
    rounds.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(round).toHaveBeenCalledTimes(1);
    await rounds.drain();
  });

  it('looks again when it is woken during a round, once, and never two rounds at a time', async () => {
    let running = 0;
    let most = 0;
    const first = gate();
    const round = vi.fn(async () => {
      running += 1;
      most = Math.max(most, running);
      if (round.mock.calls.length === 1) await first.wait();
      running -= 1;
    });
    const rounds = createWorkRounds({ name: 'test', takeBack: nothing, round, logger });
    rounds.start();
    await vi.advanceTimersByTimeAsync(0);
    const woken = Promise.all([rounds.wake(), rounds.wake()]);
    first.open();
    await woken;
    expect([round.mock.calls.length, most]).toEqual([2, 1]);
    await rounds.drain();
  });

  it('does nothing when woken before its start', async () => {
    const round = vi.fn(nothing);
    await createWorkRounds({ name: 'test', takeBack: nothing, round, logger }).wake();
    expect(round).not.toHaveBeenCalled();
  });
});

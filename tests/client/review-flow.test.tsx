import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useEffect } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { leaseState } from '../../client/submissions/case/lease-rules.ts';
import {
  createKeyBuffer,
  intentOf,
  useKeyBuffer,
  type ReviewIntent,
} from '../../client/submissions/case/review-keys.ts';
import { neighbour } from '../../client/submissions/case/review-queue.ts';

afterEach(() => {
  cleanup();
  document.body.replaceChildren();
});

const press = (key: string, part: Partial<KeyboardEvent> = {}) =>
  intentOf({ key, ctrlKey: false, altKey: false, metaKey: false, target: document.body, ...part });

describe('the keys of the flow review', () => {
  it('mean next, previous, verify, return, reject, hold, check and help, in either case', () => {
    expect(['j', 'k', 'v', 'r', 'x', 'h', 'c', '?'].map((key) => press(key))).toEqual([
      'next',
      'previous',
      'verify',
      'return',
      'reject',
      'hold',
      'check',
      'help',
    ]);
    expect(press('V')).toBe('verify');
  });

  it('mean nothing while somebody types or holds Ctrl', () => {
    const field = document.createElement('textarea');
    document.body.append(field);
    expect(press('v', { target: field })).toBeUndefined();
    expect(press('r', { ctrlKey: true })).toBeUndefined();
  });

  it('are kept while the page is busy and done in their order once it is ready', () => {
    const buffer = createKeyBuffer(vi.fn());
    const done: ReviewIntent[] = [];
    const desk = (busy: boolean) => ({ busy, onIntent: (intent: ReviewIntent) => done.push(intent) });
    buffer.attach(desk(true));
    buffer.press('next');
    buffer.press('return');
    expect(done).toEqual([]);
    buffer.attach(desk(false));
    buffer.attach(desk(false));
    expect(done).toEqual(['next', 'return']);
  });

  it('are kept between two cases, when no desk is on the screen at all', () => {
    const buffer = createKeyBuffer(vi.fn());
    const onIntent = vi.fn();
    buffer.press('hold');
    buffer.attach({ busy: false, onIntent });
    expect(onIntent).toHaveBeenCalledExactlyOnceWith('hold');
  });

  it('never verify a case that was not on the screen when V was pressed, and say so', () => {
    const onRefused = vi.fn();
    const onIntent = vi.fn();
    const buffer = createKeyBuffer(onRefused);
    buffer.attach({ busy: true, onIntent });
    buffer.press('verify');
    buffer.attach({ busy: false, onIntent });
    expect(onRefused).toHaveBeenCalledOnce();
    expect(onIntent).not.toHaveBeenCalled();
  });

  it('reach the desk from anywhere on the page but not from a text being written', async () => {
    const onIntent = vi.fn();
    function Page() {
      const keys = useKeyBuffer(vi.fn());
      useEffect(() => {
        keys.attach({ busy: false, onIntent });
        return () => keys.attach(null);
      });
      return <textarea aria-label="note" />;
    }
    render(<Page />);
    await userEvent.keyboard('x');
    await userEvent.type(screen.getByRole('textbox'), 'vrxh');
    expect(onIntent.mock.calls).toEqual([['reject']]);
  });
});

describe('the queue', () => {
  it('goes on with its first case when the present one has left it', () => {
    expect(neighbour([4, 5, 6], 5, 1)).toBe(6);
    expect(neighbour([4, 5, 6], 5, -1)).toBe(4);
    expect(neighbour([4, 5, 6], 6, 1)).toBeUndefined();
    expect(neighbour([4, 5, 6], 99, 1)).toBe(4);
    expect(neighbour([4, 5, 6], 99, -1)).toBeUndefined();
  });
});

describe('a claim', () => {
  const now = Date.parse('2026-11-22T03:00:00Z');
  const held = (minutes: number, assigneeId = 2) =>
    leaseState(
      { status: 'in_review', assigneeId, leaseUntil: new Date(now + minutes * 60_000).toISOString() },
      2,
      now,
    );

  it('is mine, ends soon, has ended, or is somebody else’s', () => {
    expect([held(20), held(4), held(0), held(20, 3)]).toEqual(['mine', 'ending', 'expired', 'other']);
  });

  it('of somebody else that has ended leaves the case free', () => {
    expect(held(-1, 3)).toBe('none');
  });

  it('matters only while the case is in review', () => {
    const verified = { status: 'verified', assigneeId: 2, leaseUntil: '2026-11-22T02:00:00Z' } as const;
    expect(leaseState(verified, 2, now)).toBe('none');
  });
});

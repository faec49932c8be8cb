import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { ATTEMPT_CODES } from '@server/forwarding/pmo-answer-rules.ts';
import { DISPATCH_STATUSES, type DispatchDetail } from '@server/forwarding/forwarding-schema.ts';
import { AttemptTable } from '../../client/forwarding/AttemptTable.tsx';
import { forwardingMessages } from '../../client/forwarding/forwarding-messages.ts';
import { nextStepOf, readDetail } from '../../client/forwarding/next-step-rules.ts';
import { ConsoleContext } from './console-context.tsx';

const NOW = '2026-11-30T10:00:00.000Z';
const LATER = '2026-11-30T10:05:00.000Z';

describe('what happens to a delivery next', () => {
  it.each([
    ['queued', 0, NOW, false, 'send', null],
    ['queued', 3, LATER, false, 'sendAgain', LATER],
    ['queued', 3, LATER, true, 'stopped', null],
    ['unknown', 1, LATER, false, 'ask', LATER],
    // Questions go on while nothing is sent.
    ['unknown', 1, LATER, true, 'ask', LATER],
    ['pending', 1, LATER, false, 'askPending', LATER],
    ['failed', 20, LATER, false, 'failed', null],
    ['by_file', 0, NOW, false, 'by_file', null],
  ] as const)(
    '%s after %i attempts, due %s, stopped %s: %s',
    (status, attempts, nextAttemptAt, stopped, key, at) => {
      expect(nextStepOf({ status, attempts, nextAttemptAt }, stopped, NOW)).toEqual({ key, at });
    },
  );

  it('has words for every status that waits, and for everything that can go wrong', () => {
    for (const words of [forwardingMessages.id, forwardingMessages.en]) {
      const next = words['deliveryNext'] as Record<string, string>;
      for (const status of DISPATCH_STATUSES.filter((one) => !['acknowledged', 'refused'].includes(one)))
        for (const attempts of [0, 1])
          expect(next).toHaveProperty(nextStepOf({ status, attempts, nextAttemptAt: NOW }, false, NOW).key);
      for (const code of ATTEMPT_CODES) expect(words['deliveryCodes']).toHaveProperty(code);
    }
  });

  it('is read from what an attempt left: a code with words, and what was said beside it', () => {
    expect(readDetail('WRONG_COUNT: 3 ≠ 2')).toEqual({
      code: 'WRONG_COUNT',
      more: '3 ≠ 2',
    });
    expect(readDetail('received before')).toEqual({ code: null, more: 'received before' });
    expect(readDetail(null)).toEqual({ code: null, more: null });
  });
});

describe('the attempts of a delivery', () => {
  it('tell what was sent and what was asked, the newest first, in plain words', () => {
    const attemptLog = [
      { attemptNo: 1, kind: 'send', result: 'unclear', detail: 'CONNECTION_CUT', at: NOW },
      { attemptNo: 2, kind: 'ask', result: 'differs', detail: 'WRONG_COUNT: 3 ≠ 2', at: LATER },
    ] as const;
    render(
      <ConsoleContext role="coordinator">
        <AttemptTable dispatch={{ attemptLog: [...attemptLog] } as unknown as DispatchDetail} />
      </ConsoleContext>,
    );
    const [, first, second] = screen.getAllByRole('row').map((row) => row.textContent);
    expect(first).toContain('jumlah di PMO berbeda (3 ≠ 2)');
    expect(second).toContain('sambungan terputus');
  });
});

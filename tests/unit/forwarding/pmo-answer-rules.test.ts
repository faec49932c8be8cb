import { describe, expect, it } from 'vitest';
import { readPmoAnswer, safeWords } from '../../../server/forwarding/pmo-answer-rules.ts';

const SENT = { dispatchNo: 'DSP-2026-00001-1', rowCount: 3, digest: 'a'.repeat(64) };
const receipt = (change: object = {}) =>
  JSON.stringify({ dispatchNo: SENT.dispatchNo, count: 3, digest: SENT.digest, ...change });

describe('an answer of the PMO’s system', () => {
  it.each([
    ['send', 200, receipt(), 'accepted', null],
    ['ask', 200, receipt({ receivedAt: '2026-11-30T01:00:00Z', more: 1 }), 'accepted', null],
    ['send', 202, 'whatever', 'pending', null],
    ['send', 200, receipt({ count: 2 }), 'differs', 'WRONG_COUNT: 3 ≠ 2'],
    ['send', 200, receipt({ digest: 'b'.repeat(64) }), 'differs', 'WRONG_DIGEST: ≠ bbbbbbbbbbbbbbbb…'],
    ['ask', 200, receipt({ dispatchNo: 'DSP-2026-00002-1' }), 'differs', 'WRONG_DISPATCH: DSP-2026-00002-1'],
    ['send', 200, receipt().slice(0, 30), 'unclear', 'MALFORMED_ANSWER'],
    ['send', 200, '', 'unclear', 'MALFORMED_ANSWER'],
    ['send', 200, '[]', 'unclear', 'MALFORMED_ANSWER'],
    ['send', 200, receipt({ count: '3' }), 'unclear', 'MALFORMED_ANSWER'],
    ['send', 200, receipt({ digest: 'A'.repeat(64) }), 'unclear', 'MALFORMED_ANSWER'],
    ['ask', 404, '', 'absent', null],
    ['send', 404, '', 'refused', 'NOT_FOUND'],
    ['send', 401, '', 'refused', 'NOT_AUTHORISED: 401'],
    ['send', 422, '{"reasons":["BAST_MISSING"]}', 'refused', 'REFUSED: BAST_MISSING'],
    ['send', 422, '{"reasons":["WE_DO_NOT_LIKE_IT"]}', 'refused', 'REFUSED: 422'],
    ['send', 408, '', 'unclear', 'PMO_BUSY: 408'],
    ['send', 429, '', 'unclear', 'PMO_BUSY: 429'],
    ['send', 302, '', 'unclear', 'REDIRECTED: 302'],
    ['send', 204, '', 'unclear', 'UNEXPECTED_STATUS: 204'],
    ['send', 500, receipt(), 'unclear', 'SERVER_ERROR: 500'],
  ] as const)('%s: %i %s is %s', (kind, status, text, result, detail) => {
    expect(readPmoAnswer(kind, { status, text }, SENT)).toMatchObject({ result, detail });
  });

  it('gives the batch back only with reasons we know; its note is made safe', () => {
    const text = JSON.stringify({ reasons: ['COUNT_DIFFERS'], note: 'baris\u00003374019901019999 ganda' });
    expect(readPmoAnswer('send', { status: 409, text }, SENT).refusal).toEqual({
      reasons: ['COUNT_DIFFERS'],
      note: 'baris … ganda',
    });
    expect(readPmoAnswer('send', { status: 409, text: '{}' }, SENT).refusal).toBeUndefined();
  });

  it('is cut short, whatever length it has', () => {
    expect(safeWords('x'.repeat(5000))).toHaveLength(300);
  });
});

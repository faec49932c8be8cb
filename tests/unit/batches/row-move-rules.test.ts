import { describe, expect, it } from 'vitest';
import { STATUS_FOLLOWED } from '../../../migrations/20261130000600_create_row_moves.ts';
import { BATCH_STATUS_AFTER } from '../../../server/batches/batch-rules.ts';
import { ROW_MOVES } from '../../../server/batches/batch-run-schema.ts';
import { STATUS_AFTER } from '../../../server/submissions/submission-rules.ts';

/** The act on the batch that each move of its rows follows. */
const ACT_OF = { ratify: 'ratify', send: 'forward', unsend: 'refuse' } as const;

describe('rows that follow their batch', () => {
  it.each(ROW_MOVES)('are led by %s to the one status that rules and triggers know', (move) => {
    expect(STATUS_AFTER[move]).toBe(STATUS_FOLLOWED[move]);
    expect(BATCH_STATUS_AFTER[ACT_OF[move]]).toBe(STATUS_FOLLOWED[move]);
  });

  it('have no move that the triggers do not know', () => {
    expect(Object.keys(STATUS_FOLLOWED).sort()).toEqual([...ROW_MOVES].sort());
  });
});

import type { Act } from '../audit/audit-service.ts';
import type { Connection } from '../database.ts';
import { conflict } from '../errors.ts';
import type { SendingState, TurnSending } from './sending-schema.ts';

/** True in SQL while all sending is stopped: the last turn says how it is, for every process on this database. */
export const STOPPED_NOW = `EXISTS (SELECT 1 FROM sending_turns t WHERE t.turn = 'stop' AND t.id = (SELECT max(s.id) FROM sending_turns s))`;

interface TurnRow {
  turn: 'stop' | 'resume';
  reason: string;
  turned_by_id: number;
  turned_at: string;
}

const lastTurn = async (connection: Connection): Promise<TurnRow | null> =>
  ((await connection('sending_turns').orderBy('id', 'desc').first()) as TurnRow | undefined) ?? null;

export const isStopped = async (connection: Connection): Promise<boolean> =>
  (await lastTurn(connection))?.turn === 'stop';

/** Whether deliveries leave the house, who said so, and how many wait. */
export async function readSending(connection: Connection, way: SendingState['way']): Promise<SendingState> {
  const turn = await lastTurn(connection);
  const counted = (await connection('dispatches')
    .whereIn('status', ['queued', 'sending', 'unknown', 'pending', 'by_file', 'failed'])
    .groupBy('status')
    .select('status')
    .count({ n: '*' })) as unknown as { status: string; n: number }[];
  const of = (status: string) => Number(counted.find((one) => one.status === status)?.n ?? 0);
  return {
    way,
    stopped: turn?.turn === 'stop',
    reason: turn?.reason ?? null,
    turnedById: turn?.turned_by_id ?? null,
    turnedAt: turn?.turned_at ?? null,
    waiting: {
      queued: of('queued') + of('sending'),
      unknown: of('unknown'),
      pending: of('pending'),
      byFile: of('by_file'),
      failed: of('failed'),
    },
  };
}

/** Stops all sending, or lets it go on. What is being sent at that moment is cut off and asked about. */
export async function turnSending(
  act: Act,
  turn: 'stop' | 'resume',
  { reason }: TurnSending,
  way: SendingState['way'],
): Promise<SendingState> {
  const stopped = await isStopped(act.trx);
  if (stopped === (turn === 'stop'))
    throw conflict(
      turn === 'stop' ? 'SENDING_STOPPED' : 'SENDING_RUNS',
      turn === 'stop' ? 'Sending is stopped already.' : 'Sending is not stopped.',
    );
  await act.trx('sending_turns').insert({ turn, reason, turned_by_id: act.actor.id, turned_at: act.now });
  act.record({
    subject: 'sending',
    subjectId: null,
    before: { stopped },
    after: { stopped: turn === 'stop' },
    details: { reason },
  });
  return readSending(act.trx, way);
}

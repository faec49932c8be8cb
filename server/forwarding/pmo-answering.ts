import { createHash, createHmac, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { AnswerResult } from './forwarding-schema.ts';
import type { PmoFault } from './pmo-faults.ts';
import type { ReceivedDelivery } from './pmo-received.ts';

export interface AnsweringOptions {
  /** `https://console…`; answers go to /api/pmo/answers below it. */
  url: string;
  token: string;
  secret: string;
  /** Of a hundred people so many are confirmed; the rest is returned or rejected. */
  confirmedPercent: number;
  /** Answers in one call. */
  chunk?: number;
  retryMs?: number;
}

interface RowAnswer {
  registrationNo: string;
  result: AnswerResult;
  pmoCode?: string;
  note?: string;
  answeredAt: string;
}

const CHUNK = 1000;
const MOST_TRIES = 30;
const LATER = [404, 409, 425, 429];

/** The same person is always answered alike, whichever run it is. */
function answerOf(registrationNo: string, confirmedPercent: number, answeredAt: string): RowAnswer {
  const [die = 0, other = 0] = createHash('sha256').update(registrationNo).digest();
  if ((die * 100) / 256 < confirmedPercent) return { registrationNo, result: 'CONFIRMED', answeredAt };
  return other % 2 === 0
    ? { registrationNo, result: 'RETURNED', pmoCode: 'KK_MISMATCH', answeredAt }
    : { registrationNo, result: 'REJECTED', pmoCode: 'BLACKLISTED', answeredAt };
}

/** The answers to a delivery in the calls they are sent in, with whatever is to go wrong with them. */
export function answerCalls(
  delivery: Pick<ReceivedDelivery, 'dispatchNo' | 'registrationNos'>,
  wrong: ReadonlySet<PmoFault>,
  options: Pick<AnsweringOptions, 'confirmedPercent' | 'chunk'>,
  answeredAt: string,
): { dispatchNo: string; answers: RowAnswer[] }[] {
  const answers = delivery.registrationNos.map((no) => answerOf(no, options.confirmedPercent, answeredAt));
  if (wrong.has('answer-shuffled')) answers.reverse();
  const size = options.chunk ?? CHUNK;
  const calls = Array.from({ length: Math.ceil(answers.length / size) }, (_, at) => ({
    dispatchNo: delivery.dispatchNo,
    answers: answers.slice(at * size, (at + 1) * size),
  }));
  if (wrong.has('answer-shuffled')) calls.reverse();
  if (wrong.has('answer-twice')) calls.push(...calls.slice());
  const [first] = answers;
  if (wrong.has('answer-contradict') && first) {
    const result = first.result === 'CONFIRMED' ? 'REJECTED' : 'CONFIRMED';
    const other = { registrationNo: first.registrationNo, result, answeredAt } as const;
    calls.push({
      dispatchNo: delivery.dispatchNo,
      answers: [result === 'REJECTED' ? { ...other, pmoCode: 'BLACKLISTED' } : other],
    });
  }
  return calls;
}

/** What became of the calls about one delivery. */
export interface AnswerLog {
  dispatchNo: string;
  statuses: number[];
  /** Calls that were never taken. */
  lost: number;
  ended: boolean;
}

/** Sends answers as the PMO's system does: bearer token, and an HMAC-SHA256 over `timestamp.nonce.body`. */
export function createAnswering(options: AnsweringOptions) {
  async function post(body: string): Promise<number> {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const nonce = randomUUID();
    const signature = createHmac('sha256', options.secret)
      .update(`${timestamp}.${nonce}.${body}`)
      .digest('hex');
    const answer = await fetch(`${options.url.replace(/\/$/, '')}/api/pmo/answers`, {
      method: 'POST',
      redirect: 'error',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${options.token}`,
        'x-loket-timestamp': timestamp,
        'x-loket-nonce': nonce,
        'x-loket-signature': signature,
      },
      body,
    }).catch(() => null);
    await answer?.arrayBuffer();
    return answer?.status ?? 0;
  }

  /** One call until it is taken: signed anew each time, its body the same. */
  async function untilTaken(body: string, log: AnswerLog): Promise<void> {
    for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
      const status = await post(body);
      log.statuses.push(status);
      if (status >= 200 && status < 300) return;
      if (status !== 0 && status < 500 && !LATER.includes(status)) break;
      await wait(options.retryMs ?? 1000);
    }
    log.lost += 1;
  }

  return {
    /** Sends all calls about a delivery, one after the other; the log is written as it goes. */
    async answer(delivery: ReceivedDelivery, wrong: ReadonlySet<PmoFault>, log: AnswerLog): Promise<void> {
      for (const call of answerCalls(delivery, wrong, options, new Date().toISOString()))
        await untilTaken(JSON.stringify(call), log);
      log.ended = true;
    },
  };
}

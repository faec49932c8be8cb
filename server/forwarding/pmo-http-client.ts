import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readPmoAnswer, type AttemptCode, type DeliveryResult } from './pmo-answer-rules.ts';
import type { Delivery, PmoClient } from './pmo-client.ts';

export interface PmoHttpSettings {
  /** https; http only where the PMO is on this very machine. */
  url: string;
  token: string;
  /** PEM of the authority that signed the PMO's certificate; null where the system knows it. */
  ca: string | null;
  connectMs: number;
  /** From the last byte of the question to the first of the answer. */
  answerMs: number;
  /** Nothing moves on the connection, either way. */
  idleMs: number;
  /** One attempt as a whole, however steadily it drips. */
  wholeMs: number;
}

export const PMO_HTTP_DEFAULTS = { connectMs: 10_000, wholeMs: 30 * 60_000 } as const;

/** A receipt is a few hundred bytes. */
const LARGEST_ANSWER = 65_536;

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ALTNAME|ERR_TLS|EPROTO|ERR_SSL/;

/** How far an exchange came. */
interface Way {
  /** Once true, something may have reached the other side. */
  connected: boolean;
  /** Which limit ended it, where one did: the socket only says that it was closed. */
  ended: AttemptCode | null;
}

function codeOf(error: unknown, { connected, ended }: Way): AttemptCode {
  if (ended) return ended;
  const { code = '' } = error as { code?: string };
  if (connected) return 'CONNECTION_CUT';
  return CERTIFICATE.test(code) ? 'BAD_CERTIFICATE' : 'CONNECT_FAILED';
}

async function readCapped(response: http.IncomingMessage, way: Way): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += (chunk as Buffer).length;
    if (size > LARGEST_ANSWER) {
      way.ended = 'ANSWER_TOO_LARGE';
      throw new Error('too large an answer');
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function* ndjson(delivery: Delivery): AsyncGenerator<string> {
  for await (const lines of delivery.lines()) yield `${lines.join('\n')}\n`;
}

function headersOf(delivery: Delivery): Record<string, string> {
  const { seal, handoverScan } = delivery;
  return {
    'content-type': 'application/x-ndjson; charset=utf-8',
    'idempotency-key': delivery.idempotencyKey,
    'x-loket-dispatch': delivery.dispatchNo,
    'x-loket-batch': delivery.batchNo,
    'x-loket-channel': delivery.channel,
    'x-loket-template': 'PK-1',
    'x-loket-count': String(delivery.rowCount),
    'x-loket-digest': delivery.digest,
    ...(handoverScan ? { 'x-loket-bast': handoverScan } : {}),
    ...(seal
      ? {
          'x-loket-statement': Buffer.from(seal.statement, 'utf8').toString('base64url'),
          'x-loket-signature': seal.signature,
          'x-loket-key-id': seal.kid,
        }
      : {}),
  };
}

interface Question {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body: (() => AsyncIterable<string>) | null;
}

/**
 * The PMO as another system (api.md): deliveries go out as they are read, a part at a time, and nothing is followed elsewhere:
 * a redirect would carry NIKs to wherever it points. Every part of the way has its time limit. Never logs.
 */
export function createPmoHttpClient(settings: PmoHttpSettings): PmoClient {
  const base = settings.url.replace(/\/$/, '');
  const { request } = base.startsWith('https:') ? https : http;

  function open(question: Question, signal: AbortSignal): http.ClientRequest {
    return request(`${base}${question.path}`, {
      method: question.method,
      headers: { authorization: `Bearer ${settings.token}`, accept: 'application/json', ...question.headers },
      agent: false,
      signal,
      ...(settings.ca ? { ca: settings.ca } : {}),
    });
  }

  /** Puts the time limits on an exchange; gives what takes them off again. */
  function limitTimes(outgoing: http.ClientRequest, way: Way): () => void {
    const timers = new Set<NodeJS.Timeout>();
    const end = (code: AttemptCode) => {
      way.ended ??= code;
      outgoing.destroy(new Error(code));
    };
    const limit = (code: AttemptCode, milliseconds: number) => {
      const timer = setTimeout(end, milliseconds, code);
      timers.add(timer);
      return timer;
    };
    limit('ANSWER_TIMEOUT', settings.wholeMs);
    const connecting = limit('CONNECT_TIMEOUT', settings.connectMs);
    outgoing.once('socket', (socket) =>
      socket.once(base.startsWith('https:') ? 'secureConnect' : 'connect', () => {
        way.connected = true;
        clearTimeout(connecting);
      }),
    );
    outgoing.setTimeout(settings.idleMs, () => end('IDLE_TIMEOUT'));
    outgoing.once('finish', () => {
      const answering = limit('ANSWER_TIMEOUT', settings.answerMs);
      outgoing.once('response', () => clearTimeout(answering));
    });
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }

  /** One question and its answer; rejects with whatever ended it. */
  async function exchange(
    question: Question,
    signal: AbortSignal,
    way: Way,
  ): Promise<{ status: number; text: string }> {
    const outgoing = open(question, signal);
    const takeOff = limitTimes(outgoing, way);
    // An answer may come before the body has left, which then goes no further.
    const answer = new Promise<http.IncomingMessage>((resolve, reject) => {
      outgoing.once('response', resolve);
      outgoing.on('error', reject);
    });
    if (question.body)
      pipeline(Readable.from(question.body()), outgoing).catch((error: Error) => outgoing.destroy(error));
    else outgoing.end();
    try {
      const response = await answer;
      return { status: response.statusCode ?? 0, text: await readCapped(response, way) };
    } finally {
      takeOff();
      outgoing.destroy();
    }
  }

  async function attempt(
    kind: 'send' | 'ask',
    question: Question,
    delivery: Delivery,
    signal: AbortSignal,
  ): Promise<DeliveryResult> {
    const way: Way = { connected: false, ended: null };
    // What goes wrong on our side, as a sealed line that does not open, is not the way's fault.
    let ours: { error: unknown } | null = null;
    const { body } = question;
    const watched = body && {
      body: async function* () {
        try {
          yield* body();
        } catch (error) {
          ours = { error };
          throw error;
        }
      },
    };
    try {
      return readPmoAnswer(kind, await exchange({ ...question, ...watched }, signal, way), delivery);
    } catch (error) {
      if (ours) throw (ours as { error: unknown }).error;
      if (signal.aborted) throw signal.reason;
      return {
        result: way.connected && kind === 'send' ? 'unclear' : 'unreachable',
        detail: codeOf(error, way),
      };
    }
  }

  return {
    deliver: (delivery, signal) =>
      attempt(
        'send',
        { method: 'POST', path: '/deliveries', headers: headersOf(delivery), body: () => ndjson(delivery) },
        delivery,
        signal,
      ),
    ask: (delivery, signal) =>
      attempt(
        'ask',
        { method: 'GET', path: `/deliveries/${delivery.idempotencyKey}`, headers: {}, body: null },
        delivery,
        signal,
      ),
  };
}

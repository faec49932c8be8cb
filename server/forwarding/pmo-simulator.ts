import { once } from 'node:events';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createAnswering, type AnswerLog, type AnsweringOptions } from './pmo-answering.ts';
import { pmoFaultsOf, type PmoFault, type PmoFaultPlan } from './pmo-faults.ts';
import { inspectBody, refusalReasons } from './pmo-inspection.ts';
import { openReceived, type ReceivedDelivery } from './pmo-received.ts';

export interface PmoSimulatorOptions {
  /** What senders prove themselves by; another one is an unknown sender. */
  token: string;
  port?: number;
  faults?: PmoFaultPlan;
  /** PEM: then a delivery needs a statement signed by this key. */
  publicKey?: string | null;
  /** Where the received set is kept; in memory only where none is named. */
  file?: string | null;
  tls?: { cert: string; key: string };
  /** Where `redirect` points to. */
  redirectTo?: string;
  slowMs?: number;
  /** Questions a delivery stays pending for. */
  pendingFor?: number;
  answering?: AnsweringOptions;
}

const SLOW_MS = 300;
const PENDING_FOR = 2;
const HUGE = 'x'.repeat(500_000);

const receiptOf = ({ dispatchNo, count, digest, receivedAt }: ReceivedDelivery) => ({
  dispatchNo,
  count,
  digest,
  receivedAt,
});

const header = (request: IncomingMessage, name: string) => String(request.headers[name] ?? '');

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Sends a receipt, wrong where it is to be. */
function sendReceipt(
  response: ServerResponse,
  delivery: ReceivedDelivery,
  is: (fault: 'wrong-count' | 'wrong-digest' | 'malformed' | 'huge') => boolean,
): void {
  if (delivery.pendingFor > 0) return send(response, 202, { dispatchNo: delivery.dispatchNo });
  const receipt = receiptOf(delivery);
  if (is('malformed')) return void response.writeHead(200).end(JSON.stringify(receipt).slice(0, 40));
  if (is('huge')) return send(response, 200, { ...receipt, padding: HUGE });
  if (is('wrong-count')) return send(response, 200, { ...receipt, count: receipt.count - 1 });
  if (is('wrong-digest')) return send(response, 200, { ...receipt, digest: 'f'.repeat(64) });
  return send(response, 200, receipt);
}

/**
 * The PMO's system as a program on this machine, for rehearsals and tests (api.md, "PMO as another system"): it takes a delivery once a
 * key, counts, digests and verifies it by itself, refuses what the real one refuses, and does wrong what it is told to.
 */
export async function startPmoSimulator(options: PmoSimulatorOptions) {
  const { publicKey = null, slowMs = SLOW_MS } = options;
  const received = openReceived(options.file ?? null);
  const answering = options.answering ? createAnswering(options.answering) : null;
  const answerLogs: AnswerLog[] = [];
  const answeringNow: Promise<void>[] = [];
  let plan = options.faults ?? [];
  let deliveries = 0;
  let questions = 0;

  async function answer(delivery: ReceivedDelivery, wrong: ReadonlySet<PmoFault>): Promise<void> {
    if (!answering || delivery.arrivals > 1) return;
    const log: AnswerLog = { dispatchNo: delivery.dispatchNo, statuses: [], lost: 0, ended: false };
    answerLogs.push(log);
    const now = answering.answer(delivery, wrong, log);
    answeringNow.push(now);
    await now;
  }

  /** Reads and keeps a delivery; gives null where it was refused, and the refusal has been sent. */
  async function take(
    request: IncomingMessage,
    response: ServerResponse,
    wrong: ReadonlySet<PmoFault>,
  ): Promise<ReceivedDelivery | null> {
    const seen = await inspectBody(request);
    const reasons = wrong.has('refuse') ? ['OFF_TEMPLATE'] : refusalReasons(request.headers, seen, publicKey);
    const known = received.find(header(request, 'idempotency-key'));
    // One key is one delivery: another content under it is not taken for it.
    if (known && known.digest !== seen.digest) reasons.push('DIGEST_DIFFERS');
    if (reasons.length > 0) {
      send(response, 422, { reasons, note: null });
      return null;
    }
    if (wrong.has('hang') || wrong.has('error')) return null;
    return received.take({
      key: header(request, 'idempotency-key'),
      dispatchNo: header(request, 'x-loket-dispatch'),
      count: seen.count,
      digest: seen.digest,
      signed: publicKey !== null,
      registrationNos: seen.registrationNos,
      receivedAt: new Date().toISOString(),
      pendingFor: wrong.has('pending') ? (options.pendingFor ?? PENDING_FOR) : 0,
    });
  }

  async function takeDelivery(request: IncomingMessage, response: ServerResponse): Promise<void> {
    deliveries += 1;
    const wrong = pmoFaultsOf(plan, deliveries);
    const { socket } = request;
    if (wrong.has('busy')) return send(response, 429, {});
    if (wrong.has('redirect'))
      return void response.writeHead(307, { location: options.redirectTo ?? 'http://127.0.0.1:9/' }).end();
    if (wrong.has('cut-early')) return void request.once('data', () => socket.destroy());
    const delivery = await take(request, response, wrong);
    if (wrong.has('error')) return send(response, 500, { message: 'Internal Server Error' });
    if (!delivery || wrong.has('hang-late')) return;
    if (wrong.has('cut')) return void socket.destroy();
    if (wrong.has('error-late')) return send(response, 500, { message: 'Internal Server Error' });
    if (wrong.has('slow')) await wait(slowMs);
    if (wrong.has('answer-early')) await answer(delivery, wrong);
    sendReceipt(response, delivery, (fault) => wrong.has(fault));
    if (!wrong.has('answer-early')) void answer(delivery, wrong);
  }

  function tellOf(key: string, response: ServerResponse): void {
    questions += 1;
    const wrong = pmoFaultsOf(plan, questions);
    if (wrong.has('ask-hang')) return;
    if (wrong.has('ask-error')) return send(response, 503, {});
    const delivery = received.find(key);
    if (!delivery || wrong.has('ask-absent')) return send(response, 404, { code: 'NOT_FOUND' });
    sendReceipt(response, received.asked(delivery), (fault) => wrong.has(`ask-${fault}` as PmoFault));
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://pmo').pathname;
    if (request.method === 'GET' && path === '/received')
      return send(response, 200, { deliveries: received.all(), answers: answerLogs });
    if (header(request, 'authorization') !== `Bearer ${options.token}`)
      return send(response, 403, { reasons: ['UNKNOWN_SENDER'], note: 'pengirim tidak terdaftar' });
    if (request.method === 'POST' && path === '/deliveries') return takeDelivery(request, response);
    const [, key] = /^\/deliveries\/([0-9a-f]{1,64})$/.exec(path) ?? [];
    if (request.method === 'GET' && key) return tellOf(key, response);
    return send(response, 404, { code: 'NOT_FOUND' });
  }

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    // A body that broke off is no delivery; nobody is there to hear of it.
    handle(request, response).catch(() => response.destroy());
  };
  const server = options.tls ? createHttps(options.tls, listener) : createHttp(listener);
  server.on('tlsClientError', () => undefined);
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    received,
    /** Deliveries that began to arrive, and questions, so far. */
    counts: () => ({ deliveries, questions }),
    /** Does wrong what this plan says from here on, counted anew. */
    behave(faults: PmoFaultPlan): void {
      plan = faults;
      deliveries = 0;
      questions = 0;
    },
    /** What became of the answers, once all are sent. */
    answers: async () => {
      await Promise.all(answeringNow);
      return answerLogs;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
export type PmoSimulator = Awaited<ReturnType<typeof startPmoSimulator>>;

import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BatchRecord } from '../../server/batches/batch-schema.ts';
import { createDispatchWorker, type DispatchWorker } from '../../server/forwarding/dispatch-worker.ts';
import type { DispatchDetail } from '../../server/forwarding/forwarding-schema.ts';
import type { PmoClient, SealOf } from '../../server/forwarding/pmo-client.ts';
import { createPmoHttpClient } from '../../server/forwarding/pmo-http-client.ts';
import type { RestSettings } from '../../server/forwarding/pmo-rest.ts';
import type { BatchWorld } from './batch-world.ts';

export const PMO_TOKEN = 'rahasia-uji-pmo';
export const UNSIGNED: SealOf = () => Promise.resolve(null);

/** A client whose patience is that of a test. */
export const hastyClient = (
  url: string,
  more: { token?: string; ca?: string; answerMs?: number } = {},
): PmoClient =>
  createPmoHttpClient({
    url,
    token: more.token ?? PMO_TOKEN,
    ca: more.ca ?? null,
    connectMs: 2000,
    answerMs: more.answerMs ?? 1000,
    idleMs: 2000,
    wholeMs: 30_000,
  });

/** A worker beside the system's own, which the test lets rest. */
export function workerOn(
  world: BatchWorld,
  client: PmoClient,
  more: { rest?: RestSettings; sealOf?: SealOf } = {},
): DispatchWorker {
  const { database, audit, encryption, logger, rowMoves } = world.system.services;
  return createDispatchWorker({
    ...{ database, audit, encryption, client, logger, rowMoves },
    sealOf: more.sealOf ?? UNSIGNED,
    rest: more.rest ?? { failuresToRest: 1000, restMs: 1 },
  });
}

/** The outbox of one batch, as the coordinator sees and moves it. */
export function outboxOf(world: BatchWorld) {
  const { coordinator } = world.clients;
  const rows = (batch: Pick<BatchRecord, 'id'>) => world.write('dispatches').where({ batch_id: batch.id });
  const last = async (batch: Pick<BatchRecord, 'id'>): Promise<DispatchDetail> => {
    const { id } = (await rows(batch).orderBy('id', 'desc').first('id')) as { id: number };
    return (await coordinator.get<DispatchDetail>(`/api/dispatches/${id}`)).body;
  };
  return {
    rows,
    last,
    /** As if the wait were over. */
    due: (batch: Pick<BatchRecord, 'id'>) =>
      rows(batch).update({ next_attempt_at: new Date(0).toISOString() }),
    retry: async (batch: Pick<BatchRecord, 'id'>) => {
      const { id, version } = await last(batch);
      return coordinator.post(`/api/dispatches/${id}/retry`, { version });
    },
  };
}

/** A certificate for 127.0.0.1 that nobody vouches for; null where openssl is not there. */
export function makeCertificate(): { cert: string; key: string } | null {
  const dir = mkdtempSync(join(tmpdir(), 'loket-cert-'));
  try {
    const [cert, key] = [join(dir, 'cert.pem'), join(dir, 'key.pem')];
    const words =
      'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=pmo.invalid -addext subjectAltName=IP:127.0.0.1';
    execFileSync('openssl', [...words.split(' '), '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Call {
  dispatchNo: string;
  answers: { registrationNo: string; result: string }[];
}

/** A server that keeps what it is sent and answers with what it is told to; a stand-in for a neighbour. */
export async function startNeighbour(answer: (call: number) => number = () => 200) {
  const requests: { headers: Record<string, unknown>; body: string }[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      requests.push({ headers: request.headers, body });
      response.writeHead(answer(requests.length)).end('{}');
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    calls: () => requests.map(({ body }) => JSON.parse(body) as Call),
    /** True where every request is signed as agreed, with a nonce of its own. */
    areSigned(secret: string): boolean {
      const nonces = new Set(requests.map(({ headers }) => headers['x-loket-nonce']));
      return (
        nonces.size === requests.length &&
        requests.every(({ headers, body }) => {
          const text = `${String(headers['x-loket-timestamp'])}.${String(headers['x-loket-nonce'])}.${body}`;
          return headers['x-loket-signature'] === createHmac('sha256', secret).update(text).digest('hex');
        })
      );
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

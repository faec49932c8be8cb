import { randomUUID } from 'node:crypto';
import { signatureOf } from '../../server/forwarding/answer-signature.ts';
import type { Answer } from './api-client.ts';
import type { RunningSystem } from './running-system.ts';

export const PMO_TOKEN = 'token-of-the-pmo-system-for-tests-only';
export const PMO_SECRET = 'secret-of-the-pmo-system-for-tests-only';
/** The settings a system needs to take answers by API. */
export const PMO_ENV = { LOKET_PMO_ANSWER_TOKEN: PMO_TOKEN, LOKET_PMO_ANSWER_SECRET: PMO_SECRET };

export interface CallChanges {
  token?: string;
  secret?: string;
  nonce?: string;
  timestamp?: string;
  /** Sent in place of the body that was signed. */
  forged?: string;
  headers?: Record<string, string>;
}

/** The PMO's system, calling as it is documented to. */
export function pmoCaller(system: Pick<RunningSystem, 'visitor'>) {
  const visitor = system.visitor();
  return async <B = Record<string, unknown>>(
    body: unknown,
    changes: CallChanges = {},
  ): Promise<Answer<B>> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const timestamp = changes.timestamp ?? String(Math.floor(Date.now() / 1000));
    const nonce = changes.nonce ?? randomUUID();
    const signature = signatureOf(changes.secret ?? PMO_SECRET, timestamp, nonce, Buffer.from(text));
    const response = await visitor.raw('/api/pmo/answers', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${changes.token ?? PMO_TOKEN}`,
        'x-loket-timestamp': timestamp,
        'x-loket-nonce': nonce,
        'x-loket-signature': signature,
        ...changes.headers,
      },
      body: changes.forged ?? text,
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as B };
  };
}
export type PmoCaller = ReturnType<typeof pmoCaller>;

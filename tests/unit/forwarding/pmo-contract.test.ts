import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { PMO_FAULTS, pmoFaultsOf, readPmoFaultPlan } from '../../../server/forwarding/pmo-faults.ts';
import type { Delivery } from '../../../server/forwarding/pmo-client.ts';
import {
  startPmoSimulator,
  type PmoSimulator,
  type PmoSimulatorOptions,
} from '../../../server/forwarding/pmo-simulator.ts';
import { hastyClient, PMO_TOKEN } from '../../support/pmo-desk.ts';

const { signal } = new AbortController();
let pmo: PmoSimulator | null = null;
afterEach(() => pmo?.stop());
const start = async (options: Partial<PmoSimulatorOptions> = {}) => {
  pmo = await startPmoSimulator({ token: PMO_TOKEN, ...options });
  return pmo;
};

const lineOf = (no: number) => `{"registration_no":"PK-${no}","template_version":"PK-1"}`;
function deliveryOf(lines: string[], change: Partial<Delivery> = {}): Delivery {
  const digest = createHash('sha256').update(lines.map((line) => `${line}\n`).join('')).digest('hex');
  return {
    dispatchId: 1, dispatchNo: 'DSP-2026-00001-1', batchNo: 'KOL-2026-00001', channel: 'offline', idempotencyKey: 'a'.repeat(64),
    digest, rowCount: lines.length, handoverScan: 'b'.repeat(64), seal: null,
    lines: async function* () {
      for (const line of lines) yield await Promise.resolve([line]);
    },
    ...change,
  };
} // prettier-ignore

describe('the way to the PMO', () => {
  it('carries a delivery a part at a time, and is told what arrived', async () => {
    const { url, received } = await start();
    const delivery = deliveryOf([lineOf(1), lineOf(2)]);
    const client = hastyClient(url);
    expect(await client.ask(delivery, signal)).toMatchObject({ result: 'absent' });
    expect(await client.deliver(delivery, signal)).toMatchObject({
      result: 'accepted',
      receipt: { count: 2, digest: delivery.digest },
    });
    expect(await client.deliver(delivery, signal)).toMatchObject({ result: 'accepted' });
    expect(await client.ask(delivery, signal)).toMatchObject({ result: 'accepted' });
    expect(received.all()).toMatchObject([{ arrivals: 2, registrationNos: ['PK-1', 'PK-2'] }]);
  });

  it('reads no further ahead than the other side takes', async () => {
    const { url } = await start({ faults: [{ fault: 'cut-early', when: { every: 1 } }] });
    const line = 'x'.repeat(10_000);
    let read = 0;
    const endless = deliveryOf([], {
      lines: async function* () {
        for (; read < 100_000; read += 1) yield await Promise.resolve([line]);
      },
    });
    expect(await hastyClient(url).deliver(endless, signal)).toMatchObject({ result: 'unclear', detail: 'CONNECTION_CUT' });
    expect(read).toBeLessThan(5000);
  }); // prettier-ignore

  it('breaks off before the end of a body whose lines do not open, so that nothing whole arrives', async () => {
    const { url, received } = await start();
    const broken = deliveryOf([lineOf(1)], {
      lines: async function* () {
        yield await Promise.resolve([lineOf(1)]);
        throw new Error('a sealed line does not open');
      },
    });
    await expect(hastyClient(url).deliver(broken, signal)).rejects.toThrow('does not open');
    expect(received.all()).toEqual([]);
  });

  it('says that nobody is there, and that nothing was sent', async () => {
    const { url, stop } = await start();
    await stop();
    pmo = null;
    const result = await hastyClient(url).deliver(deliveryOf([lineOf(1)]), signal);
    expect(result).toEqual({ result: 'unreachable', detail: 'CONNECT_FAILED' });
  });

  it('ends at once where it is told to', async () => {
    const { url } = await start({ faults: [{ fault: 'hang', when: { every: 1 } }] });
    const abort = new AbortController();
    const delivering = hastyClient(url, { answerMs: 60_000 }).deliver(deliveryOf([lineOf(1)]), abort.signal);
    setTimeout(() => abort.abort('STOPPED'), 50);
    await expect(delivering).rejects.toBe('STOPPED');
  });
});

describe('the simulated PMO', () => {
  it.each([
    ['no handover minutes', { handoverScan: null }, ['BAST_MISSING']],
    ['another count', { rowCount: 3 }, ['COUNT_DIFFERS']],
    ['another digest', { digest: 'c'.repeat(64) }, ['DIGEST_DIFFERS']],
  ] as const)('refuses a delivery with %s', async (_what, change, reasons) => {
    const { url, received } = await start();
    const result = await hastyClient(url).deliver(deliveryOf([lineOf(1)], change), signal);
    expect(result).toMatchObject({ result: 'refused', refusal: { reasons } });
    expect(received.all()).toEqual([]);
  });

  it('takes an online batch without handover minutes, and refuses rows of another template', async () => {
    const { url } = await start();
    const online = deliveryOf([lineOf(1)], { channel: 'online', handoverScan: null });
    expect((await hastyClient(url).deliver(online, signal)).result).toBe('accepted');
    const other = deliveryOf(['{"registration_no":"PK-1","template_version":"PK-0"}'], { idempotencyKey: 'd'.repeat(64) });
    expect(await hastyClient(url).deliver(other, signal)).toMatchObject({ refusal: { reasons: ['OFF_TEMPLATE'] } });
  }); // prettier-ignore

  it('takes no other content under a key it knows', async () => {
    const { url, received } = await start();
    await hastyClient(url).deliver(deliveryOf([lineOf(1)]), signal);
    const result = await hastyClient(url).deliver(deliveryOf([lineOf(2)]), signal);
    expect(result).toMatchObject({ refusal: { reasons: ['DIGEST_DIFFERS'] } });
    expect(received.all()).toMatchObject([{ registrationNos: ['PK-1'] }]);
  });

  it('verifies the signed statement, where it was given the key', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
    const { url } = await start({ publicKey: pem });
    const plain = deliveryOf([lineOf(1)]);
    const sealed = (digest: string) => {
      const statement = `{"digest":"sha-256:${digest}","rowCount":1}`;
      const header = Buffer.from('{"alg":"EdDSA","kid":"s1"}').toString('base64url');
      const input = `${header}.${Buffer.from(statement).toString('base64url')}`;
      const signature = sign(null, Buffer.from(input), privateKey).toString('base64url');
      return {
        ...plain,
        seal: {
          statement,
          signature: `${header}..${signature}`,
          kid: 's1',
          publicKey: pem,
          digest: plain.digest,
          signedAt: '2026-11-30T00:00:00.000Z',
        },
      };
    };
    const client = hastyClient(url);
    expect(await client.deliver(plain, signal)).toMatchObject({ refusal: { reasons: ['UNKNOWN_SENDER'] } });
    const forged = await client.deliver(sealed('e'.repeat(64)), signal);
    expect(forged).toMatchObject({ refusal: { reasons: ['UNKNOWN_SENDER'] } });
    expect((await client.deliver(sealed(plain.digest), signal)).result).toBe('accepted');
  });

  it('still holds after a restart what it held', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'loket-pmo-'));
    try {
      const file = join(dir, 'received.ndjson');
      const first = await start({ file });
      await hastyClient(first.url).deliver(deliveryOf([lineOf(1)]), signal);
      await first.stop();
      const second = await start({ file });
      expect((await hastyClient(second.url).ask(deliveryOf([lineOf(1)]), signal)).result).toBe('accepted');
      const listed = (await (await fetch(`${second.url}/received`)).json()) as { deliveries: object[] };
      expect(listed.deliveries).toMatchObject([{ count: 1, registrationNos: ['PK-1'] }]);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});

describe('a plan of faults', () => {
  it('names faults by the number of the delivery', () => {
    const plan = readPmoFaultPlan('cut@3, error@1..2,ask-hang@1..1');
    if (typeof plan === 'string') throw new Error(plan);
    expect([1, 2, 3, 4, 6].map((number) => [...pmoFaultsOf(plan, number)])).toEqual([
      ['error', 'ask-hang'], ['error'], ['cut'], [], ['cut'],
    ]); // prettier-ignore
  });

  it('says in a line what it does not know', () => {
    expect(readPmoFaultPlan('explode@1')).toContain(PMO_FAULTS.join(', '));
    expect(readPmoFaultPlan('cut@0')).toMatch(/cut@0 is no fault/);
  });
});

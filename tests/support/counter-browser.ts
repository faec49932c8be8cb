import 'fake-indexeddb/auto';
import { createController, type Controller } from '../../client/counter/counter-controller.ts';
import { openCounterDb, type CounterDb } from '../../client/counter/counter-db.ts';
import type { ApiClient } from './api-client.ts';

/** What happens to a request on its way: it passes, never arrives, or arrives and its answer is lost. */
export type Fate = 'passes' | 'lost' | 'answerLost';

/** The few things of a browser that the outbox stands on, given to Node for this test file. */
export function standInForBrowser(): void {
  const kept = new Map<string, string>();
  const given = {
    location: { origin: 'http://loket.test' },
    localStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    },
    navigator: {
      onLine: true,
      locks: { request: (_name: string, _options: object, work: (lock: object) => unknown) => work({}) },
    },
  };
  for (const [name, value] of Object.entries(given))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

let opened = 0;

/** The page's own outbox on a device, against the real server, over a network with faults. */
export async function openOutbox(
  client: ApiClient,
  fateOf: (path: string, body: string) => Fate = () => 'passes',
) {
  opened += 1;
  const db: CounterDb = await openCounterDb(`loket-test-${opened}`);
  let fate = fateOf;
  const asked: string[] = [];
  globalThis.fetch = (async (path: string, init: RequestInit) => {
    const text = typeof init.body === 'string' ? init.body : '';
    asked.push(path);
    const now = fate(path, text);
    if (now === 'lost') throw new TypeError('fetch failed');
    const answer = await client.raw(path, init);
    if (now === 'answerLost') {
      await answer.arrayBuffer();
      throw new TypeError('fetch failed');
    }
    return answer;
  }) as typeof fetch;
  const controller = createController(db);
  await controller.start();
  const calm = async (): Promise<void> => {
    while (controller.get().sending) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return {
    db,
    controller,
    asked,
    network(next: (path: string, body: string) => Fate): void {
      fate = next;
    },
    /** Keys a form as the page does. */
    async key(form: Record<string, unknown>): Promise<string> {
      const clientId = crypto.randomUUID();
      await controller.keepDraft(clientId, { channel: 'offline', ...form });
      await controller.save(clientId, { channel: 'offline', ...form });
      return clientId;
    },
    /** Waits until the round under way has ended. */
    calm,
    /** Waits for the round under way, then sends once more. */
    async settle(): Promise<void> {
      await calm();
      await controller.send();
    },
    states: (): string[] => controller.get().items.map(({ state }) => state),
  };
}
export type OutboxDesk = Awaited<ReturnType<typeof openOutbox>> & { controller: Controller };

import {
  bulkhead,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhenResult,
  isBrokenCircuitError,
  retry,
  wrap,
} from 'cockatiel';
import {
  dukcapilQuestion,
  readDukcapilAnswer,
  type DukcapilCaller,
  type DukcapilPerson,
  type DukcapilReading,
} from './dukcapil-rules.ts';
import type { UnavailableCause } from './identity-schema.ts';

export interface DukcapilSettings extends DukcapilCaller {
  /** `https://…/dukcapil/get_json/<institution>/CALL_VERIFY_BY_ELEMEN`. */
  url: string;
  /** Questions under way at once. */
  concurrency: number;
  timeoutMs: number;
  /** After so many failures in a row the service is left alone for `restMs`. */
  failuresToRest: number;
  restMs: number;
  /** Further tries of a question that failed on its way. */
  retries: number;
  retryMs: number;
}

export const DUKCAPIL_DEFAULTS = {
  concurrency: 8,
  timeoutMs: 10_000,
  failuresToRest: 10,
  restMs: 30_000,
  retries: 2,
  retryMs: 250,
} as const;

/** An answer about one person is a few hundred bytes. */
const LARGEST_ANSWER = 65_536;

const failed = (cause: UnavailableCause): DukcapilReading => ({
  kind: 'unavailable',
  cause,
  code: null,
  quotaLeft: null,
});
const causeOf = (reading: DukcapilReading) => (reading.kind === 'unavailable' ? reading.cause : null);
/** Worth another try at once: the way, not the word. */
const ON_THE_WAY: readonly (UnavailableCause | null)[] = ['unreachable', 'timeout', 'malformed'];
const failedOnTheWay = (result: unknown) => ON_THE_WAY.includes(causeOf(result as DukcapilReading));

async function readBody(answer: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += (chunk as Uint8Array).length;
    if (size > LARGEST_ANSWER) return null;
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    // What is no JSON is no answer: the reading says `malformed`.
    return null;
  }
}

/**
 * Asks Dukcapil's web service about one person at a time: a few at once, each with a time limit, failures on the way tried again
 * with growing, jittered pauses, and a service that fails on and on left alone for a while. Account refused and quota exhausted
 * are not tried again here. Never throws for the network's sake; never logs.
 */
export function createDukcapilClient(settings: DukcapilSettings) {
  async function once(person: DukcapilPerson): Promise<DukcapilReading> {
    try {
      const answer = await fetch(settings.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(dukcapilQuestion(person, settings)),
        redirect: 'error',
        signal: AbortSignal.timeout(settings.timeoutMs),
      });
      if (answer.status === 401 || answer.status === 403) return failed('credentials');
      if (!answer.ok) return failed('unreachable');
      return readDukcapilAnswer(parsed(await readBody(answer)), person.nik);
    } catch (error) {
      return failed((error as Error).name === 'TimeoutError' ? 'timeout' : 'unreachable');
    }
  }

  const onTheWay = handleWhenResult(failedOnTheWay);
  const breaker = circuitBreaker(onTheWay, {
    halfOpenAfter: settings.restMs,
    breaker: new ConsecutiveBreaker(settings.failuresToRest),
  });
  const policy = wrap(
    bulkhead(settings.concurrency, Infinity),
    retry(onTheWay, {
      maxAttempts: settings.retries,
      backoff: new ExponentialBackoff({ initialDelay: settings.retryMs, maxDelay: settings.retryMs * 8 }),
    }),
    breaker,
  );

  return {
    async verify(person: DukcapilPerson): Promise<DukcapilReading> {
      let told: DukcapilReading | null = null;
      try {
        return await policy.execute(async () => (told = await once(person)));
      } catch (error) {
        // A question that failed before the service was left alone says why; only one never asked rests.
        if (isBrokenCircuitError(error)) return told ?? failed('resting');
        throw error;
      }
    },
  };
}
export type DukcapilClient = ReturnType<typeof createDukcapilClient>;

import type { Logger } from './logger.ts';

const IDLE_MILLISECONDS = 1000;

interface Work {
  /** Who stumbled, in the log. */
  name: string;
  /** Takes back what a process that died held; runs once, before the first round. */
  takeBack: () => Promise<void>;
  /** Does what is due, and looks at `stopping` between two pieces of it. */
  round: (stopping: () => boolean) => Promise<void>;
  logger: Logger;
}

/**
 * Work beside the requests, one round at a time: a second of rest after each, at once when woken. A round that fails is logged
 * and made good by the next. Every statement runs inside a round, so that after `drain` none is under way any more.
 */
export function createWorkRounds({ name, takeBack, round, logger }: Work) {
  let started = false;
  let stopping = false;
  let woken = false;
  let timer: NodeJS.Timeout | null = null;
  let current: Promise<void> | null = null;

  async function guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const { name: kind, code } = error as { name?: string; code?: string };
      logger.error({ worker: name, kind, code }, 'worker stumbled');
    }
  }

  /** Whoever wakes it during a round gets another one: what they brought may lie behind what was looked at. */
  async function untilQuiet(): Promise<void> {
    do {
      woken = false;
      if (!stopping) await round(() => stopping);
    } while (woken && !stopping);
  }

  function restThenGoOn(): void {
    current = null;
    if (!stopping) timer = setTimeout(() => void run(() => guarded(untilQuiet)), IDLE_MILLISECONDS);
  }

  function run(work: () => Promise<void>): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    current ??= work().finally(restThenGoOn);
    return current;
  }

  return {
    start(): void {
      started = true;
      void run(async () => {
        await guarded(takeBack);
        await guarded(untilQuiet);
      });
    },
    /** Works now rather than within a second; settles when what is due has been tried. Nothing before `start`. */
    async wake(): Promise<void> {
      if (!started || stopping) return;
      woken = true;
      await run(() => guarded(untilQuiet));
    },
    /** Ends after the piece under way; no round follows. */
    async drain(): Promise<void> {
      stopping = true;
      if (timer) clearTimeout(timer);
      timer = null;
      await current;
    },
    stopping: () => stopping,
  };
}

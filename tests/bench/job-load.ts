import type { Bench } from './bench.ts';
import { timed, type Caller } from './load.ts';

const ASK_EVERY_MS = 100;

interface JobSeen {
  status: string;
  receipt: Record<string, unknown> | null;
}

export const rest = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until `look` finds what it looks for, and gives it. */
export async function untilFound<T>(look: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    await rest(ASK_EVERY_MS);
  }
}

/** The job once it has ended well; throws where it did not. */
export const jobDone = (caller: Caller, jobId: number): Promise<JobSeen> =>
  untilFound(async () => {
    const job = await caller.json<JobSeen>({ path: `/api/jobs/${jobId}` });
    if (job.status === 'succeeded') return job;
    if (job.status === 'queued' || job.status === 'running') return null;
    throw new Error(`job ${jobId} is ${job.status}`);
  });

/** How long others wait for a write of theirs, as long as `work` lasts. */
export async function whileOthersWrite<T>(bench: Bench, submissionId: number, work: () => Promise<T>) {
  const other = await bench.callerOf('reviewer-1');
  const waits: number[] = [];
  let over = false;
  const writing = (async () => {
    while (!over) {
      const path = `/api/submissions/${submissionId}/notes`;
      waits.push(await timed(other, { method: 'POST', path, body: { text: 'bench' } }));
      await rest(ASK_EVERY_MS);
    }
  })();
  const started = performance.now();
  const cpu = bench.server.cpuSeconds();
  try {
    const result = await work();
    return {
      result,
      seconds: (performance.now() - started) / 1000,
      cpu: bench.server.cpuSeconds() - cpu,
      waits,
    };
  } finally {
    over = true;
    await writing;
  }
}

import { timingSafeEqual } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Express } from 'express';
import { AppError, forbidden } from '../errors.ts';
import type { Database } from '../database.ts';

export interface Operations {
  database: Database;
  demo: boolean;
  version: string;
  metricsToken: string | null;
  draining(): boolean;
}

const same = (one: string, other: string) =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

async function metricsText(
  database: Database,
  delay: ReturnType<typeof monitorEventLoopDelay>,
): Promise<string> {
  const jobs = (await database.read('jobs').select('status').count({ n: '*' }).groupBy('status')) as {
    status: string;
    n: number;
  }[];
  const dispatches = (await database
    .read('dispatches')
    .select('status')
    .count({ n: '*' })
    .groupBy('status')) as { status: string; n: number }[];
  const memory = process.memoryUsage();
  return [
    '# TYPE loket_resident_bytes gauge',
    `loket_resident_bytes ${memory.rss}`,
    '# TYPE loket_event_loop_delay_p99_seconds gauge',
    `loket_event_loop_delay_p99_seconds ${delay.percentile(99) / 1e9}`,
    '# TYPE loket_jobs gauge',
    ...jobs.map(({ status, n }) => `loket_jobs{status="${status}"} ${n}`),
    '# TYPE loket_dispatches gauge',
    ...dispatches.map(({ status, n }) => `loket_dispatches{status="${status}"} ${n}`),
    '',
  ].join('\n');
}

/** Health, readiness and metrics: for whoever runs the system, before any session. */
export function mountOperations(
  app: Express,
  { database, demo, version, metricsToken, draining }: Operations,
): void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  app.get('/api/health', (_req, res) => {
    res.setHeader('Cache-Control', 'no-store');
    res.json({ status: 'ok', version, demo });
  });
  app.get('/api/ready', async (_req, res) => {
    if (draining())
      throw new AppError(503, 'DRAINING', 'This server is going down; ask another.', {
        headers: { 'Retry-After': '5' },
      });
    await database.read.raw('select 1');
    res.setHeader('Cache-Control', 'no-store');
    res.json({ status: 'ready' });
  });
  app.get('/api/metrics', async (req, res) => {
    const given = /^Bearer (.+)$/.exec(req.get('authorization') ?? '')?.[1] ?? '';
    if (!metricsToken || !same(given, metricsToken))
      throw forbidden('METRICS_TOKEN', 'Metrics need the token of LOKET_METRICS_TOKEN.');
    res.type('text/plain').send(await metricsText(database, delay));
  });
}

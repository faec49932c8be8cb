import { loadavg } from 'node:os';
import { createRandom } from '../../seeds/random.ts';
import { appendEvent } from '../../server/audit/audit-store.ts';
import type { Actor } from '../../server/audit/audit-service.ts';
import { readConfig } from '../../server/config.ts';
import { openServices } from '../../server/start.ts';
import type { Services } from '../../server/services.ts';
import type { SubmissionRow } from '../../server/submissions/submission-store.ts';
import { percentile, summarise, type Figure } from './figures.ts';
import { createCaller, inParallel, timed, type Call, type Caller } from './load.ts';
import { REVIEWERS } from './population-base.ts';
import type { Bench } from './bench.ts';

const SAMPLES = 300;
/** A server that has run for a minute has compiled what it runs; so many rounds stand for that minute. */
const WARM_UP = 100;
const MACHINE_SECONDS = 2;
/** What the case page asks for beside the record; duplicates only where the record counts some. */
const PARTS = ['available-actions', 'documents', 'history', 'family'];
const BROWSER_CONNECTIONS = 6;
const CASES_A_REVIEWER = 20;
const ACTS = 200;

interface Listed {
  id: number;
  version: number;
  fullName: string;
  duplicateCount: number;
}

const listPath = (filter: Record<string, unknown>, rows: number, field = 'id', direction = 'ASC') =>
  `/api/submissions?${new URLSearchParams({ filter: JSON.stringify(filter), range: `[0,${rows - 1}]`, sort: JSON.stringify([field, direction]) }).toString()}`;

/** Runs one thing many times, one after the other, as one person does. */
async function onePerson(samples: number, work: (round: number) => Promise<number>) {
  for (let round = 0; round < WARM_UP; round += 1) await work(round);
  const taken: number[] = [];
  const started = performance.now();
  for (let round = 0; round < samples; round += 1) taken.push(await work(round));
  return summarise(taken, (performance.now() - started) / 1000);
}

async function casePage(bench: Bench): Promise<Figure> {
  const owner = await bench.callerOf('reviewer-1');
  const cases = await owner.json<Listed[]>({ path: listPath({ status: 'in_review' }, 200) });
  const browser: Caller[] = [];
  for (let index = 0; index < BROWSER_CONNECTIONS; index += 1)
    browser.push((await bench.connections(['reviewer-1'])).get('reviewer-1') as Caller);
  let requests = 0;
  const values = await onePerson(SAMPLES, async (round) => {
    const { id, duplicateCount } = cases[round % cases.length] as Listed;
    const parts = [...PARTS, ...(duplicateCount > 0 ? ['duplicates'] : [])];
    const paths = [`/api/submissions/${id}`, ...parts.map((part) => `/api/submissions/${id}/${part}`)];
    requests = Math.max(requests, paths.length);
    const started = performance.now();
    await Promise.all(paths.map((path, index) => timed(browser[index % browser.length] as Caller, { path })));
    return performance.now() - started;
  });
  browser.forEach((caller) => caller.close());
  return {
    section: 'cases',
    name: 'case page, all it needs, one person',
    values: { ...values, requests },
    atMost: { p99: 60, requests: 6 },
  };
}

const NAMES = { word: 'SITI', prefix: 'MUHAM', fragment: 'AHAYU', two: 'NUR AINI' };

async function searches(bench: Bench, niks: readonly string[]): Promise<Figure[]> {
  const caller = await bench.callerOf('reviewer-1');
  const search = (q: string): Call => ({ method: 'POST', path: '/api/submissions/search', body: { q } });
  const byNik = await onePerson(SAMPLES, (round) =>
    timed(caller, search(niks[round % niks.length] as string)),
  );
  const figures: Figure[] = [
    { section: 'cases', name: 'search by full NIK', values: byNik, atMost: { p99: 5 } },
  ];
  for (const [kind, q] of Object.entries(NAMES)) {
    const values = await onePerson(SAMPLES / 3, () => timed(caller, search(q)));
    figures.push({ section: 'cases', name: `search by name: ${kind}`, values, atMost: { p99: 40 } });
  }
  return figures;
}

async function dashboards(bench: Bench): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const username of ['reviewer-1', 'coordinator', 'intake', 'approver', 'pmo', 'auditor', 'admin']) {
    const caller = await bench.callerOf(username);
    const limits = {
      section: 'cases',
      name: `dashboard: ${username.replace('-1', '')}`,
      atMost: { p99: 50 },
    };
    const first = await caller.call({ path: '/api/dashboard' });
    if (first.status === 404)
      return [{ ...limits, name: 'dashboard', values: {}, absent: 'the system has no dashboard' }];
    figures.push({
      ...limits,
      values: await onePerson(SAMPLES / 3, () => timed(caller, { path: '/api/dashboard' })),
    });
  }
  return figures;
}

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const SOUND = {
  status: 'submitted',
  identityOutcome: 'matched',
  screeningOutcome: 'clear',
  duplicateCount: 0,
};
type Claimed = { id: number; version: number };

/** Every reviewer holds some sound cases before the clock starts. */
async function claimed(bench: Bench): Promise<{ caller: Caller; cases: Claimed[] }[]> {
  const coordinator = await bench.callerOf('coordinator');
  const waiting = await coordinator.json<Listed[]>({ path: listPath(SOUND, 1000, 'id', 'DESC') });
  const desks: { caller: Caller; cases: Claimed[] }[] = [];
  for (let index = 0; index < REVIEWERS; index += 1) {
    const caller = await bench.callerOf(`reviewer-${index + 1}`);
    const cases: Claimed[] = [];
    for (const { id, version } of waiting.splice(0, CASES_A_REVIEWER))
      cases.push(
        await caller.json<Claimed>({
          method: 'POST',
          path: `/api/submissions/${id}/claim`,
          body: { version },
        }),
      );
    desks.push({ caller, cases });
  }
  return desks;
}

/** Why a decision was refused, in the codes of its answer. */
function refusalCodes(answer: string): string[] {
  const { code, details } = JSON.parse(answer) as {
    code: string;
    details?: { blockers?: { code: string }[] };
  };
  return details?.blockers?.map((blocker) => blocker.code) ?? [code];
}

/** Twenty reviewers decide; between two decisions each rests for `pause` milliseconds. */
async function decisions(
  bench: Bench,
  { name, pause, p99 }: { name: string; pause: number; p99?: number },
): Promise<Figure> {
  const desks = await claimed(bench);
  const refusals: string[] = [];
  const random = createRandom(name);
  const cpu = bench.server.cpuSeconds();
  const { samples, seconds } = await inParallel(REVIEWERS, 600, async (worker, round) => {
    const { caller, cases } = desks[worker] as (typeof desks)[number];
    const one = cases[round];
    if (!one) return false;
    // Each at a moment of their own, as people do.
    if (pause > 0) await wait(pause * (0.5 + random.next()));
    const answer = await caller.call({
      method: 'POST',
      path: `/api/submissions/${one.id}/verify`,
      body: { version: one.version },
    });
    if (answer.status !== 200 && answer.status !== 409)
      throw new Error(`verify answered ${answer.status}: ${answer.text}`);
    if (answer.status === 409) refusals.push(...refusalCodes(answer.text));
    return answer.milliseconds;
  });
  return {
    section: 'cases',
    name,
    values: {
      ...summarise(samples, seconds),
      'CPU ms': ((bench.server.cpuSeconds() - cpu) * 1000) / samples.length,
      refused: refusals.length,
    },
    ...(refusals.length > 0 ? { note: `refused: ${[...new Set(refusals)].join(', ')}` } : {}),
    ...(p99 === undefined ? {} : { atMost: { p99 } }),
  };
}

const actorOf = async ({ database }: Services, username: string): Promise<Actor> => {
  const { id } = (await database.read('staff').where({ username }).first('id')) as { id: number };
  return { id, role: 'reviewer', officeId: 1, fullName: username, username };
};

/** The share of an act that its event takes: the mean of appending against the mean of the whole decision. */
async function auditShare(services: Services): Promise<Figure> {
  const actor = await actorOf(services, 'reviewer-1');
  const rows = (await services.database
    .read('submissions')
    .where({
      status: 'submitted',
      identity_outcome: 'matched',
      screening_outcome: 'clear',
      duplicate_count: 0,
    })
    .orderBy('id')
    .limit(ACTS)) as SubmissionRow[];
  const request = { action: 'submission.claimed', actor, requestId: 'bench' };
  const started = performance.now();
  for (const row of rows)
    await services.audit.act(request, (act) => services.submissions.claims.claim(act, row.id, row.version));
  const act = (performance.now() - started) / rows.length;
  const head = { at: new Date().toISOString(), actorId: actor.id, actorRole: actor.role, officeId: 1, requestId: 'bench', action: request.action, outcome: 'done' as const }; // prettier-ignore
  const entry = { subject: 'submission', subjectId: 1, before: { status: 'submitted' }, after: { status: 'in_review' }, details: { reasons: [], ruleSet: 'normal-2023', ruleSetVersion: 1 } }; // prettier-ignore
  const append = await services.database.transaction(async (trx) => {
    const from = performance.now();
    for (let index = 0; index < ACTS; index += 1) await appendEvent(trx, head, entry);
    return (performance.now() - from) / ACTS;
  });
  return {
    section: 'cases',
    name: 'audit append, share of an act',
    values: { percent: (append / act) * 100, 'append ms': append, 'act ms': act },
    atMost: { percent: 25 },
  };
}

/** What the machine gives at this moment: an answer that asks no database, at the same numbers of callers. */
async function machine(bench: Bench): Promise<Figure> {
  const callers = Array.from({ length: REVIEWERS }, () => createCaller(bench.server.port));
  const at = (workers: number) =>
    inParallel(workers, MACHINE_SECONDS, (worker) =>
      timed(callers[worker] as Caller, { path: '/api/health' }),
    ).then(({ samples }) => ({ p50: percentile(samples, 0.5), p99: percentile(samples, 0.99) }));
  const [one, ten, twenty] = [await at(1), await at(10), await at(REVIEWERS)];
  callers.forEach((caller) => caller.close());
  return {
    section: 'cases',
    name: 'the machine: /api/health at 1, 10 and 20 callers',
    values: {
      load: loadavg()[0] as number,
      '1 p50': one.p50, '1 p99': one.p99, '10 p50': ten.p50, '10 p99': ten.p99, '20 p50': twenty.p50, '20 p99': twenty.p99,
    }, // prettier-ignore
  };
}

/** Case page, searches, dashboards, decisions and what the log costs. */
export async function measureCases(bench: Bench): Promise<Figure[]> {
  const services = await openServices(readConfig(bench.env));
  try {
    const rows = (await services.database.read('submissions').orderBy('id').limit(100)) as SubmissionRow[];
    const niks = rows.map((row) => services.submissions.sealer.open(row).nik);
    return [
      await machine(bench),
      await casePage(bench),
      ...(await searches(bench, niks)),
      ...(await dashboards(bench)),
      // Nobody decides without reading: the flood tells what the system can take, and has no budget.
      await decisions(bench, { name: `decisions without a pause, ${REVIEWERS} reviewers`, pause: 0 }),
      await decisions(bench, {
        name: `one decision, ${REVIEWERS} reviewers, one a second each`,
        pause: 1000,
        p99: 30,
      }),
      await auditShare(services),
    ];
  } finally {
    await services.database.close();
  }
}

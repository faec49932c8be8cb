import type { Act } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import type { Reply, RequestContext } from '../http/route.ts';
import type { StepOrdered } from './batch-run-schema.ts';
import { batchRefusal, loadBatchFacts } from './batch-facts.ts';
import type { RefusedAfterScreening } from './batch-screening.ts';
import { findBatch } from './batch-store.ts';
import { idOf } from '../http/address-id.ts';

/**
 * Runs an act that screens first. What the screening found is kept either way: a refusal by it is thrown only after
 * the act's transaction stands.
 */
async function actAfterScreening<T>(
  context: RequestContext<unknown>,
  database: Database,
  work: (act: Act) => Promise<T | RefusedAfterScreening>,
): Promise<T> {
  const result = await context.act(work);
  if (typeof result !== 'object' || result === null || !('refused' in result)) return result as T;
  const batch = await findBatch(database.read, context.actor, idOf(context.params));
  throw batchRefusal(result.refused, await loadBatchFacts(database.read, batch), context.actor);
}

/** As a route answers it: what the act came to, or 202 with the job that is to take the step. */
export async function actOrOrder<T extends object>(
  context: RequestContext<unknown>,
  database: Database,
  work: (act: Act) => Promise<T | StepOrdered | RefusedAfterScreening>,
): Promise<unknown> {
  const result = await actAfterScreening(context, database, work);
  if (!('jobId' in result)) return result;
  return { kind: 'json', status: 202, body: result } satisfies Reply;
}

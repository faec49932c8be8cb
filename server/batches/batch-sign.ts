import type { Act, Actor } from '../audit/audit-service.ts';
import type { Connection } from '../database.ts';
import { delegationsTo } from '../sign-off/delegation-store.ts';
import { openStage, principalOf, signBlockers } from '../sign-off/sign-off-rules.ts';
import type { BatchSignOff, SignBatch } from '../sign-off/sign-off-schema.ts';
import { signOffOf } from '../sign-off/sign-off-store.ts';
import { batchRefusal, loadBatchFacts, loadHands } from './batch-facts.ts';
import { batchBlockers, dutyBlockers, type BatchBlocker, type BatchFacts } from './batch-rules.ts';
import { changeBatch, lockBatch, type BatchRow } from './batch-store.ts';

/** Stages, whom the actor may sign for, and everything that keeps them from it. */
export async function judgeSigning(
  connection: Connection,
  batch: BatchRow,
  facts: BatchFacts,
  actor: Actor,
  now: string,
) {
  const { stages } = await signOffOf(connection, batch);
  const delegations = await delegationsTo(connection, actor.id, now);
  const signer = { actorId: actor.id, principalIds: delegations.map(({ from_id }) => from_id) };
  const first = batchBlockers('sign', facts, actor);
  if (first.length > 0) return { stages, delegations, principalId: null, blockers: first };
  const principalId = principalOf(stages, signer);
  const blockers: BatchBlocker[] = signBlockers(stages, signer);
  // Neither who signs nor whom they sign for may have had a hand in a row: reads every row, so only for who could sign.
  if (principalId !== null)
    for (const id of new Set([actor.id, principalId])) {
      const hands = dutyBlockers({ ...facts, ...(await loadHands(connection, batch, { id })) }, { id });
      blockers.push(...(id === actor.id ? hands : hands.map((one) => ({ ...one, principalId: id }))));
    }
  return { stages, delegations, principalId, blockers };
}

/**
 * Signs the open stage of a batch for its digest, for oneself or for whoever lent their signature. The caller has asked for
 * the password again. Throws 409 with what stands in the way.
 */
export async function signBatch(
  act: Act,
  id: number,
  input: Omit<SignBatch, 'password'>,
): Promise<BatchSignOff> {
  const batch = await lockBatch(act, id, input.version);
  const facts = await loadBatchFacts(act.trx, batch);
  const { stages, delegations, principalId, blockers } = await judgeSigning(act.trx, batch, facts, act.actor, act.now); // prettier-ignore
  if (blockers.length > 0) throw batchRefusal(blockers, facts, act.actor);
  const stage = openStage(stages);
  if (!stage || principalId === null) throw new Error(`batch ${id} has no stage to sign`);
  await act.trx('batch_signatures').insert({
    batch_id: id,
    digest: batch.digest,
    stage_id: stage.id,
    signer_id: act.actor.id,
    principal_id: principalId,
    delegation_id: delegations.find(({ from_id }) => from_id === principalId)?.id ?? null,
    signed_at: act.now,
    note: input.note,
  });
  await changeBatch(
    act,
    batch,
    'sign',
    {},
    { note: input.note, details: { stage: stage.name, principalId } },
  );
  return signOffOf(act.trx, batch);
}

import { may, type Role } from '../auth/permission-rules.ts';
import type { Connection } from '../database.ts';
import type { BatchSignOff, PlanRecord, StageRecord } from './sign-off-schema.ts';

export interface PlanRow {
  id: number;
  wave_id: number;
  ordered_by_id: number;
  ordered_at: string;
  consented_by_id: number | null;
  consented_at: string | null;
  ended_at: string | null;
  version: number;
}

/** The names of staff by id. */
export async function namesOf(connection: Connection, ids: readonly (number | null)[]) {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const rows = (await connection('staff').whereIn('id', wanted).select('id', 'full_name')) as {
    id: number;
    full_name: string;
  }[];
  const names = new Map(rows.map((row) => [row.id, row.full_name]));
  return (id: number) => ({ id, fullName: names.get(id) ?? '' });
}

/** Whether a member of staff is active and of a role that signs. */
export async function signersAmong(connection: Connection, ids: readonly number[]): Promise<Set<number>> {
  const rows = (await connection('staff')
    .whereIn('id', [...ids])
    .where({ active: 1 })
    .select('id', 'role')) as { id: number; role: Role }[];
  return new Set(rows.filter(({ role }) => may(role, 'batch.sign')).map(({ id }) => id));
}

/** The stages of a plan with those who may sign them; without signatures. */
export async function stagesOf(
  connection: Connection,
  planId: number,
): Promise<Omit<StageRecord, 'signatures'>[]> {
  const stages = (await connection('sign_off_stages').where({ plan_id: planId }).orderBy('position')) as {
    id: number;
    position: number;
    name: string;
    needed: number;
  }[];
  const signers = (await connection('sign_off_signers as p')
    .join('staff as f', 'f.id', 'p.staff_id')
    .where({ 'p.plan_id': planId })
    .orderBy('f.full_name')
    .select('p.stage_id', 'f.id', 'f.full_name')) as { stage_id: number; id: number; full_name: string }[];
  return stages.map(({ id, position, name, needed }) => ({
    id,
    position,
    name,
    needed,
    signers: signers
      .filter(({ stage_id }) => stage_id === id)
      .map((one) => ({ id: one.id, fullName: one.full_name })),
  }));
}

/** The plan that holds for a wave now; null where nothing but ratifying is asked. */
export async function planInForce(connection: Connection, waveId: number): Promise<PlanRow | null> {
  const row = (await connection('sign_off_plans')
    .where({ wave_id: waveId })
    .whereNotNull('consented_by_id')
    .whereNull('ended_at')
    .orderBy('id', 'desc')
    .first()) as PlanRow | undefined;
  return row ?? null;
}

/** All plans of a wave, the newest first. */
export async function plansOf(connection: Connection, waveId: number): Promise<PlanRecord[]> {
  const rows = (await connection('sign_off_plans')
    .where({ wave_id: waveId })
    .orderBy('id', 'desc')) as PlanRow[];
  const person = await namesOf(
    connection,
    rows.flatMap((row) => [row.ordered_by_id, row.consented_by_id]),
  );
  const held = rows.find((row) => row.consented_at !== null)?.id;
  const state = (row: PlanRow): PlanRecord['state'] => {
    if (row.ended_at !== null) return 'ended';
    if (row.consented_at === null) return 'proposed';
    return row.id === held ? 'in_force' : 'replaced';
  };
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      waveId: row.wave_id,
      state: state(row),
      stages: await stagesOf(connection, row.id),
      orderedBy: person(row.ordered_by_id),
      orderedAt: row.ordered_at,
      consentedBy: row.consented_by_id === null ? null : person(row.consented_by_id),
      consentedAt: row.consented_at,
      endedAt: row.ended_at,
      version: row.version,
    })),
  );
}

interface SignatureRow {
  stage_id: number;
  signer_id: number;
  principal_id: number;
  signed_at: string;
  note: string | null;
}

/** The stages that a submitted batch goes through, with the signatures that cover its digest of today. */
export async function signOffOf(
  connection: Connection,
  batch: { id: number; digest: string | null },
): Promise<BatchSignOff> {
  const { digest } = batch;
  if (digest === null) return { digest, stages: [] };
  const bound = (await connection('batch_sign_offs').where({ batch_id: batch.id, digest }).first()) as
    { plan_id: number | null } | undefined;
  if (!bound?.plan_id) return { digest, stages: [] };
  const rows = (await connection('batch_signatures')
    .where({ batch_id: batch.id, digest })
    .orderBy('id')) as SignatureRow[];
  const person = await namesOf(
    connection,
    rows.flatMap((row) => [row.signer_id, row.principal_id]),
  );
  const stages = await stagesOf(connection, bound.plan_id);
  return {
    digest,
    stages: stages.map((stage) => ({
      ...stage,
      signatures: rows
        .filter((row) => row.stage_id === stage.id)
        .map((row) => ({
          signerId: row.signer_id,
          signerName: person(row.signer_id).fullName,
          principalId: row.principal_id,
          principalName: person(row.principal_id).fullName,
          signedAt: row.signed_at,
          note: row.note,
        })),
    })),
  };
}

/** Binds a batch that is being submitted to the plan of its wave: later plans are for later batches. */
export async function bindSignOff(
  trx: Connection,
  batch: { id: number; digest: string | null; wave_id: number },
  now: string,
): Promise<void> {
  const plan = await planInForce(trx, batch.wave_id);
  const values = { batch_id: batch.id, digest: batch.digest, plan_id: plan?.id ?? null, at: now };
  await trx('batch_sign_offs').insert(values).onConflict(['batch_id', 'digest']).ignore();
}

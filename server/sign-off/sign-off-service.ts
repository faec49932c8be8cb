import type { Act } from '../audit/audit-service.ts';
import { conflict, invalid, notFound, staleVersion } from '../errors.ts';
import { toDelegations, type DelegationRow } from './delegation-store.ts';
import { consentProblem, delegationSpan, planProblems, type ConsentProblem } from './sign-off-rules.ts';
import type { DelegationRecord, OrderDelegation, OrderPlan, PlanRecord } from './sign-off-schema.ts';
import { plansOf, signersAmong, type PlanRow } from './sign-off-store.ts';

const WHY: Record<ConsentProblem, string> = {
  ENDED: 'It has ended.',
  CONSENTED: 'Somebody consented before you.',
  OWN_ORDER: 'You ordered it: another administrator has to consent.',
  ABOUT_ACTOR: 'It is about you: another administrator has to consent.',
};

/** What administrators order and another one consents to; until then it changes nothing. */
type Table = 'sign_off_plans' | 'delegations';
type OrderedRow = PlanRow | DelegationRow;

async function held<R extends OrderedRow>(act: Act, table: Table, id: number, version: number): Promise<R> {
  const row = (await act.trx(table).where({ id }).forUpdate().first()) as R | undefined;
  if (!row) throw notFound(table === 'delegations' ? 'delegation' : 'sign-off plan');
  if (row.version !== version) throw staleVersion({ version: row.version });
  return row;
}

const aboutOf = (row: OrderedRow): readonly number[] => ('from_id' in row ? [row.from_id, row.to_id] : []);

async function consent<R extends OrderedRow>(
  act: Act,
  table: Table,
  id: number,
  version: number,
): Promise<R> {
  const row = await held<R>(act, table, id, version);
  const problem = consentProblem(
    {
      orderedById: row.ordered_by_id,
      consentedById: row.consented_by_id,
      endedAt: row.ended_at,
      about: aboutOf(row),
    },
    act.actor.id,
  );
  if (problem) throw conflict(`CONSENT_${problem}`, WHY[problem]);
  const values = { consented_by_id: act.actor.id, consented_at: act.now, version: version + 1 };
  await act.trx(table).where({ id }).update(values);
  const details = { orderedById: row.ordered_by_id, about: aboutOf(row) };
  act.record({ subject: table === 'delegations' ? 'delegation' : 'sign-off-plan', subjectId: id, details });
  return { ...row, ...values };
}

/** Plans and delegations: who must sign what, and who signs for whom. */
export function createSignOffService() {
  const planOf = async (act: Act, row: PlanRow): Promise<PlanRecord> =>
    (await plansOf(act.trx, row.wave_id)).find(({ id }) => id === row.id) as PlanRecord;
  const delegationOf = async (act: Act, row: DelegationRow): Promise<DelegationRecord> =>
    (await toDelegations(act.trx, [row], act.now))[0] as DelegationRecord;

  return {
    /** Orders stages for the batches of a wave that are submitted from the second administrator's consent on. */
    async orderPlan(act: Act, waveId: number, { stages }: OrderPlan): Promise<PlanRecord> {
      if (!(await act.trx('waves').where({ id: waveId }).first('id'))) throw notFound('wave');
      const signers = await signersAmong(
        act.trx,
        stages.flatMap(({ signerIds }) => signerIds),
      );
      const [problem] = planProblems(stages, (id) => signers.has(id));
      if (problem)
        throw invalid(problem.code, 'This plan could not be signed by anybody: look at the stage named.', {
          [`stages.${problem.stage - 1}`]: problem.code,
        });
      const values = { wave_id: waveId, ordered_by_id: act.actor.id, ordered_at: act.now, version: 1 };
      const [row] = (await act.trx('sign_off_plans').insert(values).returning('*')) as PlanRow[];
      const plan = row as PlanRow;
      for (const [index, { name, needed, signerIds }] of stages.entries()) {
        const [stage] = (await act
          .trx('sign_off_stages')
          .insert({ plan_id: plan.id, position: index + 1, name, needed })
          .returning('id')) as { id: number }[];
        await act
          .trx('sign_off_signers')
          .insert(signerIds.map((staffId) => ({ plan_id: plan.id, stage_id: stage?.id, staff_id: staffId })));
      }
      act.record({ subject: 'sign-off-plan', subjectId: plan.id, details: { waveId, stages } });
      return planOf(act, plan);
    },

    consentPlan: async (act: Act, id: number, version: number): Promise<PlanRecord> =>
      planOf(act, await consent<PlanRow>(act, 'sign_off_plans', id, version)),

    /** Withdraws a plan nobody consented to yet; one in force is replaced by the next. */
    async endPlan(act: Act, id: number, version: number): Promise<PlanRecord> {
      const row = await held<PlanRow>(act, 'sign_off_plans', id, version);
      if (row.consented_at !== null || row.ended_at !== null)
        throw conflict(
          'PLAN_NOT_PROPOSED',
          'This plan is not waiting for consent. Order another one instead.',
        );
      const values = { ended_at: act.now, ended_by_id: act.actor.id, version: version + 1 };
      await act.trx('sign_off_plans').where({ id }).update(values);
      act.record({ subject: 'sign-off-plan', subjectId: id, details: { waveId: row.wave_id } });
      return planOf(act, { ...row, ...values });
    },

    /** Lends the signature of one member of staff to another for whole days, once a second administrator consents. */
    async orderDelegation(act: Act, order: OrderDelegation): Promise<DelegationRecord> {
      const { fromId, toId, reason } = order;
      if ([fromId, toId].includes(act.actor.id))
        throw invalid('ABOUT_ACTOR', 'Another administrator has to order what is about you.', {
          fromId: 'not yourself',
        });
      const signers = await signersAmong(act.trx, [fromId, toId]);
      for (const [field, id] of [
        ['fromId', fromId],
        ['toId', toId],
      ] as const)
        // prettier-ignore
        if (!signers.has(id))
          throw invalid('SIGNER_MAY_NOT', 'This person may not sign.', { [field]: 'may not sign' });
      const { startsAt, endsAt } = delegationSpan(order.firstDay, order.lastDay);
      if (endsAt <= act.now) throw invalid('ALREADY_PAST', 'These days are over.', { lastDay: 'is over' });
      const [row] = (await act
        .trx('delegations')
        .insert({
          from_id: fromId,
          to_id: toId,
          starts_at: startsAt,
          ends_at: endsAt,
          reason,
          ordered_by_id: act.actor.id,
          ordered_at: act.now,
          version: 1,
        })
        .returning('*')) as DelegationRow[];
      const delegation = row as DelegationRow;
      const details = { fromId, toId, startsAt, endsAt };
      act.record({ subject: 'delegation', subjectId: delegation.id, details });
      return delegationOf(act, delegation);
    },

    consentDelegation: async (act: Act, id: number, version: number): Promise<DelegationRecord> =>
      delegationOf(act, await consent<DelegationRow>(act, 'delegations', id, version)),

    /** Ends a delegation at once; any administrator may. */
    async endDelegation(act: Act, id: number, version: number): Promise<DelegationRecord> {
      const row = await held<DelegationRow>(act, 'delegations', id, version);
      if (row.ended_at !== null) throw conflict('DELEGATION_ENDED', 'This delegation has ended before.');
      const values = { ended_at: act.now, ended_by_id: act.actor.id, version: version + 1 };
      await act.trx('delegations').where({ id }).update(values);
      act.record({ subject: 'delegation', subjectId: id, details: { fromId: row.from_id, toId: row.to_id } });
      return delegationOf(act, { ...row, ...values });
    },
  };
}
export type SignOffService = ReturnType<typeof createSignOffService>;

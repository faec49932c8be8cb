import { z } from 'zod';
import type { AuthService } from '../auth/auth-service.ts';
import type { Database } from '../database.ts';
import { runList, type ListDefinition } from '../http/list-query.ts';
import { command, list, read, type RouteRecord } from '../http/route.ts';
import { toDelegations, type DelegationRow } from './delegation-store.ts';
import { Consent, DelegationRecord, End, OrderDelegation, OrderPlan, PlanRecord } from './sign-off-schema.ts';
import type { SignOffService } from './sign-off-service.ts';
import { plansOf } from './sign-off-store.ts';
import { idOf } from '../http/address-id.ts';

const none = { none: 'who signs for whom, nobody’s case' } as const;

const DELEGATION_LIST: ListDefinition = {
  resource: 'delegations',
  fields: {
    id: { column: 'id', type: 'int' },
    fromId: { column: 'from_id', type: 'int' },
    toId: { column: 'to_id', type: 'int' },
    startsAt: { column: 'starts_at', type: 'text' },
    endsAt: { column: 'ends_at', type: 'text' },
  },
  defaultSort: ['id', 'DESC'],
};

interface Dependencies {
  database: Database;
  auth: AuthService;
  signOff: SignOffService;
}

function planRoutes({ database, auth, signOff }: Dependencies): RouteRecord[] {
  return [
    read('/waves/:id/sign-off-plans', {
      permission: 'sign-off.read',
      audit: none,
      summary: 'Who must sign the batches of a wave before they are ratified: every plan, the newest first',
      response: z.array(PlanRecord),
      handle: ({ params }) => plansOf(database.read, idOf(params)),
    }),
    command('/waves/:id/sign-off-plans', {
      permission: 'sign-off.order',
      audit: 'sign-off-plan.ordered',
      summary: 'Order the stages of a wave; they hold once another administrator consents',
      body: OrderPlan,
      response: PlanRecord,
      status: 201,
      handle: ({ act, body, params }) => act((one) => signOff.orderPlan(one, idOf(params), body)),
    }),
    command('/sign-off-plans/:id/consent', {
      permission: 'sign-off.order',
      audit: 'sign-off-plan.consented',
      summary: 'Consent to stages another administrator ordered; asks for the password again',
      body: Consent,
      response: PlanRecord,
      handle: async ({ actor, act, body, params, req }) => {
        await auth.reauthenticate(actor, body.password, req.ip ?? '');
        return act((one) => signOff.consentPlan(one, idOf(params), body.version));
      },
    }),
    command('/sign-off-plans/:id/end', {
      permission: 'sign-off.order',
      audit: 'sign-off-plan.ended',
      summary: 'Withdraw stages nobody consented to yet',
      body: End,
      response: PlanRecord,
      handle: ({ act, body, params }) => act((one) => signOff.endPlan(one, idOf(params), body.version)),
    }),
  ];
}

function delegationRoutes({ database, auth, signOff }: Dependencies): RouteRecord[] {
  return [
    list('/delegations', {
      permission: 'sign-off.read',
      audit: none,
      summary: 'Who may give whose signature, and when',
      list: DELEGATION_LIST,
      response: DelegationRecord,
      handle: async ({ now }, request) => {
        const found = await runList<DelegationRow, DelegationRow>(database.read, DELEGATION_LIST, request, {
          from: () => database.read('delegations'),
          columns: ['delegations.*'],
          toRecord: (row) => row,
          idColumn: 'delegations.id',
        });
        return { ...found, rows: await toDelegations(database.read, found.rows, now) };
      },
    }),
    command('/delegations', {
      permission: 'sign-off.order',
      audit: 'delegation.ordered',
      summary: 'Lend a signature to another member of staff for some days; another administrator consents',
      body: OrderDelegation,
      response: DelegationRecord,
      status: 201,
      handle: ({ act, body }) => act((one) => signOff.orderDelegation(one, body)),
    }),
    command('/delegations/:id/consent', {
      permission: 'sign-off.order',
      audit: 'delegation.consented',
      summary: 'Consent to a delegation another administrator ordered; asks for the password again',
      body: Consent,
      response: DelegationRecord,
      handle: async ({ actor, act, body, params, req }) => {
        await auth.reauthenticate(actor, body.password, req.ip ?? '');
        return act((one) => signOff.consentDelegation(one, idOf(params), body.version));
      },
    }),
    command('/delegations/:id/end', {
      permission: 'sign-off.order',
      audit: 'delegation.ended',
      summary: 'End a delegation at once',
      body: End,
      response: DelegationRecord,
      handle: ({ act, body, params }) => act((one) => signOff.endDelegation(one, idOf(params), body.version)),
    }),
  ];
}

/** Stages of sign-off and delegations: ordered by one administrator, in force by another's consent. */
export const signOffRoutes = (dependencies: Dependencies): RouteRecord[] => [
  ...planRoutes(dependencies),
  ...delegationRoutes(dependencies),
];

import type { Database } from '../database.ts';
import { command, list, type RouteRecord } from '../http/route.ts';
import { idOf } from '../http/address-id.ts';
import * as Body from './lateness-schema.ts';
import { answerLateness, orderLateness } from './lateness-service.ts';
import {
  LATE_CORRECTION_LIST,
  LATE_OVERRIDE_LIST,
  listCorrections,
  listOverrides,
} from './lateness-store.ts';

/** Lateness: who ordered it and why, who consented, and every row that came in by it. */
export function latenessRoutes({ database }: { database: Database }): RouteRecord[] {
  return [
    list('/late-overrides', {
      permission: 'late-override.read',
      audit: { none: 'orders by waves and offices, nobody’s case' },
      summary: 'Overrides of hand-over deadlines with their reasons, who ordered and who consented',
      list: LATE_OVERRIDE_LIST,
      response: Body.LateOverrideRecord,
      handle: (_context, request) => listOverrides(database, request),
    }),
    command('/late-overrides', {
      permission: 'late-override.order',
      audit: 'late-override.ordered',
      summary: 'Order that rows may come in after the hand-over deadline; it holds once an approver consents',
      body: Body.OrderLateOverride,
      response: Body.LateOverrideRecord,
      status: 201,
      handle: ({ act, body }) => act((one) => orderLateness(one, body)),
    }),
    command('/late-overrides/:id/consent', {
      permission: 'late-override.answer',
      audit: 'late-override.consented',
      summary: 'Consent to an override somebody else ordered',
      body: Body.ConsentLateOverride,
      response: Body.LateOverrideRecord,
      handle: ({ act, body, params }) =>
        act((one) => answerLateness(one, idOf(params), body.version, { status: 'consented', note: null })),
    }),
    command('/late-overrides/:id/decline', {
      permission: 'late-override.answer',
      audit: 'late-override.declined',
      summary: 'Decline an override, with a word on why',
      body: Body.DeclineLateOverride,
      response: Body.LateOverrideRecord,
      handle: ({ act, body, params }) =>
        act((one) =>
          answerLateness(one, idOf(params), body.version, { status: 'declined', note: body.note }),
        ),
    }),
    list('/late-corrections', {
      permission: 'late-override.read',
      audit: { none: 'registration numbers and instants, nobody’s case' },
      summary: 'Every row that came in after its wave’s deadline, by which override and why',
      list: LATE_CORRECTION_LIST,
      response: Body.LateCorrectionRecord,
      handle: (_context, request) => listCorrections(database, request),
    }),
  ];
}

import { command, type RouteRecord } from '../http/route.ts';
import * as Body from './submission-commands-schema.ts';
import type { SubmissionRouteDependencies } from './submission-routes.ts';
import { SubmissionRecord } from './submission-schema.ts';
import { idOf } from '../http/address-id.ts';

/** The commands of a review: claims, readings and decisions on one registration. */
export function reviewRoutes({ claims, readings, review }: SubmissionRouteDependencies): RouteRecord[] {
  const response = SubmissionRecord;
  return [
    command('/submissions/claim-next', {
      permission: 'submission.claim', audit: 'submission.claimed', summary: 'Lease the oldest due registration nobody holds', body: Body.ClaimNext, response,
      handle: ({ act, body }) => act((one) => claims.claimNext(one, body.filter ?? {})),
    }),
    command('/submissions/:id/claim', {
      permission: 'submission.claim', audit: 'submission.claimed', summary: 'Lease it for review, or renew the lease', body: Body.Claim, response,
      handle: ({ act, params, version }) => act((one) => claims.claim(one, idOf(params), version)),
    }),
    command('/submissions/:id/release', {
      permission: 'submission.release', audit: 'submission.released', summary: 'Give the claim back', body: Body.Claim, response,
      handle: ({ act, params, version }) => act((one) => claims.release(one, idOf(params), version)),
    }),
    command('/submissions/:id/hold', {
      permission: 'submission.hold', audit: 'submission.held', summary: 'Put it on hold, saying why', body: Body.Hold, response,
      handle: ({ act, body, params }) => act((one) => claims.hold(one, idOf(params), body)),
    }),
    command('/submissions/:id/resume', {
      permission: 'submission.resume', audit: 'submission.resumed', summary: 'Take it up again after a hold', body: Body.Versioned, response,
      handle: ({ act, body, params }) => act((one) => claims.resume(one, idOf(params), body.version)),
    }),
    command('/submissions/:id/return', {
      permission: 'submission.return', audit: 'submission.returned', summary: 'Return it for correction with coded reasons', body: Body.WithReasons, response,
      handle: ({ act, body, params }) => act((one) => review.sendBack(one, idOf(params), body)),
    }),
    command('/submissions/:id/verify', {
      permission: 'submission.verify', audit: 'submission.verified', summary: 'Verify it; 409 with blockers while any stands', body: Body.Decide, response,
      handle: async (context) => {
        const id = idOf(context.params);
        await readings.refreshScreening((work) => context.actOnce('submission.screened', work), context.actor, id);
        return context.act((one) => review.verify(one, id, context.body.version, context.body.note));
      },
    }),
    command('/submissions/:id/reject', {
      permission: 'submission.reject', audit: 'submission.rejected', summary: 'Reject it with coded reasons', body: Body.WithReasons, response,
      handle: ({ act, body, params }) => act((one) => review.reject(one, idOf(params), body)),
    }),
    command('/submissions/:id/reopen', {
      permission: 'submission.reopen', audit: 'submission.reopened', summary: 'Open a rejected registration again, saying why', body: Body.Reopen, response,
      handle: ({ act, body, params }) => act((one) => review.reopen(one, idOf(params), body)),
    }),
    command('/submissions/:id/undo', {
      permission: 'submission.undo', audit: 'submission.undone', summary: 'Take the own verification back, until it is batched', body: Body.WithNote, response,
      handle: ({ act, body, params }) => act((one) => review.undo(one, idOf(params), body.version, body.note)),
    }),
    command('/submissions/:id/withdraw', {
      permission: 'submission.withdraw', audit: 'submission.withdrawn', summary: 'Withdraw it at the applicant’s wish', body: Body.Withdraw, response,
      handle: ({ act, body, params }) => act((one) => review.withdraw(one, idOf(params), body.version, body.note)),
    }),
    command('/submissions/:id/assign', {
      permission: 'submission.assign', audit: 'submission.assigned', summary: 'Give it to a reviewer', body: Body.Assign, response,
      handle: ({ act, body, params }) => act((one) => claims.assign(one, idOf(params), body.version, body.assigneeId)),
    }),
    command('/submissions/:id/revoke', {
      permission: 'submission.revoke', audit: 'submission.revoked', summary: 'Revoke a confirmed participant', body: Body.WithReasons, response,
      handle: ({ act, body, params }) => act((one) => review.revoke(one, idOf(params), body)),
    }),
    command('/submissions/:id/identity-check', {
      permission: 'identity.check', audit: 'submission.identity-checked', summary: 'Check the identity and the lists again', body: Body.Claim, response,
      handle: async ({ act, actor, now, params }) => {
        const asked = await readings.askRegister(actor, idOf(params), now);
        return act((one) => readings.identityCheck(one, idOf(params), asked));
      },
    }),
    command('/submissions/:id/identity-settle', {
      permission: 'identity.settle', audit: 'submission.identity-settled', summary: 'First reading of a partial match', body: Body.Settle, response,
      handle: ({ act, body, params }) => act((one) => readings.settle(one, idOf(params), 1, body)),
    }),
    command('/submissions/:id/second-read', {
      permission: 'identity.second-read', audit: 'submission.second-read', summary: 'Second reading of a partial match, by another person', body: Body.Settle, response,
      handle: ({ act, body, params }) => act((one) => readings.settle(one, idOf(params), 2, body)),
    }),
    command('/submissions/:id/third-read', {
      permission: 'identity.third-read', audit: 'submission.third-read', summary: 'A coordinator’s reading, which decides between two that disagree', body: Body.Arbitrate, response,
      handle: ({ act, body, params }) => act((one) => readings.settle(one, idOf(params), 3, body)),
    }),
  ]; // prettier-ignore
}

import { z } from 'zod';
import { command, read, type RouteRecord } from '../http/route.ts';
import { askedOf, type PortalRouteDependencies } from './portal-context.ts';
import { ChangePassword, DeleteAccount, PhoneCode, PortalMe, PortalSession } from './portal-schema.ts';
import { visitorOf } from './portal-session.ts';

const NoBody = z.strictObject({});
const open = { permission: 'public' } as const;

/** What an applicant does to their account and its sessions. */
export function accountRoutes({ applicants }: PortalRouteDependencies): RouteRecord[] {
  const { upkeep, sessions, view, sealer, portal, worker } = applicants;
  return [
    read('/portal/me', {
      ...open,
      audit: { none: 'tells an applicant who they are' },
      summary: 'The applicant, the open wave, and where their registration is',
      response: PortalMe,
      handle: async ({ req, now }) => {
        const row = await upkeep.own(visitorOf(req).applicantId);
        return view.me(row, sealer.toRecord(row), now);
      },
    }),
    command('/portal/logout', {
      ...open,
      audit: 'applicant.logout',
      summary: 'Log out; ends the session',
      body: NoBody,
      handle: async (one) => {
        const visitor = visitorOf(one.req);
        const { applicantId } = visitor;
        await portal.note(
          { action: 'applicant.logout', requestId: one.requestId, applicantId },
          { subject: 'applicant', subjectId: applicantId },
        );
        await sessions.end(one.res, visitor);
        return { loggedOut: true };
      },
    }),
    command('/portal/phone-code', {
      ...open,
      audit: 'applicant.phone-code-sent',
      summary: 'Send a code to the telephone, once a minute and five times a day',
      body: NoBody,
      status: 202,
      handle: async (one) => {
        await upkeep.sendPhoneCode(askedOf(one), visitorOf(one.req));
        void worker.wake();
        return {};
      },
    }),
    command('/portal/verify-phone', {
      ...open,
      audit: 'applicant.phone-verified',
      summary: 'Prove the telephone by its code',
      body: PhoneCode,
      handle: async (one) => {
        await upkeep.verifyPhone(askedOf(one), visitorOf(one.req), one.body.code);
        return { verified: true };
      },
    }),
    command('/portal/password', {
      ...open,
      audit: 'applicant.password-changed',
      summary: 'Change the own password; ends the other sessions',
      body: ChangePassword,
      handle: async (one) => {
        await upkeep.changePassword(askedOf(one), visitorOf(one.req), one.body);
        void worker.wake();
        return { changed: true };
      },
    }),
    read('/portal/sessions', {
      ...open,
      audit: { none: 'lists an applicant’s own sessions' },
      summary: 'My sessions',
      response: z.array(PortalSession),
      handle: ({ req }) => sessions.list(visitorOf(req)),
    }),
    command('/portal/sessions/end-others', {
      ...open,
      audit: 'applicant.sessions-ended',
      summary: 'End my sessions on other devices',
      body: NoBody,
      handle: async (one) => ({
        ended: await upkeep.endOthers(askedOf(one), visitorOf(one.req)),
      }),
    }),
    command('/portal/account/delete', {
      ...open,
      audit: 'applicant.deleted',
      summary: 'End an account with which nothing was handed in; nothing of the person is kept',
      body: DeleteAccount,
      handle: async (one) => {
        await upkeep.end(askedOf(one), visitorOf(one.req), one.body.password);
        sessions.forgetCookie(one.res);
        return { deleted: true };
      },
    }),
  ];
}

import { z } from 'zod';
import { command, read, type RouteRecord } from '../http/route.ts';
import { askedOf, type PortalRouteDependencies } from './portal-context.ts';
import {
  AskStatus,
  EmailOnly,
  MailProof,
  OpenWave,
  PortalLogin,
  PortalMe,
  RegisterApplicant,
  ResetPassword,
  StatusAnswer,
} from './portal-schema.ts';

const Nothing = z.object({});
/** Provinces (`33`) and regencies or cities (`33.74`). */
const PortalRegion = z.object({ code: z.string(), name: z.string() });
const open = { permission: 'public', repeatable: false } as const;
const told = { ...open, status: 202, response: Nothing } as const;

function accountDoors({ applicants }: PortalRouteDependencies): RouteRecord[] {
  const { account, upkeep, sessions, view, sealer, worker } = applicants;
  return [
    command('/portal/register', {
      ...told,
      audit: 'applicant.registered',
      summary: 'Open an account; the same answer whether the address is known',
      body: RegisterApplicant,
      handle: async (asked) => {
        await account.register(askedOf(asked), asked.body);
        void worker.wake();
        return {};
      },
    }),
    command('/portal/resend', {
      ...told,
      audit: 'applicant.code-sent',
      summary: 'Send the code for the e-mail address again; the same answer whatever the address',
      body: EmailOnly,
      handle: async (asked) => {
        await account.resend(askedOf(asked), asked.body.email);
        void worker.wake();
        return {};
      },
    }),
    command('/portal/verify-email', {
      ...open,
      audit: 'applicant.verified',
      summary: 'Prove an e-mail address by the link or the code of the mail',
      body: MailProof,
      response: z.object({ verified: z.literal(true) }),
      handle: async (asked) => {
        await account.verifyEmail(askedOf(asked), asked.body);
        return { verified: true };
      },
    }),
    command('/portal/login', {
      ...open,
      audit: 'applicant.login',
      summary: 'Log in as an applicant; sets the cookie pid',
      body: PortalLogin,
      response: PortalMe,
      handle: async (one) => {
        const asked = askedOf(one);
        const id = await account.authenticate(asked, one.body.email, one.body.password);
        await account.loggedIn(asked, id);
        await sessions.begin(one.req, one.res, id);
        const row = await upkeep.own(id);
        return view.me(row, sealer.toRecord(row), one.now);
      },
    }),
    command('/portal/password-reset', {
      ...told,
      audit: 'applicant.reset-asked',
      summary: 'Send a code for a new password; the same answer whatever the address',
      body: EmailOnly,
      handle: async (asked) => {
        await upkeep.askReset(askedOf(asked), asked.body.email);
        void worker.wake();
        return {};
      },
    }),
    command('/portal/password-reset/confirm', {
      ...open,
      audit: 'applicant.reset',
      summary: 'Set a new password by the link or the code of the mail; ends all sessions',
      body: ResetPassword,
      response: z.object({ changed: z.literal(true) }),
      handle: async (asked) => {
        await upkeep.reset(askedOf(asked), asked.body);
        sessions.forgetCookie(asked.res);
        void worker.wake();
        return { changed: true };
      },
    }),
  ];
}

/** What anybody may ask. */
export function openRoutes(dependencies: PortalRouteDependencies): RouteRecord[] {
  const { applicants, database } = dependencies;
  return [
    ...accountDoors(dependencies),
    command('/portal/status', {
      ...open,
      audit: 'submission.status-asked',
      summary: 'Where a registration is, by its number and the birth date; names nobody',
      body: AskStatus,
      response: StatusAnswer,
      handle: (asked) => applicants.status.ask(askedOf(asked), asked.body),
    }),
    read('/portal/wave', {
      ...{ permission: 'public', audit: { none: 'says when anybody may register' } },
      summary: 'The wave that takes online registrations now, or null',
      response: OpenWave.nullable(),
      handle: ({ now }) => applicants.view.wave(now),
    }),
    read('/portal/regions', {
      ...{ permission: 'public', audit: { none: 'public codes of provinces and regencies' } },
      summary: 'Provinces, regencies and cities',
      response: z.array(PortalRegion),
      handle: async ({ res }) => {
        res.setHeader('Cache-Control', 'public, max-age=86400');
        return database
          .read('regions')
          .whereIn('kind', ['province', 'regency'])
          .orderBy('code')
          .select('code', 'name');
      },
    }),
  ];
}

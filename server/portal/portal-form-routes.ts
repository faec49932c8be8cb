import { idOf } from '../http/address-id.ts';
import { invalid } from '../errors.ts';
import { command, read, remove, replace, type RequestContext, type RouteRecord } from '../http/route.ts';
import { receiptReply } from '../submissions/submission-receipt.ts';
import { z } from 'zod';
import { currentOf } from './portal-current.ts';
import { MAX_PHOTO_BYTES } from './portal-limit-rules.ts';
import { notEditable } from './portal-refusals.ts';
import { askedOf, type PortalRouteDependencies } from './portal-context.ts';
import {
  AttachPortalDocument,
  PortalDocument,
  PortalSubmission,
  SaveForm,
  SubmitForm,
  WithdrawForm,
} from './portal-schema.ts';
import { visitorOf } from './portal-session.ts';

const open = { permission: 'public' } as const;

function registrationRoutes({
  applicants,
  database,
  press,
  publicUrl,
}: PortalRouteDependencies): RouteRecord[] {
  const { upkeep, view, form, portal } = applicants;
  const whose = (req: RequestContext['req']) => upkeep.own(visitorOf(req).applicantId);
  /** As it stands after an act, from the connection that wrote it. */
  const asItStands = async (req: RequestContext['req']) =>
    view.submission(database.write, await whose(req), new Date().toISOString());
  return [
    read('/portal/submission', {
      ...open,
      audit: { none: 'an applicant’s own form' },
      summary: 'The form or registration of the applicant; null where there is none and no wave is open',
      response: PortalSubmission.nullable(),
      handle: async ({ req, now }) => view.submission(database.read, await whose(req), now),
    }),
    replace('/portal/submission', {
      ...open,
      audit: 'submission.edited',
      summary: 'Save some fields; what is absent keeps its value, and the name is nobody’s to change',
      body: SaveForm,
      response: PortalSubmission,
      handle: async (one) => {
        await form.save(askedOf(one), await whose(one.req), one.body, one.sent);
        return asItStands(one.req);
      },
    }),
    command('/portal/submission/submit', {
      ...open,
      audit: 'submission.submitted',
      summary: 'Hand the form in, or in again after a correction',
      body: SubmitForm,
      response: PortalSubmission,
      handle: async (one) => {
        await form.submit(askedOf(one), await whose(one.req), one.body.version);
        return asItStands(one.req);
      },
    }),
    command('/portal/submission/withdraw', {
      ...open,
      audit: 'submission.withdrawn',
      summary: 'Withdraw the registration',
      body: WithdrawForm,
      response: PortalSubmission,
      handle: async (one) => {
        await form.withdraw(askedOf(one), await whose(one.req), one.body.version, one.body.note);
        return asItStands(one.req);
      },
    }),
    read('/portal/submission/receipt.pdf', {
      ...open,
      audit: 'receipt.printed',
      summary: 'The receipt of a registration that was handed in',
      handle: async ({ req, requestId, now }) => {
        const { applicantId } = visitorOf(req);
        const row = (await currentOf(database.read, applicantId, now))?.submission;
        if (!row) throw notEditable('NOT_SUBMITTED');
        const reply = await receiptReply({ connection: database.read, press, publicUrl }, row, now);
        await portal.note(
          { action: 'receipt.printed', requestId, applicantId },
          { subject: 'submission', subjectId: row.id },
        );
        return reply;
      },
    }),
  ];
}

/** A file of somebody else's making: it may show itself and nothing more (security.md section 4). */
function lockDown({ res }: RequestContext): void {
  res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  res.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  res.setHeader('X-Content-Type-Options', 'nosniff');
}

function pictureRoutes({ applicants }: PortalRouteDependencies): RouteRecord[] {
  const { upkeep, pictures } = applicants;
  const whose = (req: RequestContext['req']) => upkeep.own(visitorOf(req).applicantId);
  return [
    command('/portal/submission/documents', {
      ...open,
      audit: 'document.attached',
      summary: 'Attach a photo (JPEG or PNG, 2 MB) to the own form',
      body: AttachPortalDocument,
      response: PortalDocument,
      status: 201,
      upload: { maxBytes: MAX_PHOTO_BYTES },
      handle: async (one) => {
        if (!one.file)
          throw invalid('FILE_MISSING', 'Send the picture in the field "file".', { file: 'is missing' });
        return pictures.attach(askedOf(one), await whose(one.req), one.body.kind, one.file.path);
      },
    }),
    read('/portal/submission/documents/:id/content', {
      ...open,
      audit: 'document.read',
      summary: 'One of the own pictures as it is served',
      handle: async (one) => {
        const { body, mime } = await pictures.content(askedOf(one), await whose(one.req), idOf(one.params));
        lockDown(one);
        return { kind: 'bytes', body, mime, fileName: `document-${one.params['id']}.jpg`, inline: true };
      },
    }),
    remove('/portal/submission/documents/:id', {
      ...open,
      audit: 'document.removed',
      summary: 'Remove one of the own pictures before the form is handed in',
      body: z.strictObject({}),
      handle: async (one) => {
        const id = idOf(one.params);
        await pictures.remove(askedOf(one), await whose(one.req), id);
        return { id };
      },
    }),
  ];
}

/** The form of an applicant, its pictures, and what becomes of it. */
export const formRoutes = (dependencies: PortalRouteDependencies): RouteRecord[] => [
  ...registrationRoutes(dependencies),
  ...pictureRoutes(dependencies),
];

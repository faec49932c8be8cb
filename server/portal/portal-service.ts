import { join } from 'node:path';
import type { AuditService } from '../audit/audit-service.ts';
import { createLoginThrottle } from '../auth/login-throttle.ts';
import { createPasswordDoor } from '../auth/password.ts';
import { createThrottle } from '../auth/throttle.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database.ts';
import type { DocumentService } from '../documents/document-service.ts';
import type { DocumentVault } from '../documents/document-vault.ts';
import type { Logger } from '../logger.ts';
import type { Mailer } from '../notices/mailer.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import type { KeyedDigest } from '../privacy/keyed-digest.ts';
import type { SubmissionService } from '../submissions/submission-service.ts';
import { createApplicantAccount } from './applicant-account.ts';
import { createApplicantCodes } from './applicant-codes.ts';
import { createApplicantMessages } from './applicant-messages.ts';
import { createApplicantSealer } from './applicant-store.ts';
import { createApplicantUpkeep } from './applicant-upkeep.ts';
import { createFilePhoneSender, type PhoneSender } from './phone-sender.ts';
import { createPortalActor } from './portal-actor.ts';
import { createPortalDocuments } from './portal-documents.ts';
import { createPortalDrafts } from './portal-drafts.ts';
import { createPortalForm } from './portal-form.ts';
import { createPortalOutbox } from './portal-outbox.ts';
import { createPortalOutboxWorker } from './portal-outbox-worker.ts';
import { createPortalSessions } from './portal-session.ts';
import { createPortalStatus } from './portal-status.ts';
import { sweepPortal } from './portal-sweep.ts';
import { createPortalView } from './portal-view.ts';

export interface PortalDependencies {
  config: Pick<Config, 'publicUrl' | 'dataDir'>;
  database: Database;
  audit: AuditService;
  encryption: FieldEncryption;
  digest: KeyedDigest;
  vault: DocumentVault;
  documents: DocumentService;
  submissions: Pick<SubmissionService, 'entry' | 'review' | 'sealer'>;
  mailer: Mailer;
  logger: Logger;
  /** Where codes for telephones go; files beside the mails where nothing is given. */
  phoneSender?: PhoneSender;
}

/** The applicants' portal, part by part: accounts, the form, its pictures, and where it stands. */
export function createPortalService(dependencies: PortalDependencies) {
  const { config, database, audit, encryption, digest, vault, documents, submissions, mailer, logger } =
    dependencies;
  const { publicUrl } = config;
  const phoneSender = dependencies.phoneSender ?? createFilePhoneSender(join(config.dataDir, 'mail'));
  const portal = createPortalActor({ database, audit });
  const sealer = createApplicantSealer(encryption, digest);
  const codes = createApplicantCodes(database, digest);
  const outbox = createPortalOutbox(encryption);
  const messages = createApplicantMessages({ sealer, codes, outbox });
  const throttle = createThrottle(database, digest, 'portal');
  const logins = createLoginThrottle(database, digest, {
    label: 'portal-login',
    advice: ', or ask for a new password',
  });
  const drafts = createPortalDrafts({ encryption, vault });
  const passwords = createPasswordDoor({ atOnce: 2, mostWaiting: 200 });
  const accounts = { database, audit, portal, sealer, codes, messages, throttle, logins, passwords };
  const view = createPortalView({ database, drafts, sealer: submissions.sealer });
  return {
    portal,
    sealer,
    view,
    account: createApplicantAccount(accounts),
    upkeep: createApplicantUpkeep({ ...accounts, drafts }),
    sessions: createPortalSessions(database, publicUrl.startsWith('https:')),
    form: createPortalForm({
      portal,
      sealer,
      drafts,
      documents,
      throttle,
      entry: submissions.entry,
      review: submissions.review,
    }),
    pictures: createPortalDocuments({ database, portal, documents, drafts, vault, throttle }),
    status: createPortalStatus({ database, audit, throttle }),
    worker: createPortalOutboxWorker({ database, outbox, mailer, phoneSender, logger, publicUrl }),
    sweep: (now: number) => sweepPortal({ database, drafts }, now),
  };
}
export type PortalService = ReturnType<typeof createPortalService>;

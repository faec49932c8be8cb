import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createAuditReading } from './audit/audit-reading.ts';
import { createAuditService, WALL_CLOCK, type Clock } from './audit/audit-service.ts';
import { createAuthService } from './auth/auth-service.ts';
import { createTokenService } from './auth/token-service.ts';
import { createRowMoves } from './batches/row-moves.ts';
import { createBatchService } from './batches/batch-service.ts';
import { sealOfManifest, toSealRecord } from './batches/manifest-seal.ts';
import type { Config } from './config.ts';
import { createDashboardService } from './dashboard/dashboard-service.ts';
import { createCounterService } from './counter/counter-service.ts';
import type { Database } from './database.ts';
import { createDocumentService } from './documents/document-service.ts';
import { createDocumentVault } from './documents/document-vault.ts';
import { createImagePipeline } from './documents/image-pipeline.ts';
import { createAnswerCallService } from './forwarding/answer-call-service.ts';
import { createAnswerFileService } from './forwarding/answer-file-service.ts';
import { createAnswerService } from './forwarding/answer-service.ts';
import { createDeliveryFiles } from './forwarding/delivery-files.ts';
import { createDispatchWorker } from './forwarding/dispatch-worker.ts';
import { createEarlyAnswerWorker } from './forwarding/early-answer-worker.ts';
import { createForwardingService } from './forwarding/forwarding-service.ts';
import { createEmbeddedPmo } from './forwarding/embedded-pmo.ts';
import type { PmoClient, SealOf } from './forwarding/pmo-client.ts';
import { createPmoHttpClient, PMO_HTTP_DEFAULTS } from './forwarding/pmo-http-client.ts';
import { createBearerLookup } from './forwarding/pmo-account.ts';
import { createPmoCodeService } from './forwarding/pmo-code-service.ts';
import { createDukcapilClient, DUKCAPIL_DEFAULTS } from './identity/dukcapil-client.ts';
import { createDukcapilRegister } from './identity/dukcapil-register.ts';
import { DEFAULT_NAME_THRESHOLD } from './identity/identity-rules.ts';
import { createIdentityService } from './identity/identity-service.ts';
import { createKtpLoads } from './identity/ktp-load.ts';
import { createLocalRegister } from './identity/local-register.ts';
import type { Register } from './identity/register.ts';
import { createImportService } from './imports/import-service.ts';
import { createJobService } from './jobs/job-service.ts';
import { createJobWorker } from './jobs/job-worker.ts';
import type { Logger } from './logger.ts';
import { createMaintenance } from './maintenance.ts';
import { createFileMailer, createSmtpMailer } from './notices/mailer.ts';
import { createNoticePrinting } from './notices/notice-printing.ts';
import { createNoticeService } from './notices/notice-service.ts';
import { createNoticeWorker } from './notices/notice-worker.ts';
import { createPaperPress } from './papers/paper-press.ts';
import { createPortalService } from './portal/portal-service.ts';
import { createBlindIndex } from './privacy/blind-index.ts';
import { createFieldEncryption } from './privacy/field-encryption.ts';
import { createKeyedDigest } from './privacy/keyed-digest.ts';
import type { Keyring } from './privacy/keyring.ts';
import type { SigningKeys } from './privacy/signing-keys.ts';
import { createListLoads } from './screening/list-load.ts';
import { createSignOffService } from './sign-off/sign-off-service.ts';
import { createScreeningService } from './screening/screening-service.ts';
import { createSignalService } from './signals/signal-service.ts';
import { createDocumentRetention } from './submissions/document-retention.ts';
import { createDuplicateService } from './submissions/duplicate-service.ts';
import { createIdentityQueueWorker } from './submissions/identity-queue-worker.ts';
import { documentAccess } from './submissions/submission-documents.ts';
import { createSubmissionService } from './submissions/submission-service.ts';

export interface Foundations {
  config: Config;
  database: Database;
  keyring: Keyring;
  signingKeys: SigningKeys;
  logger: Logger;
  /** By which acts are dated; the wall clock where it is left out. */
  clock?: Clock | undefined;
}

/** Dukcapil where the ministry has an account there, else the register that is loaded here. */
function registerOf({ dukcapil }: Config): Register {
  if (!dukcapil) return createLocalRegister();
  const { concurrency } = dukcapil;
  const threshold = DEFAULT_NAME_THRESHOLD;
  const client = createDukcapilClient({ ...DUKCAPIL_DEFAULTS, ...dukcapil, threshold });
  return createDukcapilRegister(client, { threshold, concurrency });
}

/** The PMO's own system where it has one, else its inbox in this database. */
function pmoOf({ pmo }: Config, database: Database, clock: Clock): PmoClient {
  if (!pmo) return createEmbeddedPmo(database, clock);
  const { timeoutMs, ...account } = pmo;
  return createPmoHttpClient({ ...PMO_HTTP_DEFAULTS, ...account, answerMs: timeoutMs, idleMs: timeoutMs });
}

/** A delivery goes with the statement that was signed when its manifest was sealed. */
const sealsIn =
  (database: Database): SealOf =>
  async (manifestId) => {
    const seal = await sealOfManifest(database.read, manifestId);
    return seal && toSealRecord(seal);
  };

/** The composition root: every service with its lower neighbours, nothing reaches for a global one. */
export function createServices(foundations: Foundations) {
  const { config, database, keyring, signingKeys, logger, clock = WALL_CLOCK } = foundations;
  const uploadsDir = join(config.dataDir, 'uploads');
  mkdirSync(uploadsDir, { recursive: true, mode: 0o700 });
  const encryption = createFieldEncryption(keyring);
  const blindIndex = createBlindIndex(keyring);
  const vault = createDocumentVault({ dir: config.documentsDir, keyring });
  const images = createImagePipeline();
  const press = createPaperPress();
  const documents = createDocumentService({ database, vault, images, access: documentAccess });
  const digest = createKeyedDigest(keyring);
  const audit = createAuditService(database, digest, clock);
  const auditReading = createAuditReading({ database, blindIndex });
  const auth = createAuthService({ database, audit, blindIndex, digest });
  const tokens = createTokenService(database);
  const bearers = createBearerLookup({ database, audit, tokens }, config.pmoAnswers.token);
  const signals = createSignalService(database);
  const retention = createDocumentRetention({ database, audit, vault }, config.ktpPhotos);
  const jobs = createJobService();
  const register = registerOf(config);
  const identity = createIdentityService({ encryption, keyring, register });
  const dashboard = createDashboardService(database, {
    source: register.source,
    credentialsEndOn: config.dukcapil?.expiresOn ?? null,
  });
  const ktpLoads = createKtpLoads({ database, encryption, blindIndex, jobs, vault });
  const screening = createScreeningService();
  const listLoads = createListLoads({ database, blindIndex, jobs, vault });
  const duplicates = createDuplicateService();
  const submissions = createSubmissionService({
    database,
    encryption,
    blindIndex,
    identity,
    screening,
    duplicates,
    jobs,
    vault,
  });
  const imports = createImportService({
    database,
    jobs,
    vault,
    uploadsDir,
    encryption,
    blindIndex,
    submissions,
    duplicates,
  });
  const { moves, sealer, rescreen, entry } = submissions;
  const counter = createCounterService({
    database,
    keyring,
    digest,
    entry,
    documents,
    keepDays: config.counterKeepDays,
  });
  const signOff = createSignOffService();
  const rowMoves = createRowMoves({ database, moves, atOnce: config.batchAtOnce, logger });
  const batches = createBatchService({
    database,
    jobs,
    signingKeys,
    batchAtOnce: config.batchAtOnce,
    moves,
    rowMoves,
    clock,
    sealer,
    encryption,
    documents,
    press,
    rescreen,
  });
  submissions.connectBatches(batches);
  const forwarding = createForwardingService({
    database,
    jobs,
    moves,
    rowMoves,
    encryption,
    atOnce: config.batchAtOnce,
  });
  const answers = createAnswerService({ moves });
  const answerFiles = createAnswerFileService(answers, jobs);
  const sealOf = sealsIn(database);
  const deliveryFiles = createDeliveryFiles({ database, encryption, sealOf });
  const client = pmoOf(config, database, clock);
  const dispatchWorker = createDispatchWorker({
    database,
    audit,
    rowMoves,
    encryption,
    client,
    sealOf,
    logger,
  });
  const answerCalls = createAnswerCallService(answers);
  const earlyAnswers = createEarlyAnswerWorker({ database, audit, answerCalls, logger });
  const pmoCodes = createPmoCodeService();
  const { evidence } = submissions;
  const identityQueueWorker = createIdentityQueueWorker({ database, audit, evidence, logger });
  const { smtpUrl, mailFrom, publicUrl } = config;
  const mailer = smtpUrl
    ? createSmtpMailer(smtpUrl, mailFrom)
    : createFileMailer(join(config.dataDir, 'mail'), mailFrom);
  const notices = createNoticeService();
  const noticePrinting = createNoticePrinting({ press, publicUrl });
  const noticeWorker = createNoticeWorker({ database, mailer, logger, publicUrl });
  const applicants = createPortalService({
    config,
    database,
    audit,
    encryption,
    digest,
    vault,
    documents,
    submissions,
    mailer,
    logger,
  });
  const maintenance = createMaintenance({
    database,
    vault,
    throttle: auth.throttle,
    retention,
    sweepPortal: applicants.sweep,
    logger,
  });
  const worker = createJobWorker({ database, audit, auth, jobs, logger });
  return {
    config,
    database,
    keyring,
    signingKeys,
    logger,
    uploadsDir,
    encryption,
    blindIndex,
    vault,
    images,
    press,
    documents,
    audit,
    auditReading,
    auth,
    tokens,
    bearers,
    dashboard,
    signals,
    retention,
    maintenance,
    jobs,
    identity,
    ktpLoads,
    screening,
    listLoads,
    duplicates,
    submissions,
    counter,
    imports,
    signOff,
    rowMoves,
    batches,
    forwarding,
    answers,
    answerFiles,
    deliveryFiles,
    answerCalls,
    earlyAnswers,
    pmoCodes,
    dispatchWorker,
    identityQueueWorker,
    mailer,
    notices,
    noticePrinting,
    noticeWorker,
    applicants,
    worker,
  };
}
export type Services = ReturnType<typeof createServices>;

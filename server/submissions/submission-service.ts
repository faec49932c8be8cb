import type { Database } from '../database.ts';
import type { IdentityService } from '../identity/identity-service.ts';
import type { JobService } from '../jobs/job-service.ts';
import type { BlindIndex } from '../privacy/blind-index.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import type { ScreeningService } from '../screening/screening-service.ts';
import type { PartVault } from '../tabular/sealed-upload.ts';
import type { DuplicateService } from './duplicate-service.ts';
import { createRescreen } from './rescreen-service.ts';
import { createBatchMoves } from './submission-batch-moves.ts';
import { createSubmissionBulk } from './submission-bulk.ts';
import { createSubmissionClaims } from './submission-claims.ts';
import { createSubmissionEntry } from './submission-entry.ts';
import { createEvidence } from './submission-evidence.ts';
import { createSubmissionExport } from './submission-export.ts';
import { createFormSealer } from './submission-form.ts';
import { createSubmissionReadings } from './submission-readings.ts';
import { createSubmissionReview, type BatchNeighbour } from './submission-review.ts';
import { createSubmissionView } from './submission-view.ts';

export interface SubmissionDependencies {
  database: Database;
  encryption: FieldEncryption;
  blindIndex: BlindIndex;
  identity: IdentityService;
  screening: ScreeningService;
  duplicates: DuplicateService;
  jobs: JobService;
  vault: PartVault;
}

/** Registrations, part by part: entry, evidence, review, view, many at once, and the moves a batch makes. */
export function createSubmissionService(dependencies: SubmissionDependencies) {
  const { database, encryption, blindIndex, identity, screening, duplicates, jobs, vault } = dependencies;
  let neighbour: BatchNeighbour | null = null;
  const batches = () => {
    if (!neighbour) throw new Error('batches are not connected to submissions');
    return neighbour;
  };
  const sealer = createFormSealer({ encryption, blindIndex });
  const evidence = createEvidence({ identity, screening, sealer });
  const entry = createSubmissionEntry({ sealer, encryption, evidence, duplicates });
  const claims = createSubmissionClaims({ duplicates });
  const review = createSubmissionReview({ identity, screening, batches });
  const bulk = createSubmissionBulk({
    database,
    jobs,
    claims,
    review,
    evidence,
    batches,
    identity,
    screening,
  });
  return {
    sealer,
    evidence,
    entry,
    claims,
    readings: createSubmissionReadings({ database, identity, screening, evidence }),
    review,
    view: createSubmissionView({ database, identity, screening, sealer }),
    bulk,
    exports: createSubmissionExport({ database, jobs, vault, bulk }),
    moves: createBatchMoves({ database, screening, evidence }),
    rescreen: createRescreen({ database, jobs, evidence, screening }),
    /** Batches stand above submissions: services.ts hands them in once both exist. */
    connectBatches(given: BatchNeighbour): void {
      neighbour = given;
    },
  };
}
export type SubmissionService = ReturnType<typeof createSubmissionService>;

import { readFile } from 'node:fs/promises';
import type { Act, Clock } from '../audit/audit-service.ts';
import type { Database } from '../database.ts';
import type { DocumentService } from '../documents/document-service.ts';
import type { JobService } from '../jobs/job-service.ts';
import type { PaperPress } from '../papers/paper-press.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import type { SigningKeys } from '../privacy/signing-keys.ts';
import type { Rescreen } from '../submissions/rescreen-service.ts';
import type { BatchMoves } from '../submissions/submission-batch-moves.ts';
import type { FormSealer } from '../submissions/submission-form.ts';
import { createBatchCompose } from './batch-compose.ts';
import { attachPaper, submitBatch } from './batch-papers.ts';
import { createBatchPrinting } from './batch-printing.ts';
import { createBatchRatify } from './batch-ratify.ts';
import type { AttachPaper, BatchRecord } from './batch-schema.ts';
import { createBatchSeal } from './batch-seal.ts';
import { signBatch } from './batch-sign.ts';
import { createCompositions } from './composition-service.ts';
import type { RowMoves } from './row-moves.ts';

export interface BatchDependencies {
  database: Database;
  jobs: JobService;
  signingKeys: SigningKeys;
  batchAtOnce: number;
  moves: BatchMoves;
  rowMoves: RowMoves;
  clock: Clock;
  sealer: FormSealer;
  encryption: FieldEncryption;
  documents: Pick<DocumentService, 'prepare' | 'discard' | 'add'>;
  press: PaperPress;
  rescreen: Rescreen;
}

/** Batches, part by part: composing, sealing, papers, ratifying. Forwarding stands above and uses the same moves. */
export function createBatchService(dependencies: BatchDependencies) {
  const { moves, encryption, documents, press, database, jobs } = dependencies;
  const compose = createBatchCompose({ moves });
  return {
    ...compose,
    compositions: createCompositions({ database, compose, jobs }),
    ...createBatchSeal(dependencies),
    ...createBatchRatify({ ...dependencies, atOnce: dependencies.batchAtOnce }),
    submit: submitBatch,
    sign: signBatch,
    printing: createBatchPrinting({ press, encryption }),

    /**
     * Attaches a scanned paper from a file. The scan is judged and stored first, since neither may happen inside the
     * act's transaction; where it did not become the batch's, it is taken out of the vault again.
     */
    async attachScan(
      path: string,
      id: number,
      input: AttachPaper,
      run: <T>(work: (act: Act) => Promise<T>) => Promise<T>,
    ): Promise<BatchRecord> {
      const scan = await documents.prepare(await readFile(path), { pdf: true });
      let attached: { batch: BatchRecord; keptName: string | null } | null = null;
      try {
        attached = await run((act) => attachPaper(act, documents, id, input, scan));
        return attached.batch;
      } finally {
        // A repeated request gets its first answer, whose scan is another file than this one.
        if (attached?.keptName !== scan.originalName) await documents.discard(scan);
      }
    },
  };
}
export type BatchService = ReturnType<typeof createBatchService>;

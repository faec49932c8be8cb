import type { Database } from '../database.ts';
import { conflict } from '../errors.ts';
import { command, read, type Reply, type RequestContext, type RouteRecord } from '../http/route.ts';
import { z } from 'zod';
import { BatchRecord, VersionedBatch } from './batch-schema.ts';
import type { BatchService } from './batch-service.ts';
import { findBatch, type BatchRow } from './batch-store.ts';
import { actOrOrder } from './batch-acts.ts';
import { findSeal, toSealRecord, type SealRow } from './manifest-seal.ts';
import { StepOrdered } from './batch-run-schema.ts';
import { SealRecord } from './seal-schema.ts';
import { idOf } from '../http/address-id.ts';

export interface SealRouteDependencies {
  database: Database;
  batches: BatchService;
}

/** The parts of a seal as files of their own, as standard tools take them; `docs/verify-a-seal.md` names the commands. */
const FILES = [
  { name: 'statement.json', of: 'statement', mime: 'application/json; charset=utf-8', what: 'The signed statement, to the byte' },
  { name: 'signature.jws', of: 'signature', mime: 'application/jose; charset=utf-8', what: 'The signature, a JWS without its payload' },
  { name: 'public-key.pem', of: 'public_key', mime: 'application/x-pem-file; charset=utf-8', what: 'The public key the seal was signed with' },
] as const satisfies readonly { name: string; of: keyof SealRow; mime: string; what: string }[]; // prettier-ignore

async function sealOf(
  database: Database,
  context: RequestContext<unknown>,
): Promise<{ batch: BatchRow; seal: SealRow }> {
  const batch = await findBatch(database.read, context.actor, idOf(context.params));
  const seal = await findSeal(database.read, batch);
  if (!seal) throw conflict('NOT_SEALED', 'The batch is not sealed: there is no seal to verify yet.');
  return { batch, seal };
}

/** Sealing, and what proves a seal to whoever does not trust us. */
export function sealRoutes({ database, batches }: SealRouteDependencies): RouteRecord[] {
  return [
    command('/batches/:id/seal', {
      permission: 'batch.seal',
      audit: 'batch.sealed',
      summary:
        'Screen every row again, write and sign the manifest, freeze the rows; 202 {jobId} for a large batch',
      body: VersionedBatch,
      response: z.union([BatchRecord, StepOrdered]),
      handle: (context) =>
        actOrOrder(context, database, (act) => batches.seal(act, idOf(context.params), context.body.version)),
    }),
    read('/batches/:id/seal.json', {
      permission: 'batch.read',
      audit: { none: 'a batch by its numbers, nobody’s case' },
      summary: 'The seal: signed statement, detached JWS, public key',
      response: SealRecord,
      handle: async (context) => toSealRecord((await sealOf(database, context)).seal),
    }),
    ...FILES.map((file) =>
      read(`/batches/:id/seal/${file.name}`, {
        permission: 'batch.read',
        audit: { none: 'a batch by its numbers, nobody’s case' },
        summary: file.what,
        handle: async (context): Promise<Reply> => {
          const { batch, seal } = await sealOf(database, context);
          return {
            kind: 'bytes',
            body: Buffer.from(seal[file.of], 'utf8'),
            mime: file.mime,
            fileName: `${batch.batch_no}.${file.name}`,
          };
        },
      }),
    ),
  ];
}

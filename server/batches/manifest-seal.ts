import canonicalize from 'canonicalize';
import type { Connection } from '../database.ts';
import { signDetached } from '../privacy/detached-jws.ts';
import type { SigningKeys } from '../privacy/signing-keys.ts';
import type { SealRecord, SealStatement } from './seal-schema.ts';
import type { BatchRow } from './batch-store.ts';

export const TEMPLATE_VERSION = 'PK-1';

/** A row of `manifest_seals`. */
export interface SealRow {
  id: number;
  manifest_id: number;
  digest: string;
  statement: string;
  signature: string;
  kid: string;
  public_key: string;
  signed_at: string;
}

/** What must be signed of this batch, as the batch stands. */
export async function statementOf(
  connection: Connection,
  batch: Pick<BatchRow, 'batch_no' | 'wave_id' | 'channel' | 'round_no' | 'row_count'>,
  { digest, sealedAt }: { digest: string; sealedAt: string },
): Promise<SealStatement> {
  const wave = (await connection('waves').where({ id: batch.wave_id }).first('code')) as { code: string };
  return {
    batchNo: batch.batch_no,
    wave: wave.code,
    channel: batch.channel,
    roundNo: batch.round_no,
    rowCount: batch.row_count,
    sealedAt,
    digest: `sha-256:${digest}`,
    template_version: TEMPLATE_VERSION,
  };
}

/** Signs the completed manifest of a batch that is about to be sealed. */
export async function signManifest(
  connection: Connection,
  keys: SigningKeys,
  batch: Parameters<typeof statementOf>[1],
  manifest: { manifestId: number; digest: string; sealedAt: string },
): Promise<{ kid: string }> {
  const statement = canonicalize(await statementOf(connection, batch, manifest)) as string;
  await connection('manifest_seals').insert({
    manifest_id: manifest.manifestId,
    digest: manifest.digest,
    statement,
    signature: await signDetached(keys, statement),
    kid: keys.current,
    public_key: keys.publicKey(keys.current),
    signed_at: manifest.sealedAt,
  });
  return { kid: keys.current };
}

/** The seal the batch's digest stands for; null where it is not sealed. */
export async function findSeal(
  connection: Connection,
  batch: Pick<BatchRow, 'id' | 'digest'>,
): Promise<SealRow | null> {
  if (batch.digest === null) return null;
  const row = (await connection('manifest_seals as s')
    .join('manifests as m', 'm.id', 's.manifest_id')
    .where({ 'm.batch_id': batch.id, 'm.digest': batch.digest })
    .first('s.*')) as SealRow | undefined;
  return row ?? null;
}

/** The seal of one manifest, whichever batch it is of; null where there is none. */
export async function sealOfManifest(connection: Connection, manifestId: number): Promise<SealRow | null> {
  const row = (await connection('manifest_seals').where({ manifest_id: manifestId }).first()) as
    SealRow | undefined;
  return row ?? null;
}

/** Everything that proves a manifest, as it is handed out. */
export const toSealRecord = (row: SealRow): SealRecord => ({
  statement: row.statement,
  signature: row.signature,
  kid: row.kid,
  publicKey: row.public_key,
  digest: row.digest,
  signedAt: row.signed_at,
});

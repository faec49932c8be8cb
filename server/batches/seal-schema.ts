import { z } from 'zod';

/** What is signed of a batch. Whoever has it, the signature and the public key needs nothing of us to believe it. */
export const SealStatement = z.strictObject({
  batchNo: z.string(),
  wave: z.string(),
  channel: z.string(),
  roundNo: z.number().int(),
  rowCount: z.number().int(),
  sealedAt: z.string(),
  /** `sha-256:` and the SHA-256 of the manifest's bytes (NDJSON). */
  digest: z.string(),
  template_version: z.string(),
});
export type SealStatement = z.infer<typeof SealStatement>;

/** A seal as anybody may check it: the signed text, a JWS without its payload, the public key. */
export const SealRecord = z.object({
  /** The very text that was signed (RFC 8785). */
  statement: z.string(),
  /** `header..signature`, EdDSA (RFC 7515, appendix F). */
  signature: z.string(),
  kid: z.string(),
  /** SPKI, PEM. */
  publicKey: z.string(),
  digest: z.string(),
  signedAt: z.string(),
});
export type SealRecord = z.infer<typeof SealRecord>;

/** What the page of a batch says of its seal. */
export const SealFacts = SealRecord.pick({ kid: true, digest: true, signedAt: true });
export type SealFacts = z.infer<typeof SealFacts>;

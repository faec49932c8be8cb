import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { Act } from '../audit/audit-service.ts';
import { AppError, conflict, forbidden } from '../errors.ts';
import { SIGNATURE_WINDOW_MS, signatureProblem } from './answer-call-rules.ts';

/** The HMAC-SHA256 of a signed call in hex: over `timestamp.nonce.body`, the body as its bytes are sent. */
export const signatureOf = (secret: string, timestamp: string, nonce: string, body: Buffer): string =>
  createHmac('sha256', secret).update(`${timestamp}.${nonce}.`).update(body).digest('hex');

export const bodyDigest = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

/** The bytes of a body that is signed; what came without one has none. */
export const bytesOf = (req: Request): Buffer => req.rawBody ?? Buffer.alloc(0);

export const nonceOf = (req: Request): string => req.get('x-loket-nonce') ?? '';

const unproven = (code: string, message: string) =>
  new AppError(401, code, message, { headers: { 'WWW-Authenticate': 'Bearer' } });

/**
 * Makes the proof a call of the PMO's system must give before its body is read: a token and no session, a clock like ours,
 * and a signature by the shared secret; of several secrets any one, so that they can be changed one after the other.
 */
export function createSignatureProof(secrets: readonly string[]) {
  return (req: Request): void => {
    if (!req.tokenScopes)
      throw forbidden(
        'TOKEN_ONLY',
        'This route is for the PMO’s system, with a bearer token and a signature.',
      );
    if (secrets.length === 0)
      throw new AppError(
        503,
        'PMO_ANSWERS_OFF',
        'Answers by API are not set up here: LOKET_PMO_ANSWER_SECRET is not set. Use an answer file.',
      );
    const timestamp = req.get('x-loket-timestamp');
    const nonce = req.get('x-loket-nonce');
    const signature = req.get('x-loket-signature');
    const problem = signatureProblem({ timestamp, nonce, signature }, new Date().toISOString());
    if (problem) throw unproven(problem.code, problem.message);
    const given = Buffer.from((signature as string).toLowerCase(), 'hex');
    // All of them are compared, so that the time tells nothing of which one it was.
    const matches = secrets.map((secret) =>
      timingSafeEqual(given, Buffer.from(signatureOf(secret, timestamp as string, nonce as string, bytesOf(req)), 'hex')),
    ); // prettier-ignore
    if (!matches.includes(true))
      throw unproven(
        'BAD_SIGNATURE',
        'The signature is not the HMAC-SHA256 of timestamp.nonce.body by the secret agreed on.',
      );
  };
}

/** Spends the nonce of a call in the call's own transaction; throws 409 where it was spent before. */
export async function spendNonce(act: Act, nonce: string): Promise<void> {
  await act.trx('pmo_nonces').where('expires_at', '<', act.now).delete();
  // A timestamp may lie ahead by the window, and is let in for the window after that.
  const expires_at = new Date(Date.parse(act.now) + 2 * SIGNATURE_WINDOW_MS + 1000).toISOString();
  const spent = await act
    .trx('pmo_nonces')
    .insert({ nonce, expires_at })
    .onConflict('nonce')
    .ignore()
    .returning('nonce');
  if (spent.length === 0)
    throw conflict('NONCE_USED', 'This request was taken before. To ask again, sign with a new nonce.');
}

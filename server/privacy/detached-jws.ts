import { createPublicKey } from 'node:crypto';
import { CompactSign, compactVerify, decodeProtectedHeader } from 'jose';
import type { SigningKeys } from './signing-keys.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Signs a text with Ed25519; gives a JWS without its payload (RFC 7515, appendix F): `header..signature`. */
export async function signDetached(keys: SigningKeys, payload: string): Promise<string> {
  const whole = await new CompactSign(bytesOf(payload))
    .setProtectedHeader({ alg: 'EdDSA', kid: keys.current })
    .sign(keys.privateKey);
  const [header, , signature] = whole.split('.');
  return `${header}..${signature}`;
}

/** The id of the key a detached JWS names; null where it is no JWS of ours. */
export function signedBy(jws: string): string | null {
  try {
    const { kid, alg } = decodeProtectedHeader(jws);
    return alg === 'EdDSA' && typeof kid === 'string' ? kid : null;
  } catch {
    return null;
  }
}

/** True where this key made this signature over this very text. */
export async function verifyDetached(jws: string, payload: string, publicKeyPem: string): Promise<boolean> {
  const [header, between, signature, ...more] = jws.split('.');
  if (!header || between !== '' || !signature || more.length > 0) return false;
  const whole = `${header}.${Buffer.from(payload, 'utf8').toString('base64url')}.${signature}`;
  try {
    await compactVerify(whole, createPublicKey(publicKeyPem), { algorithms: ['EdDSA'] });
    return true;
  } catch {
    return false;
  }
}

import { createECDH, createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import canonicalize from 'canonicalize';
import { KeyringError, type Keyring } from './keyring.ts';

/** A public key on P-256 as a JWK. */
export interface PublicPoint {
  kty: 'EC';
  crv: 'P-256';
  x: string;
  y: string;
}

/** The keys that counters seal packages and spare keys for: anybody may seal, only this ministry opens. */
export interface PackageKeys {
  /** The public key devices are given, by its name. */
  readonly current: PublicPoint & { kid: string };
  /** The private key of a name; null where it is none of this ministry's. */
  privateKey(kid: string): KeyObject | null;
}

/** RFC 7638: the name of a key is the digest of its public part. */
export const pointThumbprint = ({ crv, kty, x, y }: PublicPoint): string =>
  createHash('sha256')
    .update(canonicalize({ crv, kty, x, y }) as string)
    .digest('base64url');

const COORDINATE_BYTES = 32;

/**
 * One key pair for each master of the ring, derived as its other keys are: there is no further secret to keep, to back up or to
 * lose, and a package opens as long as the ring holds the master it was made under.
 * @throws KeyringError where a master gives no key of this curve (one in four thousand million).
 */
export function createPackageKeys(keyring: Keyring): PackageKeys {
  const pairs = keyring.keyIds.map((id) => ({ id, ...pairOf(keyring, id) }));
  const byName = new Map(pairs.map(({ point, key }) => [pointThumbprint(point), key]));
  const current = pairs.find(({ id }) => id === keyring.current)?.point as PublicPoint;
  return {
    current: { ...current, kid: pointThumbprint(current) },
    privateKey: (kid) => byName.get(kid) ?? null,
  };
}

function pairOf(keyring: Keyring, id: string): { point: PublicPoint; key: KeyObject } {
  const scalar = keyring.derive('package', id).export();
  const curve = createECDH('prime256v1');
  try {
    curve.setPrivateKey(scalar);
  } catch {
    throw new KeyringError('MALFORMED', `key "${id}" gives no package key: make another`);
  }
  const bytes = curve.getPublicKey();
  const at = (from: number) => bytes.subarray(from, from + COORDINATE_BYTES).toString('base64url');
  const point = { kty: 'EC', crv: 'P-256', x: at(1), y: at(1 + COORDINATE_BYTES) } as const;
  const key = createPrivateKey({ key: { ...point, d: scalar.toString('base64url') }, format: 'jwk' });
  return { point, key };
}

import type { CounterDesk } from '@server/counter/counter-schema.ts';
import type { StoredPerson } from './counter-db.ts';
import {
  aesKey,
  base64url,
  createSigningPair,
  freshKey,
  fromBase64url,
  ITERATIONS,
  randomBytes,
  seal,
  sealForMinistry,
  signingKey,
  unseal,
  wrappingKey,
  type Bytes,
} from './device-crypto.ts';

/** A clerk whose password was right: the only thing that reads what lies on the device. Held in memory, until it is locked. */
export interface Unlocked {
  person: StoredPerson;
  dataKey: CryptoKey;
  signingKey: CryptoKey;
}

const SALT_BYTES = 16;
const wrapLabel = (username: string) => `loket/wrap|${username}|${location.origin}`;
const signLabel = (username: string) => `loket/sign|${username}|${location.origin}`;

/** What a sealed thing is bound to: its id, its clerk, its server. */
export const itemLabel = (clientId: string, staffId: number) =>
  `loket/item|${clientId}|${staffId}|${location.origin}`;
export const photoLabel = (id: string, staffId: number) => `loket/photo|${id}|${staffId}|${location.origin}`;

async function wrap(rawKey: Bytes, username: string, password: string) {
  const salt = randomBytes(SALT_BYTES);
  const wrapping = await wrappingKey(password, salt, ITERATIONS);
  return { salt, iterations: ITERATIONS, wrapped: await seal(wrapping, rawKey, wrapLabel(username)) };
}

async function spareOf(rawKey: Bytes, staffId: number, ministryKey: CounterDesk['packageKey']) {
  const text = JSON.stringify({ staffId, key: base64url(rawKey) });
  return { kid: ministryKey.kid, sealed: await sealForMinistry(ministryKey, text) };
}

async function openWith(rawKey: Bytes, person: StoredPerson): Promise<Unlocked> {
  const dataKey = await aesKey(rawKey);
  const pkcs8 = await unseal(dataKey, person.signing, signLabel(person.username));
  return { person, dataKey, signingKey: await signingKey(pkcs8) };
}

type Who = Pick<StoredPerson, 'username' | 'staffId' | 'fullName' | 'officeName'>;

/** Makes keys for a clerk who logs in on this device for the first time; the device is named by the server. */
export async function createPerson(
  who: Who,
  password: string,
  ministryKey: CounterDesk['packageKey'],
  register: (publicKey: StoredPerson['publicKey']) => Promise<string>,
): Promise<Unlocked> {
  const rawKey = freshKey();
  const pair = await createSigningPair();
  const signing = await seal(await aesKey(rawKey), pair.privateKey, signLabel(who.username));
  const person: StoredPerson = {
    ...who,
    ...(await wrap(rawKey, who.username, password)),
    ...{ signing, publicKey: pair.publicKey, nextSeq: 1 },
    spare: await spareOf(rawKey, who.staffId, ministryKey),
    device: await register(pair.publicKey),
  };
  return openWith(rawKey, person);
}

async function rawKeyOf(person: StoredPerson, password: string): Promise<Bytes | null> {
  const wrapping = await wrappingKey(password, person.salt, person.iterations);
  try {
    return await unseal(wrapping, person.wrapped, wrapLabel(person.username));
  } catch {
    // AES-GCM tells a wrong password from the right one.
    return null;
  }
}

/** Opens what a clerk left here; null where the password is another. */
export async function unlock(person: StoredPerson, password: string): Promise<Unlocked | null> {
  const rawKey = await rawKeyOf(person, password);
  return rawKey && openWith(rawKey, person);
}

/** As `unlock`, and lays the spare key by anew where the ministry's key has changed. */
export async function unlockOnline(
  person: StoredPerson,
  password: string,
  ministryKey: CounterDesk['packageKey'],
): Promise<Unlocked | null> {
  const rawKey = await rawKeyOf(person, password);
  if (!rawKey) return null;
  if (person.spare.kid === ministryKey.kid) return openWith(rawKey, person);
  return openWith(rawKey, { ...person, spare: await spareOf(rawKey, person.staffId, ministryKey) });
}

/** The password was changed elsewhere: the spare key, opened by the server, is wrapped under the new one. */
export async function rewrap(
  person: StoredPerson,
  password: string,
  spareKey: string,
  ministryKey: CounterDesk['packageKey'],
): Promise<Unlocked> {
  const rawKey = fromBase64url(spareKey);
  const spare = await spareOf(rawKey, person.staffId, ministryKey);
  return openWith(rawKey, { ...person, ...(await wrap(rawKey, person.username, password)), spare });
}

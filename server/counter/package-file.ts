import { createDecipheriv, createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import type { Connection } from '../database.ts';
import { invalid } from '../errors.ts';
import type { PackageKeys } from '../privacy/package-keys.ts';
import { openForMinistry, sealedFor } from './counter-desk.ts';
import { PackageManifest } from './counter-schema.ts';
import { findDevice, type DeviceRow } from './counter-store.ts';
import {
  IV_BYTES,
  manifestProblems,
  MAX_HEAD_BYTES,
  PACKAGE_HEAD_AT,
  PACKAGE_MAGIC,
  partLabel,
  type PartPlace,
} from './package-rules.ts';

/** A package whose manifest is proven; its parts are read one by one, since together they may not fit into memory. */
export interface OpenPackage {
  manifest: PackageManifest;
  device: DeviceRow;
  fileSha256: string;
  /** A part in clear. Throws 422 where it was altered or moved. */
  part(place: PartPlace): Promise<Buffer>;
  close(): Promise<void>;
}

const unreadable = () =>
  invalid('PACKAGE_UNREADABLE', 'This file is not a package of a counter, or it was cut off.');
const altered = () =>
  invalid('PACKAGE_ALTERED', 'This package was altered or damaged on its way: nothing of it was taken.');
const foreign = () => invalid('PACKAGE_FOREIGN', 'This package is for another ministry.');
const unknownDevice = () =>
  invalid('PACKAGE_UNKNOWN_DEVICE', 'This package comes from a device that is not known here.');

const TAG_BYTES = 16;

async function bytesAt(file: FileHandle, from: number, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size);
  const { bytesRead } = await file.read(bytes, 0, size, from);
  if (bytesRead !== size) throw unreadable();
  return bytes;
}

async function headOf(file: FileHandle): Promise<{ jwe: string; bodyAt: number }> {
  const start = await bytesAt(file, 0, PACKAGE_HEAD_AT);
  if (start.subarray(0, PACKAGE_MAGIC.length).toString('latin1') !== PACKAGE_MAGIC) throw unreadable();
  const size = start.readUInt32BE(PACKAGE_MAGIC.length);
  if (size === 0 || size > MAX_HEAD_BYTES) throw unreadable();
  const jwe = (await bytesAt(file, PACKAGE_HEAD_AT, size)).toString('latin1');
  return { jwe, bodyAt: PACKAGE_HEAD_AT + size };
}

/** Who signed, and what; null where no signature of that device stands over it. */
async function signedManifest(
  connection: Connection,
  jws: string,
): Promise<{ manifest: PackageManifest; device: DeviceRow } | null> {
  const kid = kidOf(jws);
  if (kid === null) return null;
  const device = await findDevice(connection, kid);
  if (!device) throw unknownDevice();
  try {
    const key = await importJWK(JSON.parse(device.public_key) as JWK, 'ES256');
    const { payload } = await compactVerify(jws, key, { algorithms: ['ES256'] });
    return { manifest: PackageManifest.parse(JSON.parse(new TextDecoder().decode(payload))), device };
  } catch {
    return null;
  }
}

function kidOf(jws: string): string | null {
  try {
    return decodeProtectedHeader(jws).kid ?? null;
  } catch {
    return null;
  }
}

function openPart(manifest: PackageManifest, index: number, sealed: Buffer): Buffer {
  if (sealed.length <= IV_BYTES + TAG_BYTES) throw altered();
  const key = Buffer.from(manifest.key, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES));
  decipher.setAAD(Buffer.from(partLabel(manifest.packageId, index)));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw altered();
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function prove(connection: Connection, keys: PackageKeys, file: FileHandle) {
  const { jwe, bodyAt } = await headOf(file);
  const kid = sealedFor(jwe);
  if (kid === null) throw altered();
  if (!keys.privateKey(kid)) throw foreign();
  const jws = await openForMinistry(keys, jwe);
  const signed = jws === null ? null : await signedManifest(connection, jws);
  if (!signed) throw altered();
  const { size } = await file.stat();
  if (manifestProblems(signed.manifest, size - bodyAt).length > 0) throw altered();
  return { ...signed, bodyAt };
}

/** Opens a package as it lies on the disk. Throws 422 `PACKAGE_UNREADABLE`, `…_FOREIGN`, `…_ALTERED`, `…_UNKNOWN_DEVICE`. */
export async function openPackage(
  connection: Connection,
  keys: PackageKeys,
  path: string,
): Promise<OpenPackage> {
  const file = await open(path, 'r');
  try {
    const { manifest, device, bodyAt } = await prove(connection, keys, file);
    const fileSha256 = await digestOf(path);
    return {
      ...{ manifest, device, fileSha256 },
      part: async ({ index, from, size }) =>
        openPart(manifest, index, await bytesAt(file, bodyAt + from, size)),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

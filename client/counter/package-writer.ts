import type { CounterDesk, PackageManifest, PhotoMark } from '@server/counter/counter-schema.ts';
import { PACKAGE_HEAD_AT, PACKAGE_MAGIC, partLabel } from '@server/counter/package-rules.ts';
import {
  aesKey,
  base64url,
  freshKey,
  seal,
  sealForMinistry,
  sign,
  textBytes,
  type Bytes,
} from './device-crypto.ts';

/** One form for a package; its photos are opened only when their turn comes. */
export interface PackageItem {
  clientId: string;
  seq: number;
  keyedAt: string;
  form: Record<string, unknown>;
  photos: (PhotoMark & { bytes: () => Promise<Bytes> })[];
}

export interface PackageRequest {
  packageId: string;
  madeAt: string;
  items: readonly PackageItem[];
  ministryKey: CounterDesk['packageKey'];
  device: string;
  signingKey: CryptoKey;
}

type Entry = PackageManifest['items'][number];

function head(jwe: string): Bytes {
  const text = textBytes(jwe);
  const bytes = new Uint8Array(PACKAGE_HEAD_AT + text.length);
  bytes.set(textBytes(PACKAGE_MAGIC));
  new DataView(bytes.buffer).setUint32(PACKAGE_MAGIC.length, text.length);
  bytes.set(text, PACKAGE_HEAD_AT);
  return bytes;
}

/** Seals forms and photos into one file that this ministry alone opens, signed by the device. */
export async function writePackage(request: PackageRequest): Promise<Blob> {
  const { packageId, madeAt, items } = request;
  const rawKey = freshKey();
  const key = await aesKey(rawKey);
  const parts: Blob[] = [];
  const add = async (plain: Bytes): Promise<number> => {
    const sealed = await seal(key, plain, partLabel(packageId, parts.length));
    parts.push(new Blob([sealed]));
    return sealed.length;
  };
  const entries: Entry[] = [];
  for (const { clientId, seq, keyedAt, form, photos } of items) {
    const entry: Entry = {
      ...{ clientId, seq, keyedAt },
      size: await add(textBytes(JSON.stringify(form))),
      photos: [],
    };
    for (const { kind, sha256, bytes } of photos)
      entry.photos.push({ kind, sha256, size: await add(await bytes()) });
    entries.push(entry);
  }
  const manifest: PackageManifest = { packageId, madeAt, key: base64url(rawKey), items: entries };
  const signed = await sign(request.signingKey, request.device, JSON.stringify(manifest));
  const jwe = await sealForMinistry(request.ministryKey, signed);
  return new Blob([head(jwe), ...parts], { type: 'application/octet-stream' });
}

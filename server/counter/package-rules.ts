import type { PackageManifest } from './counter-schema.ts';

/**
 * The package file: eight letters, the length of the head (4 bytes, big-endian), the head (a JWE for the ministry's key
 * holding a JWS of the device over the manifest), then the sealed parts end to end. A part is 12 bytes of IV and the
 * AES-256-GCM ciphertext with its tag; it is bound to its package and place.
 */
export const PACKAGE_MAGIC = 'LOKETPK1';
export const PACKAGE_HEAD_AT = PACKAGE_MAGIC.length + 4;
export const MAX_HEAD_BYTES = 1024 * 1024;
export const MAX_PACKAGE_BYTES = 200 * 1024 * 1024;
export const IV_BYTES = 12;

/** What a part is authenticated with: moved to another place or package it does not open. */
export const partLabel = (packageId: string, index: number): string =>
  `loket-package/1|${packageId}|${index}`;

export interface PartPlace {
  index: number;
  from: number;
  size: number;
}

export interface ItemParts {
  form: PartPlace;
  photos: PartPlace[];
}

/** Where each part lies, counted from the end of the head, and how long all are together. */
export function partPlaces(manifest: Pick<PackageManifest, 'items'>): { items: ItemParts[]; end: number } {
  let index = 0;
  let end = 0;
  const place = (size: number): PartPlace => {
    const one = { index, from: end, size };
    index += 1;
    end += size;
    return one;
  };
  const items = manifest.items.map((item) => ({
    form: place(item.size),
    photos: item.photos.map((photo) => place(photo.size)),
  }));
  return { items, end };
}

export type PackageProblem = 'REPEATED_ITEM' | 'OUT_OF_ORDER' | 'WRONG_LENGTH';

/** What is wrong with a manifest beside the bytes that came with it. */
export function manifestProblems(manifest: PackageManifest, bytesAfterHead: number): PackageProblem[] {
  const problems: PackageProblem[] = [];
  const ids = new Set(manifest.items.map(({ clientId }) => clientId));
  if (ids.size !== manifest.items.length) problems.push('REPEATED_ITEM');
  if (manifest.items.some(({ seq }, at) => at > 0 && seq <= (manifest.items[at - 1]?.seq ?? 0)))
    problems.push('OUT_OF_ORDER');
  if (partPlaces(manifest).end !== bytesAfterHead) problems.push('WRONG_LENGTH');
  return problems;
}

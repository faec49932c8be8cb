/** What an upload is by its first bytes; its name and declared type are never believed. */
export type UploadKind = 'jpeg' | 'png' | 'pdf' | 'unknown';

const SIGNATURES: readonly (readonly [UploadKind, readonly number[]])[] = [
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

/** The kind of a file, read from its first eight bytes. */
export function inspectUpload(upload: Uint8Array): UploadKind {
  const found = SIGNATURES.find(([, bytes]) => bytes.every((byte, at) => upload[at] === byte));
  return found?.[0] ?? 'unknown';
}

import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDocumentVault, type DocumentVault } from '../../../server/documents/document-vault.ts';
import { loadKeyring } from '../../../server/privacy/keyring.ts';
import { removeUpload, sealedSource, sealUpload } from '../../../server/tabular/sealed-upload.ts';

describe('an upload sealed into the vault', () => {
  let dir: string;
  let path: string;
  let vault: DocumentVault;
  // Two whole parts and a bit.
  const bytes = randomBytes(9 * 1024 * 1024 + 17);
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'loket-upload-'));
    path = join(dir, 'berkas.csv');
    await writeFile(path, bytes);
    const ring = { current: 'k1', keys: { k1: randomBytes(32).toString('base64') } };
    vault = createDocumentVault({ dir: join(dir, 'vault'), keyring: loadKeyring(JSON.stringify(ring)) });
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  async function allOf(parts: string[]): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of sealedSource(vault, parts).stream()) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  it('is kept in parts, and read again as often as needed with not a byte changed', async () => {
    const sealed = await sealUpload(vault, path);
    expect(sealed).toMatchObject({
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(sealed.parts).toHaveLength(3);
    expect((await allOf(sealed.parts)).equals(bytes)).toBe(true);
    expect((await allOf(sealed.parts)).equals(bytes)).toBe(true);
    const head = await sealedSource(vault, sealed.parts).head();
    expect(head.equals(bytes.subarray(0, 65_536))).toBe(true);
    await removeUpload(vault, sealed.parts);
    expect(await vault.names()).toEqual([]);
    await removeUpload(vault, sealed.parts);
  });

  it('leaves nothing behind when a part cannot be written', async () => {
    let written = 0;
    const full = {
      ...vault,
      put: (part: Uint8Array) => {
        written += 1;
        return written === 2 ? Promise.reject(new Error('disk full')) : vault.put(part);
      },
    };
    await expect(sealUpload(full, path)).rejects.toThrow('disk full');
    expect(await vault.names()).toEqual([]);
  });

  it('fails to be read when a part is missing, instead of ending early', async () => {
    const sealed = await sealUpload(vault, path);
    await vault.remove(sealed.parts[1] as string);
    await expect(allOf(sealed.parts)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

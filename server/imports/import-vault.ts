import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import { VaultError, type DocumentVault } from '../documents/document-vault.ts';
import { removeUpload, sealUpload } from '../tabular/sealed-upload.ts';

/** The vault's own reconciliation reads these lists too, so that no piece is taken for nobody's. */
const Contents = z.strictObject({ pieces: z.array(z.string()) });

/** A hand-over in the vault; `sha256` and `size` (bytes) are of the file in clear. */
export interface SealedImport {
  name: string;
  sha256: string;
  size: number;
}

/** Uploaded hand-overs in the vault: sealed pieces and a sealed list of them, the whole known by the list's name. */
export function createImportVault(vault: DocumentVault) {
  async function piecesOf(name: string): Promise<string[]> {
    const text = (await vault.get(name)).toString('utf8');
    return Contents.parse(JSON.parse(text)).pieces;
  }

  return {
    /** Seals the file at `path`. When it resolves, the copy survives a power cut; a failure leaves nothing behind. */
    async seal(path: string): Promise<SealedImport> {
      const { parts: pieces, sha256, size } = await sealUpload(vault, path);
      try {
        const { name } = await vault.put(Buffer.from(JSON.stringify({ pieces })));
        return { name, sha256, size };
      } catch (error) {
        await removeUpload(vault, pieces);
        throw error;
      }
    },

    /**
     * Writes a sealed file in clear to `target`, readable by the owner only; the caller deletes it.
     * @throws Error when the content is not what was uploaded
     */
    async unseal(name: string, target: string, sha256: string): Promise<void> {
      const hash = createHash('sha256');
      const file = await open(target, 'w', 0o600);
      try {
        for (const piece of await piecesOf(name)) {
          const bytes = await vault.get(piece);
          hash.update(bytes);
          await file.writeFile(bytes);
        }
      } finally {
        await file.close();
      }
      if (hash.digest('hex') !== sha256) throw new Error('a sealed hand-over is not what was uploaded');
    },

    /** Deletes a sealed file with all its pieces; what is gone already is no error. */
    async remove(name: string): Promise<void> {
      try {
        await removeUpload(vault, await piecesOf(name));
      } catch (error) {
        if (!(error instanceof VaultError) || error.code !== 'NOT_FOUND') throw error;
      }
      await vault.remove(name);
    },
  };
}
export type ImportVault = ReturnType<typeof createImportVault>;

import { randomBytes } from 'node:crypto';
import { createDocumentVault } from '../../server/documents/document-vault.ts';
import { loadKeyring } from '../../server/privacy/keyring.ts';

/** A server that stores files without end, four at a time, and tells of each one that is safe. */
const [dir = '', ring = ''] = process.argv.slice(2);
const vault = createDocumentVault({ dir, keyring: loadKeyring(ring) });

async function writeForever(): Promise<void> {
  for (;;) process.send?.(await vault.put(randomBytes(300_000)));
}

await Promise.all([1, 2, 3, 4].map(writeForever));

import { createHash, randomBytes } from 'node:crypto';
import { fork } from 'node:child_process';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDocumentVault } from '../../../server/documents/document-vault.ts';
import { loadKeyring } from '../../../server/privacy/keyring.ts';

const ring = JSON.stringify({ current: 'k1', keys: { k1: Buffer.alloc(32, 3).toString('base64') } });
const keyring = loadKeyring(ring);
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vault-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const pathOf = (name: string) => join(dir, name.slice(0, 2), name);
const content = Buffer.from('Foto KTP milik Sari Wulandari');

describe('the document vault', () => {
  it('gives back what was put, under a random name only its owner can read, nothing of it in clear', async () => {
    const vault = createDocumentVault({ dir, keyring });
    const [one, two] = [await vault.put(content), await vault.put(content)];
    expect(one).toMatchObject({
      size: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    });
    expect(one.name).toMatch(/^[0-9a-f]{32}$/);
    expect(one.name).not.toBe(two.name);
    expect((await vault.get(one.name)).equals(content)).toBe(true);
    expect(statSync(pathOf(one.name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(pathOf(one.name)).includes('Sari')).toBe(false);
    expect(readFileSync(pathOf(one.name)).equals(readFileSync(pathOf(two.name)))).toBe(false);
    expect((await vault.names()).sort()).toEqual([one.name, two.name].sort());
  });

  it('is read again by another server with the same key ring', async () => {
    const { name } = await createDocumentVault({ dir, keyring }).put(content);
    const again = await createDocumentVault({ dir, keyring: loadKeyring(ring) }).get(name);
    expect(again.equals(content)).toBe(true);
  });

  it('forgets what is removed, twice without complaint', async () => {
    const vault = createDocumentVault({ dir, keyring });
    const { name } = await vault.put(content);
    await vault.remove(name);
    await vault.remove(name);
    await expect(vault.get(name)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(vault.remove('ab'.repeat(16))).resolves.toBeUndefined();
    expect(await vault.names()).toEqual([]);
  });

  it('does not open a file that was altered or copied over another', async () => {
    const vault = createDocumentVault({ dir, keyring });
    const [one, two] = [await vault.put(content), await vault.put(Buffer.from('another'))];
    copyFileSync(pathOf(one.name), pathOf(two.name));
    await expect(vault.get(two.name)).rejects.toMatchObject({ code: 'TAMPERED' });
    const file = readFileSync(pathOf(one.name));
    file[file.length - 1] = (file.at(-1) ?? 0) ^ 1;
    writeFileSync(pathOf(one.name), file);
    await expect(vault.get(one.name)).rejects.toMatchObject({ code: 'TAMPERED' });
    writeFileSync(pathOf(one.name), 'not ours');
    await expect(vault.get(one.name)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each(['', '..', '../keys/ring.json', 'ab/../../keys', `${'a'.repeat(31)}/`, 'A'.repeat(32)])(
    'never turns the name %j into a path',
    async (name) => {
      const vault = createDocumentVault({ dir, keyring });
      await expect(vault.get(name)).rejects.toMatchObject({ code: 'BAD_NAME' });
      await expect(vault.remove(name)).rejects.toMatchObject({ code: 'BAD_NAME' });
    },
  );

  it('takes no notice of unfinished writes, and sweeps the old ones only', async () => {
    const vault = createDocumentVault({ dir, keyring });
    const { name } = await vault.put(content);
    const [old, fresh] = ['old', 'new'].map((text) => join(dir, 'unfinished', text)) as [string, string];
    writeFileSync(old, 'half');
    writeFileSync(fresh, 'half');
    utimesSync(old, new Date('2020-10-01'), new Date('2020-10-01'));
    expect(await vault.names()).toEqual([name]);
    expect(await vault.sweep(new Date('2020-10-02'))).toBe(1);
    expect(readdirSync(join(dir, 'unfinished'))).toEqual(['new']);
    expect((await vault.get(name)).equals(content)).toBe(true);
  });

  it('leaves no half file under any name when the server is killed while writing', async () => {
    const acknowledged: { name: string; sha256: string }[] = [];
    for (let round = 0; round < 5; round += 1) acknowledged.push(...(await writeUntilKilled(3 + round)));
    const vault = createDocumentVault({ dir, keyring });
    const names = await vault.names();
    expect(names).toEqual(expect.arrayContaining(acknowledged.map(({ name }) => name)));
    for (const name of names) {
      const bytes = await vault.get(name);
      expect(bytes).toHaveLength(300_000);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect([undefined, sha256]).toContain(acknowledged.find((file) => file.name === name)?.sha256);
    }
  });
});

/** Files a server acknowledged before it was killed with others under way. */
async function writeUntilKilled(count: number): Promise<{ name: string; sha256: string }[]> {
  const writer = fork(fileURLToPath(new URL('../../support/vault-writer.ts', import.meta.url)), [dir, ring], {
    execArgv: ['--import', 'tsx'],
  });
  const acknowledged: { name: string; sha256: string }[] = [];
  writer.on('message', (file: { name: string; sha256: string }) => {
    acknowledged.push(file);
    if (acknowledged.length >= count) writer.kill('SIGKILL');
  });
  await new Promise((resolve) => writer.once('exit', resolve));
  expect(acknowledged.length).toBeGreaterThanOrEqual(count);
  return acknowledged;
}

it('stores a file as large as an upload may be', async () => {
  const vault = createDocumentVault({ dir, keyring });
  const large = randomBytes(10 * 1024 * 1024);
  const { name } = await vault.put(large);
  expect((await vault.get(name)).equals(large)).toBe(true);
});

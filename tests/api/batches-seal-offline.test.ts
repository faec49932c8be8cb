import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchRecord } from '../../server/batches/batch-schema.ts';
import { createSigningKeyFile, loadSigningKeys } from '../../server/privacy/signing-keys.ts';
import { batchWorld, type BatchWorld } from '../support/batch-world.ts';

const PAGE = join(import.meta.dirname, '../../docs/verify-a-seal.md');

/** OpenSSL 3 signs and verifies Ed25519 on the command line; what is older, or something else, does not. */
function opensslIsThere(): boolean {
  try {
    return /^OpenSSL [3-9]/.test(execFileSync('openssl', ['version'], { encoding: 'utf8' }));
  } catch {
    return false;
  }
}
const there = opensslIsThere();
if (!there) process.stderr.write('skipping the offline check of a seal: install OpenSSL 3 to run it\n');

describe.runIf(there)('the commands of docs/verify-a-seal.md', () => {
  let world: BatchWorld;
  let dir: string;
  let commands: string;
  let batch: BatchRecord;
  const path = (name: string) => join(dir, `${batch.batchNo}.${name}`);
  /** Runs what the page says, to the letter but for the number of the batch. */
  const run = () => {
    const script = commands.replace(/^batch=.*$/m, `batch=${batch.batchNo}`);
    try {
      return execFileSync('sh', ['-c', script], { cwd: dir, encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      return stdout + stderr;
    }
  };

  beforeAll(async () => {
    world = await batchWorld('sqlite');
    dir = await mkdtemp(join(tmpdir(), 'loket-seal-'));
    commands = /```sh\n([\s\S]*?)```/.exec(await readFile(PAGE, 'utf8'))?.[1] as string;
    const { ids } = await world.people(12);
    batch = await world.road.seal(await world.road.open(world.system.waveId, ids));
    const fetched = async (route: string, name: string) => {
      const answer = await world.clients.auditor.raw(world.road.path(batch, route));
      expect(answer.headers.get('content-disposition')).toContain(`${batch.batchNo}.${name}`);
      await writeFile(path(name), Buffer.from(await answer.arrayBuffer()));
    };
    await fetched('manifest', 'ndjson');
    for (const part of ['statement.json', 'signature.jws', 'public-key.pem'])
      await fetched(`seal/${part}`, part);
  });
  afterAll(async () => {
    await world.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('find a seal true', () => {
    const said = run();
    for (const line of ['digest agrees', 'rows agree', 'Signature Verified Successfully'])
      expect(said).toContain(line);
  });

  it('find another manifest, statement or key', async () => {
    const altered = async (name: string, change: (text: string) => string) => {
      const text = await readFile(path(name), 'utf8');
      await writeFile(path(name), change(text));
      const said = run();
      await writeFile(path(name), text);
      return said;
    };
    const verified = 'Signature Verified Successfully';
    expect(await altered('ndjson', (text) => text.replace('SEMARANG', 'SALATIGA'))).not.toContain(
      'digest agrees',
    );
    const cut = await altered('ndjson', (text) => text.slice(0, text.indexOf('\n') + 1));
    expect(cut).not.toContain('rows agree');
    expect(await altered('statement.json', (text) => text.replace('"rowCount":12', '"rowCount":13'))).not.toContain(verified); // prettier-ignore
    const file = join(dir, 'stranger.json');
    createSigningKeyFile(file);
    const stranger = loadSigningKeys(file);
    expect(await altered('public-key.pem', () => stranger.publicKey(stranger.current) as string)).not.toContain(verified); // prettier-ignore
    expect(run()).toContain(verified);
  });
});

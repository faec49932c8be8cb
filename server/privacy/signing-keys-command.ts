import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { refuse } from '../command-line.ts';
import { createSigningKeyFile, loadSigningKeys, rotateSigningKey } from './signing-keys.ts';

const HELP = `usage: npm run keys:signing -- [--file FILE]   (default: keys/signing-key.json in DATA_DIR)
Makes the key that signs seals; where FILE holds one already, a fresh key takes its place and the public part
of the old one is kept. Restart the servers afterwards.`;

try {
  const { values } = parseArgs({ options: { file: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const file = values.file ?? join(process.env['DATA_DIR'] ?? 'var', 'keys', 'signing-key.json');
  const rotated = existsSync(file);
  const kid = rotated ? rotateSigningKey(file) : createSigningKeyFile(file);
  console.log(`${rotated ? 'a fresh key took over in' : 'made'} ${file} (mode 0600); key id ${kid}`);
  console.log(
    `Publish this public key where whoever verifies seals will trust it:\n${loadSigningKeys(file).publicKey(kid)}`,
  );
} catch (error) {
  refuse(error);
}

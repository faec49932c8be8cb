import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, type Config } from './config.ts';
import { createKeyringFile, loadKeyring, type Keyring } from './privacy/keyring.ts';
import { createSigningKeyFile, loadSigningKeys, type SigningKeys } from './privacy/signing-keys.ts';

/** The keys the configuration names; outside production, keys made once under the data directory. */
export function openKeys(config: Config): {
  keyring: Keyring;
  signingKeys: SigningKeys;
  sessionSecrets: string[];
} {
  const isGiven = config.keyring && config.signingKey && config.sessionSecrets.length > 0;
  if (config.production && !isGiven) {
    throw new ConfigError(
      'production keys are never made by the system: set LOKET_KEYRING, LOKET_SIGNING_KEY and SESSION_SECRET',
    );
  }
  const dir = join(config.dataDir, 'keys');
  // One by one: what is made on the way to a folder does not get its mode.
  for (const one of [config.dataDir, dir]) mkdirSync(one, { recursive: true, mode: 0o700 });
  const secretFile = join(dir, 'session-secret');
  if (config.sessionSecrets.length === 0 && !existsSync(secretFile))
    writeFileSync(secretFile, randomBytes(48).toString('base64url'), { mode: 0o600 });
  const keyringFile = join(dir, 'keyring.json');
  if (!config.keyring && !existsSync(keyringFile)) createKeyringFile(keyringFile);
  const signingKeyFile = join(dir, 'signing-key.json');
  if (!config.signingKey && !existsSync(signingKeyFile)) createSigningKeyFile(signingKeyFile);
  return {
    signingKeys: loadSigningKeys(config.signingKey ?? signingKeyFile),
    keyring: loadKeyring(config.keyring ?? keyringFile),
    sessionSecrets:
      config.sessionSecrets.length > 0 ? config.sessionSecrets : [readFileSync(secretFile, 'utf8').trim()],
  };
}

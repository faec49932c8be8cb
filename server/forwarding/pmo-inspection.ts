import { createHash, createPublicKey, verify } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { DeliveryReason } from './forwarding-schema.ts';

/** What was counted, digested and read of a body, a line at a time. */
export interface Inspected {
  count: number;
  digest: string;
  registrationNos: string[];
  /** False where a line is no row of the agreed template. */
  onTemplate: boolean;
}

/** Reads a delivery's body as it comes; throws where it ends before its end. */
export async function inspectBody(body: AsyncIterable<Buffer>): Promise<Inspected> {
  const hash = createHash('sha256');
  const registrationNos: string[] = [];
  let onTemplate = true;
  let rest = '';
  const decoder = new TextDecoder('utf-8');
  const line = (text: string) => {
    try {
      const row = JSON.parse(text) as Record<string, unknown>;
      if (row['template_version'] !== 'PK-1' || typeof row['registration_no'] !== 'string')
        onTemplate = false;
      registrationNos.push(String(row['registration_no']));
    } catch {
      // A row that cannot be read is counted: the sender must hear how many arrived.
      onTemplate = false;
      registrationNos.push('');
    }
  };
  for await (const chunk of body) {
    hash.update(chunk);
    const lines = `${rest}${decoder.decode(chunk, { stream: true })}`.split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) line(text);
  }
  if (rest !== '') line(rest);
  return { count: registrationNos.length, digest: hash.digest('hex'), registrationNos, onTemplate };
}

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value) ?? '';

interface Statement {
  rowCount?: unknown;
  digest?: unknown;
}

/** True where the statement is this body's and its detached JWS is by this key (Ed25519, RFC 7515 appendix F). */
export function isSigned(headers: IncomingHttpHeaders, seen: Inspected, publicKey: string): boolean {
  const statement = Buffer.from(one(headers['x-loket-statement']), 'base64url').toString('utf8');
  const [header, between, signature] = one(headers['x-loket-signature']).split('.');
  if (!header || between !== '' || !signature) return false;
  const signed = `${header}.${Buffer.from(statement, 'utf8').toString('base64url')}`;
  const key = createPublicKey(publicKey);
  if (!verify(null, Buffer.from(signed, 'ascii'), key, Buffer.from(signature, 'base64url'))) return false;
  const said = JSON.parse(statement) as Statement;
  return said.rowCount === seen.count && String(said.digest).replace(/^sha-256:/, '') === seen.digest;
}

/** Why the real PMO refuses a whole delivery, as far as it can tell before it looks at a person (domain.md section 2). */
export function refusalReasons(
  headers: IncomingHttpHeaders,
  seen: Inspected,
  publicKey: string | null,
): DeliveryReason[] {
  const isOffline = one(headers['x-loket-channel']) === 'offline';
  const reasons: DeliveryReason[] = [];
  if (isOffline && !/^[0-9a-f]{64}$/.test(one(headers['x-loket-bast']))) reasons.push('BAST_MISSING');
  if (!seen.onTemplate || one(headers['x-loket-template']) !== 'PK-1') reasons.push('OFF_TEMPLATE');
  if (one(headers['x-loket-count']) !== String(seen.count)) reasons.push('COUNT_DIFFERS');
  if (one(headers['x-loket-digest']) !== seen.digest) reasons.push('DIGEST_DIFFERS');
  if (publicKey !== null && !isSigned(headers, seen, publicKey)) reasons.push('UNKNOWN_SENDER');
  return reasons;
}

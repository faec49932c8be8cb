import canonicalize from 'canonicalize';
import type { Connection } from '../database.ts';
import type { BlindIndex } from '../privacy/blind-index.ts';
import { signedBy, verifyDetached } from '../privacy/detached-jws.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import { maskNumber } from '../privacy/privacy-rules.ts';
import { SealError } from '../privacy/sealed-record.ts';
import type { SigningKeys } from '../privacy/signing-keys.ts';
import type { FormSealer } from '../submissions/submission-form.ts';
import type { BatchRow } from './batch-store.ts';
import { differingFields, statementDifferences } from './batch-verify-rules.ts';
import { findSeal, statementOf, type SealRow } from './manifest-seal.ts';
import * as manifests from './manifest-store.ts';

const AT_ONCE = 1000;
/** After the PMO's answer a registration may leave the batch for the next round. */
const ANSWERED = ['acknowledged', 'settled'];

/** One thing that is not as it was sealed. `what` names a field or a part, never a value. */
export interface Finding {
  registrationNo: string | null;
  what: string;
  detail: string;
}

export interface VerifyDependencies {
  read: Connection;
  sealer: FormSealer;
  encryption: FieldEncryption;
  blindIndex: BlindIndex;
  signingKeys: SigningKeys;
}

export interface Verified {
  kid: string | null;
  lines: number;
  /** Registrations in the batch, each compared with its line. */
  compared: number;
  /** Registrations that left it after the PMO's answer: the line alone speaks for them. */
  movedOn: number;
  findings: Finding[];
}

interface StoredRow {
  position: number;
  submission_id: number;
  line: Buffer;
}

async function verifySeal(
  { read, signingKeys }: VerifyDependencies,
  batch: BatchRow,
  seal: SealRow | null,
): Promise<Finding[]> {
  const found = (what: string, detail: string): Finding => ({ registrationNo: null, what, detail });
  if (!seal) return [found('seal', 'there is no signed manifest for the digest of the batch')];
  const findings: Finding[] = [];
  const kid = signedBy(seal.signature);
  const trusted = kid === null ? null : signingKeys.publicKey(kid);
  if (kid !== seal.kid) findings.push(found('signature', 'names another key than the seal does'));
  if (trusted === null) findings.push(found('signature', 'was made with a key that is none of ours'));
  else if (!(await verifyDetached(seal.signature, seal.statement, trusted)))
    findings.push(found('signature', 'does not belong to this statement and this key'));
  if (trusted !== null && seal.public_key !== trusted)
    findings.push(found('public key', 'is not the one of its id'));
  const truth = { digest: batch.digest ?? '', sealedAt: batch.sealed_at ?? '' };
  const expected = canonicalize(await statementOf(read, batch, truth)) as string;
  const differences = statementDifferences(seal.statement, expected);
  return [...findings, ...differences.map((field) => found(`statement: ${field}`, 'differs from the batch'))];
}

/** The fields of a registration that are not what its line says, and numbers whose columns contradict each other. */
function fieldsUnlike(
  { sealer, blindIndex }: VerifyDependencies,
  row: manifests.SourceRow,
  line: string,
  source: manifests.ManifestSource,
): string[] {
  const { nik, kkNumber } = sealer.openEach(row);
  const now = manifests.lineOf(sealer, row, source, { nik: nik ?? '', kkNumber: kkNumber ?? '' });
  const fields = new Set(differingFields(line, now));
  // Screening and lists go by these; the line holds the numbers alone.
  if (nik === null || blindIndex.nik(nik) !== row.nik_bidx || maskNumber(nik) !== row.nik_masked)
    fields.add('nik');
  if (kkNumber === null || blindIndex.kk(kkNumber) !== row.kk_bidx || maskNumber(kkNumber) !== row.kk_masked)
    fields.add('no_kk');
  return [...fields];
}

function openLine(encryption: FieldEncryption, manifestId: number, row: StoredRow): string | null {
  try {
    return encryption.decrypt(row.line, manifests.linePlace(manifestId, row.position));
  } catch (error) {
    // A key that is missing is our fault and no tampering.
    if (error instanceof SealError && error.code !== 'UNKNOWN_KEY') return null;
    throw error;
  }
}

const numberIn = (line: string) => String((JSON.parse(line) as Record<string, unknown>)['registration_no']);

/** Who is, or was, in the batch: true while it is. */
async function membersOf(read: Connection, batchId: number): Promise<Map<number, boolean>> {
  const rows = (await read('batch_rows')
    .where({ batch_id: batchId })
    .orderBy('id')
    .select('submission_id', 'live')) as { submission_id: number; live: number }[];
  return new Map(rows.map((row) => [row.submission_id, row.live === 1]));
}

/**
 * Holds a sealed batch against its seal: signature, statement, the stored lines and their digest, and every registration
 * that is in the batch against its line. Names what differs, by registration number and field.
 */
export async function verifyBatch(dependencies: VerifyDependencies, batch: BatchRow): Promise<Verified> {
  const { read, encryption } = dependencies;
  const seal = await findSeal(read, batch);
  const findings = await verifySeal(dependencies, batch, seal);
  const manifest = await manifests.findManifest(read, batch);
  if (!manifest) return { kid: seal?.kid ?? null, lines: 0, compared: 0, movedOn: 0, findings };
  const source = await manifests.manifestSource(read, batch.wave_id, manifest.screening_as_of);
  const members = await membersOf(read, batch.id);
  const digest = manifests.lineDigest();
  const seen = { lines: 0, compared: 0, movedOn: 0 };
  const before = { position: 0, number: '' };
  const about = (registrationNo: string | null, what: string, detail: string) =>
    void findings.push({ registrationNo, what, detail });

  function compare(row: StoredRow, registration: manifests.SourceRow, line: string): void {
    const number = registration.registration_no;
    const isMember = members.get(registration.id);
    const name = `line ${row.position}`;
    if (isMember === undefined) about(number, 'sealed line', `${name} was added: it is not in the batch`);
    else if (isMember) {
      seen.compared += 1;
      for (const field of fieldsUnlike(dependencies, registration, line, source))
        about(number, field, `differs from ${name}`);
    } else if (ANSWERED.includes(batch.status)) seen.movedOn += 1;
    else about(number, 'batch', 'was taken out after sealing');
  }

  function verifyLine(row: StoredRow, registration: manifests.SourceRow): void {
    const number = registration.registration_no;
    const name = `line ${row.position}`;
    if (row.position !== before.position + 1)
      about(null, 'sealed line', `missing between ${before.position} and ${row.position}`);
    before.position = row.position;
    seen.lines += 1;
    const line = openLine(encryption, manifest?.id ?? 0, row);
    if (line === null) about(number, 'sealed line', `${name} was altered or moved`);
    else {
      digest.add(line);
      const says = numberIn(line);
      if (says !== number) about(number, 'sealed line', `${name} speaks of ${says}`);
      if (says <= before.number) about(says, 'sealed line', `${name} is out of order`);
      before.number = says;
      compare(row, registration, line);
    }
    members.delete(registration.id);
  }

  for (;;) {
    const rows = (await read('manifest_lines')
      .where({ manifest_id: manifest.id })
      .where('position', '>', before.position)
      .orderBy('position')
      .limit(AT_ONCE)
      .select('position', 'submission_id', 'line')) as StoredRow[];
    if (rows.length === 0) break;
    const ids = rows.map((row) => row.submission_id);
    const registrations = await manifests.sourceRows(read, ids);
    rows.forEach((row, index) => verifyLine(row, registrations[index] as manifests.SourceRow));
  }
  const unsealed = [...members].flatMap(([id, isMember]) => (isMember ? [id] : []));
  for (const { registration_no } of await manifests.sourceRows(read, unsealed))
    about(registration_no, 'sealed line', 'is missing, though the registration is in the batch');
  if (digest.end().digest !== batch.digest) about(null, 'digest', 'the stored lines do not give it');
  if (seen.lines !== batch.row_count || seen.lines !== manifest.row_count)
    about(null, 'sealed line', `${seen.lines} are stored, ${manifest.row_count} were sealed`);
  return { kid: seal?.kid ?? null, ...seen, findings };
}

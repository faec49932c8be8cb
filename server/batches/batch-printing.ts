import type { Connection } from '../database.ts';
import type { BatchPaper } from '../papers/batch-paper.ts';
import type { DecreePaper } from '../papers/decree-paper.ts';
import type { PaperPress } from '../papers/paper-press.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import { maskNumber } from '../privacy/privacy-rules.ts';
import { findOffice, findWave } from '../reference/reference-store.ts';
import { assertPrintable } from './batch-papers.ts';
import { rowToBatch, type BatchRow } from './batch-store.ts';
import { findManifest, storedLines } from './manifest-store.ts';

const SEVERAL_OFFICES = 'Dinas Ketenagakerjaan beberapa daerah';
const MINISTRY = 'Kementerian Ketenagakerjaan Republik Indonesia';

export interface PrintingDependencies {
  press: PaperPress;
  encryption: FieldEncryption;
}

async function officeName(connection: Connection, batch: BatchRow): Promise<string> {
  const { counts } = rowToBatch(batch);
  const only = batch.office_id ?? (counts.byOffice.length === 1 ? counts.byOffice[0]?.officeId : undefined);
  const office = only === undefined ? null : await findOffice(connection, only);
  return office?.name ?? SEVERAL_OFFICES;
}

async function ministryName(connection: Connection): Promise<string> {
  const office = (await connection('offices').where({ kind: 'ministry' }).orderBy('id').first('name')) as
    { name: string } | undefined;
  return office?.name ?? MINISTRY;
}

async function paperOf(connection: Connection, batch: BatchRow, printedAt: string): Promise<BatchPaper> {
  assertPrintable(batch, 'sealed');
  const wave = await findWave(connection, batch.wave_id);
  const { rows, male, female, byProposer } = rowToBatch(batch).counts;
  return {
    batchNo: batch.batch_no,
    officeName: await officeName(connection, batch),
    waveName: wave?.name ?? '',
    channel: batch.channel,
    roundNo: batch.round_no,
    counts: { rows, male, female, byProposer },
    digest: batch.digest as string,
    sealedAt: batch.sealed_at as string,
    printedAt,
  };
}

/** The persons of the annex as they were sealed: what became of a registration later does not change a decree. */
async function annexRows(connection: Connection, encryption: FieldEncryption, manifestId: number) {
  const regions = (await connection('regions').where({ kind: 'regency' }).select('code', 'name')) as {
    code: string;
    name: string;
  }[];
  const names = new Map(regions.map((region) => [region.code, region.name]));
  const rows: DecreePaper['rows'][number][] = [];
  for await (const lines of storedLines(connection, encryption, manifestId)) {
    for (const { line } of lines) {
      const person = JSON.parse(line) as Record<string, string>;
      const region = person['kode_wilayah'] ?? '';
      rows.push({
        registrationNo: person['registration_no'] ?? '',
        fullName: person['nama_lengkap'] ?? '',
        nikMasked: maskNumber(person['nik'] ?? ''),
        region: names.get(region) ?? region,
      });
    }
  }
  return rows;
}

/** The papers the system prints for a batch: for signature, and the annex of its decree. */
export function createBatchPrinting({ press, encryption }: PrintingDependencies) {
  return {
    async attestation(connection: Connection, batch: BatchRow, now: string): Promise<Buffer> {
      return press.attestation(await paperOf(connection, batch, now));
    },
    async handover(connection: Connection, batch: BatchRow, now: string): Promise<Buffer> {
      const recipientName = await ministryName(connection);
      return press.handover({ ...(await paperOf(connection, batch, now)), recipientName });
    },
    async decree(connection: Connection, batch: BatchRow, now: string): Promise<Buffer> {
      assertPrintable(batch, 'ratified');
      const manifest = await findManifest(connection, batch);
      if (!manifest) throw new Error(`batch ${batch.id} has no manifest`);
      const wave = await findWave(connection, batch.wave_id);
      return press.decree({
        decreeNo: batch.decree_no as string,
        decreeDate: batch.decree_date as string,
        batchNo: batch.batch_no,
        waveName: wave?.name ?? '',
        channel: batch.channel,
        digest: batch.digest as string,
        rows: await annexRows(connection, encryption, manifest.id),
        printedAt: now,
      });
    },
  };
}

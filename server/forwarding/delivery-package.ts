import { lineDigest, storedLines } from '../batches/manifest-store.ts';
import type { Connection } from '../database.ts';
import type { FieldEncryption } from '../privacy/field-encryption.ts';
import type { NamedDispatchRow } from './dispatch-store.ts';
import type { SealRecord } from '../batches/seal-schema.ts';
import type { TarFile } from './tar-stream.ts';

interface Source {
  connection: Connection;
  encryption: FieldEncryption;
  manifestId: number;
}

async function* manifestText({ connection, encryption, manifestId }: Source): AsyncGenerator<string> {
  for await (const lines of storedLines(connection, encryption, manifestId))
    yield lines.map(({ line }) => `${line}\n`).join('');
}

/** How long the manifest is, and what its lines come to now. @throws SealError where a line was altered */
async function measured({ connection, encryption, manifestId }: Source) {
  const seen = lineDigest();
  let size = 0;
  for await (const lines of storedLines(connection, encryption, manifestId))
    for (const { line } of lines) {
      seen.add(line);
      size += Buffer.byteLength(line, 'utf8') + 1;
    }
  return { size, ...seen.end() };
}

const textFile = (name: string, text: string): TarFile => ({
  name,
  size: Buffer.byteLength(text, 'utf8'),
  content: [text],
});

const receiptOf = (row: NamedDispatchRow) => ({
  dispatchNo: row.dispatch_no,
  count: row.row_count,
  digest: row.digest,
});

function readme(row: NamedDispatchRow, seal: SealRecord | null): string {
  const signed = seal
    ? `
pernyataan.json       pernyataan segel (JSON kanonik) / the seal statement (canonical JSON)
pernyataan.jws        tanda tangannya, JWS terpisah Ed25519 (kid ${seal.kid}) / its signature, a detached JWS
kunci-publik.pem      kunci publik; bandingkan dengan yang Anda pegang / the public key; compare it with the one you hold
`
    : `
Paket ini tidak ditandatangani. / This package is not signed.
`;
  return `KIRIMAN ${row.dispatch_no} · KOLEKTIF ${row.batch_no}

manifes.ndjson        ${row.row_count} baris, satu objek JSON tiap baris / rows, one JSON object a line${signed}
Jumlah baris / rows:  ${row.row_count}
SHA-256 manifes:      ${row.digest}

1. Periksa / check:   wc -l manifes.ndjson ; sha256sum manifes.ndjson
2. Jika keduanya sama, kirim balik tanda terima (JSON) dengan isi dari hitungan Anda sendiri:
   If both agree, send back a receipt (JSON) with what you counted yourselves:
   {"dispatchNo":"…","count":…,"digest":"…"}
Berkas ini memuat NIK utuh: simpan terenkripsi, hapus setelah diproses.
This file holds whole NIKs: keep it encrypted, delete it once processed.
`;
}

/**
 * The package of a delivery by file: manifest, what it was delivered as, the signed statement where there is one, and how to check all
 * of it with standard tools. Gives null where the stored lines are not what was sealed.
 */
export async function packageFiles(
  connection: Connection,
  encryption: FieldEncryption,
  row: NamedDispatchRow,
  seal: SealRecord | null,
): Promise<TarFile[] | null> {
  const source = { connection, encryption, manifestId: row.manifest_id };
  const { size, digest } = await measured(source);
  if (digest !== row.digest) return null;
  const about = { ...receiptOf(row), batchNo: row.batch_no, roundNo: row.round_no, templateVersion: 'PK-1' };
  return [
    textFile('BACA-SAYA.txt', readme(row, seal)),
    textFile(
      'kiriman.json',
      `${JSON.stringify({ ...about, idempotencyKey: row.idempotency_key }, null, 2)}\n`,
    ),
    { name: 'manifes.ndjson', size, content: manifestText(source) },
    ...(seal
      ? [
          textFile('pernyataan.json', seal.statement),
          textFile('pernyataan.jws', seal.signature),
          textFile('kunci-publik.pem', seal.publicKey),
        ]
      : []),
  ];
}

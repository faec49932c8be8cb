import { verifyLog, type VerifiedLog } from '../audit/audit-verify.ts';
import type { BatchRow } from '../batches/batch-store.ts';
import { verifyBatch } from '../batches/batch-verify.ts';
import type { ReconciliationSheet, SheetFigures } from '../forwarding/reconciliation-sheet-schema.ts';
import { readReconciliationSheet } from '../forwarding/reconciliation-sheet.ts';
import { addFigures } from '../forwarding/reconciliation-sheet-rules.ts';
import type { Services } from '../services.ts';
import type { Progress } from './rehearsal-progress.ts';

/** What the rehearsal is held to at its end. */
export interface Proof {
  sheet: ReconciliationSheet;
  byOffice: ReconciliationSheet;
  /** What does not add up, in words; empty when it balances. */
  differences: string[];
  seals: { batches: number; lines: number; findings: string[] };
  log: VerifiedLog;
  /** Rows that came in after the deadline, as the auditor lists them. */
  late: { corrections: number; withoutReason: number };
}

/** The two equations in words, of figures that were read from records kept apart. */
export function equationsOf(f: SheetFigures): string[] {
  const equal = (text: string, left: number, right: number) =>
    left === right ? [] : [`${text}: ${left} and ${right}`];
  return [
    ...equal('verified = batched + waiting', f.verified, f.batched + f.waiting),
    ...equal('ratified = sent', f.ratified, f.sent),
    ...equal(
      'sent = confirmed + returned + refused + pending',
      f.sent,
      f.confirmed + f.returned + f.refused + f.pending,
    ),
  ];
}

function differencesOf(sheet: ReconciliationSheet): string[] {
  const parts = [sheet.total, ...sheet.lines];
  const told = parts.flatMap(({ key, label, differences, rounds }) =>
    [...differences, ...rounds.flatMap((one) => one.differences)].map(
      ({ code, left, right }) => `${sheet.groupBy} ${key === null ? 'total' : label}: ${code} ${left} and ${right}`,
    ),
  );
  const lines = addFigures(sheet.lines.map(({ figures }) => figures));
  const sums = (['verified', 'sent', 'confirmed', 'returned', 'refused', 'pending'] as const).flatMap((name) =>
    lines[name] === sheet.total.figures[name] ? [] : [`${sheet.groupBy} lines: ${name} ${lines[name]} and ${sheet.total.figures[name]}`],
  );
  return [...told, ...equationsOf(sheet.total.figures), ...sums];
} // prettier-ignore

async function proveSeals(services: Services, progress: Progress): Promise<Proof['seals']> {
  const { read } = services.database;
  const rows = (await read('batches').whereNotNull('digest').orderBy('id')) as BatchRow[];
  const findings: string[] = [];
  let lines = 0;
  for (const [index, batch] of rows.entries()) {
    const verified = await verifyBatch({ ...services, read, sealer: services.submissions.sealer }, batch);
    lines += verified.lines;
    for (const { registrationNo, what, detail } of verified.findings)
      findings.push(`${batch.batch_no} ${registrationNo ?? 'batch'}: ${what} ${detail}`);
    progress.at(index + 1, rows.length);
  }
  return { batches: rows.length, lines, findings };
}

/** Everything that came in late, and what of it no consented override with a reason stands for. */
async function lateOnes({ database: { read } }: Services): Promise<Proof['late']> {
  const [row] = (await read('late_corrections as c')
    .leftJoin('late_overrides as o', 'o.id', 'c.override_id')
    .select(
      read.raw('count(*) AS corrections'),
      read.raw(
        "sum(CASE WHEN o.status = 'consented' AND length(trim(o.reason)) > 0 THEN 0 ELSE 1 END) AS unfounded",
      ),
    )) as { corrections: number; unfounded: number | null }[];
  return { corrections: Number(row?.corrections ?? 0), withoutReason: Number(row?.unfounded ?? 0) };
}

/** The sheet in balance, every seal and the log: what the rehearsal ends with. */
export async function prove(
  services: Services,
  waveId: number,
  now: string,
  progress: Progress,
): Promise<Proof> {
  const { read } = services.database;
  const proof: Partial<Proof> = {};
  await progress.step('the reconciliation sheet', async () => {
    proof.sheet = await readReconciliationSheet(read, { waveId, groupBy: 'proposer' }, now);
    proof.byOffice = await readReconciliationSheet(read, { waveId, groupBy: 'office' }, now);
    proof.differences = [proof.sheet, proof.byOffice].flatMap(differencesOf);
    return proof.sheet.total.figures.sent;
  });
  await progress.step('every seal held against its registrations', async () => {
    proof.seals = await proveSeals(services, progress);
    return proof.seals.lines;
  });
  await progress.step('the log held against its digests', async () => {
    proof.log = await verifyLog(read, (done) => progress.at(done, done));
    return proof.log.events;
  });
  proof.late = await lateOnes(services);
  return proof as Proof;
}

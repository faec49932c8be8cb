import type { Connection } from '../database.ts';
import { invalid } from '../errors.ts';
import { reconciliationFacts } from './reconciliation-facts.ts';
import { reconciliationSheet, type SheetPart } from './reconciliation-sheet-rules.ts';
import type {
  ReconciliationSheet,
  SheetGrouping,
  SheetLine,
  SheetQuery,
} from './reconciliation-sheet-schema.ts';

/** Where the name of a part is found; what has no name but its code is named by whoever shows it. */
const NAMES: Partial<Record<SheetGrouping, { table: string; key: string; name: string }>> = {
  batch: { table: 'batches', key: 'id', name: 'batch_no' },
  office: { table: 'offices', key: 'id', name: 'name' },
  region: { table: 'regions', key: 'code', name: 'name' },
  wave: { table: 'waves', key: 'id', name: 'name' },
};

async function namesOf(
  connection: Connection,
  groupBy: SheetGrouping,
  waveId: number | undefined,
): Promise<Map<string, string>> {
  const found = NAMES[groupBy];
  if (!found) return new Map();
  const query = connection(found.table).select({ key: found.key, name: found.name });
  if (groupBy === 'batch' && waveId !== undefined) void query.where('wave_id', waveId);
  const rows = (await query) as { key: string | number; name: string }[];
  return new Map(rows.map(({ key, name }) => [String(key), name]));
}

function byKey(groupBy: SheetGrouping) {
  const isNumber = groupBy === 'batch' || groupBy === 'round';
  return (a: SheetLine, b: SheetLine): number => {
    // The part without a name comes last: it is looked for, not read.
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    if (isNumber) return Number(a.key) - Number(b.key);
    return a.label < b.label ? -1 : Number(a.label > b.label);
  };
}

const balanced = ({ differences, rounds }: SheetPart): boolean =>
  differences.length === 0 && rounds.every((one) => one.differences.length === 0);

/** The sheet of a wave, or of all of them, divided in one way. @throws 422 for a wave there is none of */
export async function readReconciliationSheet(
  connection: Connection,
  { waveId, groupBy }: SheetQuery,
  now: string,
): Promise<ReconciliationSheet> {
  const wave =
    waveId === undefined
      ? undefined
      : ((await connection('waves').where({ id: waveId }).first('name')) as { name: string } | undefined);
  if (waveId !== undefined && !wave)
    throw invalid('UNKNOWN_WAVE', 'There is no such wave.', { waveId: 'unknown' });
  const facts = await reconciliationFacts(connection, { waveId, groupBy });
  const { total, parts } = reconciliationSheet(facts, groupBy);
  const names = await namesOf(connection, groupBy, waveId);
  const lines = parts.map((part): SheetLine => {
    const label = part.key === null ? '' : (names.get(part.key) ?? part.key);
    return { ...part, label };
  });
  return {
    waveId: waveId ?? null,
    waveName: wave?.name ?? null,
    groupBy,
    asOf: now,
    balanced: balanced(total) && parts.every(balanced),
    total: { ...total, label: '' },
    lines: lines.sort(byKey(groupBy)),
  };
}

import type { Act } from '../audit/audit-service.ts';
import { whereAny } from '../bulk-sql.ts';
import { findWaveWithRules } from '../reference/reference-store.ts';
import type { ListCode } from '../screening/screening-schema.ts';
import { unansweredLists } from '../screening/screening-service.ts';
import type { BatchMoves } from '../submissions/submission-batch-moves.ts';
import type { BatchBlocker, NamedRows } from './batch-rules.ts';
import { liveRowIds, type BatchRow } from './batch-store.ts';
import { addFindings, NOTHING_FOUND, type RunFindings } from './batch-run-store.ts';

/** An act that was refused although something is to be kept of it: what the screening found. */
export interface RefusedAfterScreening {
  refused: BatchBlocker[];
}

async function nameRows(act: Act, ids: readonly number[]): Promise<NamedRows['rows']> {
  const rows = (await whereAny(act.trx('submissions'), act.trx, 'id', ids)
    .orderBy('registration_no')
    .select('id', 'registration_no')) as { id: number; registration_no: string }[];
  return rows.map((row) => ({ id: row.id, registrationNo: row.registration_no }));
}

async function listsWithoutAnswer(act: Act, waveId: number): Promise<ListCode[]> {
  const rules = await findWaveWithRules(act.trx, waveId);
  if (!rules) throw new Error(`wave ${waveId} has no record`);
  const { listMaxAgeDays } = rules.wave;
  return unansweredLists(act.trx, { ruleSet: rules.ruleSet, listMaxAgeDays, now: act.now });
}

/** What keeps a batch from its next step after it was screened: whom a list stops, and who could not be judged. */
export async function screeningBlockers(
  act: Act,
  waveId: number,
  { hits, unknown }: RunFindings,
): Promise<BatchBlocker[]> {
  const blockers: BatchBlocker[] = [];
  if (hits.count > 0) {
    const named = await nameRows(
      act,
      hits.rows.map(({ id }) => id),
    );
    const reasons = new Map(hits.rows.map((row) => [row.id, row.reasons]));
    const rows = named.map((row) => ({ ...row, reasons: reasons.get(row.id) ?? [] }));
    blockers.push({ code: 'SCREENING_HIT', count: hits.count, rows });
  }
  if (unknown.count > 0) {
    const lists = await listsWithoutAnswer(act, waveId);
    const rows = await nameRows(act, unknown.rows);
    blockers.push({ code: 'SCREENING_UNKNOWN', count: unknown.count, rows, lists });
  }
  return blockers;
}

/**
 * Screens every row of the batch again, as the law asks right before sealing, ratifying and sending (BPK's finding:
 * 165,544 people were on the blacklist after determination). The results stand even where they refuse the act, so
 * that the rows' own pages show what was found.
 */
export async function rescreen(
  act: Act,
  moves: BatchMoves,
  batch: BatchRow,
  trigger: 'seal' | 'ratify' | 'send',
): Promise<{ ids: number[]; blockers: BatchBlocker[] }> {
  const ids = await liveRowIds(act.trx, batch.id);
  const { hits, unknown } = await moves.rescreenMany(act, ids, trigger);
  const blockers = await screeningBlockers(act, batch.wave_id, addFindings(NOTHING_FOUND, { hits, unknown }));
  act.record({
    subject: 'batch',
    subjectId: batch.id,
    action: 'batch.screened',
    details: { trigger, rows: ids.length, hits: hits.length, unknown: unknown.length },
  });
  return { ids, blockers };
}

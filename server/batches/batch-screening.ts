import type { Act } from '../audit/audit-service.ts';
import { whereAny } from '../bulk-sql.ts';
import { findWaveWithRules } from '../reference/reference-store.ts';
import type { ListCode } from '../screening/screening-schema.ts';
import { unansweredLists } from '../screening/screening-service.ts';
import type { BatchMoves } from '../submissions/submission-batch-moves.ts';
import type { BatchBlocker, NamedRows } from './batch-rules.ts';
import { liveRowIds, type BatchRow } from './batch-store.ts';

const NAMED_ROWS = 1000;

/** An act that was refused although something is to be kept of it: what the screening found. */
export interface RefusedAfterScreening {
  refused: BatchBlocker[];
}

async function nameRows(act: Act, ids: readonly number[]): Promise<NamedRows> {
  const rows = (await whereAny(act.trx('submissions'), act.trx, 'id', ids.slice(0, NAMED_ROWS))
    .orderBy('registration_no')
    .select('id', 'registration_no')) as { id: number; registration_no: string }[];
  return {
    count: ids.length,
    rows: rows.map((row) => ({ id: row.id, registrationNo: row.registration_no })),
  };
}

async function listsWithoutAnswer(act: Act, batch: BatchRow): Promise<ListCode[]> {
  const rules = await findWaveWithRules(act.trx, batch.wave_id);
  if (!rules) throw new Error(`wave ${batch.wave_id} has no record`);
  const { listMaxAgeDays } = rules.wave;
  return unansweredLists(act.trx, { ruleSet: rules.ruleSet, listMaxAgeDays, now: act.now });
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
  const blockers: BatchBlocker[] = [];
  if (hits.length > 0) {
    const found = await nameRows(
      act,
      hits.map(({ id }) => id),
    );
    const reasons = new Map(hits.map(({ id, blocking }) => [id, blocking]));
    const rows = found.rows.map((row) => ({ ...row, reasons: reasons.get(row.id) ?? [] }));
    blockers.push({ code: 'SCREENING_HIT', count: found.count, rows });
  }
  if (unknown.length > 0) {
    const lists = await listsWithoutAnswer(act, batch);
    blockers.push({ code: 'SCREENING_UNKNOWN', ...(await nameRows(act, unknown)), lists });
  }
  act.record({
    subject: 'batch',
    subjectId: batch.id,
    action: 'batch.screened',
    details: { trigger, rows: ids.length, hits: hits.length, unknown: unknown.length },
  });
  return { ids, blockers };
}

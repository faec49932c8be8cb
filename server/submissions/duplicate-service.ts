import type { Act, Actor } from '../audit/audit-service.ts';
import type { Connection } from '../database.ts';
import { blocked, notFound, staleVersion } from '../errors.ts';
import { withMessages } from './blocker-rules.ts';
import { duplicateBlockers } from './duplicate-blockers.ts';
import { MOST_OF_A_DAY, MOST_OF_A_NAME, MOST_SHARING, pairsAmong } from './duplicate-finding.ts';
import { listPairsOf } from './duplicate-list.ts';
import type { DecideDuplicate, PairStatus, PairView } from './duplicate-schema.ts';
import { findCandidates, findSubjects } from './duplicate-candidates.ts';
import type { Person } from './duplicate-person.ts';
import { addToDuplicateCounts, insertPairs, pairKey, raisePair, storedPairs } from './duplicate-store.ts';
import type { Blocker } from './submission-rules.ts';
import { findCaseRow, handsOn, visibleTo } from './submission-store.ts';

const COMPARED_AT_ONCE = 1000;
interface PairRow {
  id: number;
  first_id: number;
  second_id: number;
  status: PairStatus;
  version: number;
  decided_by_id: number | null;
}

async function findAmong(connection: Connection, subjects: readonly Person[], now: string): Promise<number> {
  // One more than the limit tells a crowd from a full block.
  const most = { named: MOST_OF_A_NAME, born: MOST_OF_A_DAY, shared: MOST_SHARING + 1 };
  const candidates = await findCandidates(connection, subjects, most);
  const own = subjects.map((subject) => candidates.get(subject.id) as Person);
  const pairs = pairsAmong(own, candidates);
  if (pairs.length === 0) return 0;
  const stored = await storedPairs(
    connection,
    subjects.map((subject) => subject.id),
  );
  for (const pair of pairs) {
    const known = stored.get(pairKey(pair));
    if (known?.status === 'open' && pair.score > known.score) await raisePair(connection, known.id, pair);
  }
  const fresh = pairs.filter((pair) => !stored.has(pairKey(pair)));
  const inserted = await insertPairs(connection, fresh, now);
  const deltas = new Map<number, number>();
  for (const { first_id, second_id } of inserted)
    for (const id of [first_id, second_id]) deltas.set(id, (deltas.get(id) ?? 0) + 1);
  await addToDuplicateCounts(connection, deltas);
  return inserted.length;
}

async function decisionBlockers(act: Act, pair: PairRow): Promise<Blocker[]> {
  const blockers: Blocker[] = [];
  for (const id of [pair.first_id, pair.second_id]) {
    const row = await findCaseRow(act.trx, act.actor, id);
    if (!row) throw notFound('registration');
    if (Number(row.own) > 0) blockers.push({ code: 'OWN_REGISTRATION', submissionId: id });
    if ((await handsOn(act.trx, row)).includes(act.actor.id))
      blockers.push({ code: 'KEYED_BY_ACTOR', submissionId: id });
  }
  return blockers;
}

/** Registrations under different NIKs that may be one person: found, stored as pairs, decided by people. */
export function createDuplicateService() {
  return {
    /**
     * Looks for near-duplicates of these registrations among all others of other NIKs, over all waves, and stores each
     * pair once. A pair stays until somebody decides it, also when the trait that gave it away was edited since; a
     * decision is never undone by finding the pair again. Adds to `duplicate_count` of both sides without touching
     * their version.
     * @returns how many pairs are new
     */
    async findPairs(trx: Connection, submissionIds: readonly number[], now: string): Promise<number> {
      const subjects = await findSubjects(trx, submissionIds);
      let found = 0;
      for (let at = 0; at < subjects.length; at += COMPARED_AT_ONCE) {
        const some = await findAmong(trx, subjects.slice(at, at + COMPARED_AT_ONCE), now);
        found = found + some;
      }
      return found;
    },

    /** The pairs of one registration the actor may know of, open ones first, likeliest first. */
    listFor: (connection: Connection, actor: Actor, submissionId: number): Promise<PairView[]> =>
      listPairsOf(connection, actor, submissionId),

    /** What its pairs put in the way of verifying a registration; see `duplicateBlockers`. */
    blockers: (connection: Connection, submissionId: number): Promise<Blocker[]> =>
      duplicateBlockers(connection, submissionId),

    /**
     * Decides a pair; a later decision may correct it, both stay in the log. Refused to whoever keyed or imported one of
     * the two, and to either of the two themselves.
     * @throws 404, 409 `STALE_VERSION` or blockers
     */
    async decide(
      act: Act,
      pairId: number,
      { version, verdict, note }: DecideDuplicate,
    ): Promise<{ id: number; status: PairStatus; version: number }> {
      const pair = (await act.trx('duplicate_pairs').where({ id: pairId }).first()) as PairRow | undefined;
      if (!pair || !(await maySee(act, pair))) throw notFound('pair');
      if (pair.version !== version) throw staleVersion({ version: pair.version });
      const blockers = await decisionBlockers(act, pair);
      if (blockers.length > 0) throw blocked(withMessages(blockers));
      if (pair.status === verdict)
        throw blocked([{ code: 'ALREADY_DECIDED', message: 'the pair was decided so already' }]);
      const changed = await act
        .trx('duplicate_pairs')
        .where({ id: pairId, version })
        .update({
          status: verdict, decided_by_id: act.actor.id, decided_at: act.now, note, version: version + 1,
        }); // prettier-ignore
      if (changed === 0) throw staleVersion({ version: version + 1 });
      if (pair.status === 'open') {
        const both = [pair.first_id, pair.second_id];
        await addToDuplicateCounts(act.trx, new Map(both.map((id) => [id, -1])));
      }
      act.record({
        subject: 'duplicate',
        subjectId: pairId,
        before: { status: pair.status },
        after: { status: verdict, note },
        details: { firstId: pair.first_id, secondId: pair.second_id },
      });
      return { id: pairId, status: verdict, version: version + 1 };
    },
  };
}
export type DuplicateService = ReturnType<typeof createDuplicateService>;

async function maySee(act: Act, pair: PairRow): Promise<boolean> {
  const seen = await visibleTo(act.trx('submissions'), act.actor)
    .whereIn('submissions.id', [pair.first_id, pair.second_id])
    .first('submissions.id');
  return seen !== undefined;
}

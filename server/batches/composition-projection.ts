import { randomBytes } from 'node:crypto';
import type { Act, Actor } from '../audit/audit-service.ts';
import { whereAny } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';
import { candidates, idsWithin, type Candidate } from './composition-candidates.ts';
import type { BatchProjection, ProjectBatches, ProjectedBlocker } from './composition-schema.ts';
import { VERIFIED_BY } from './hand-sql.ts';
import { inWaitingOrder, WAITING_RULE, type Waiting, type WaitingPlace } from './waiting-order.ts';

const CHUNK = 5000;

/** Counts by a key, in the order of the keys. */
function createTally() {
  const counts = new Map<string, number>();
  return {
    add: (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1),
    parts: () => [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, rows]) => ({ key, rows })),
  };
}

const DIVISIONS = {
  office: ({ row }: Candidate) => String(row.office_id),
  region: ({ row }: Candidate) => row.region_code,
  proposer: ({ row }: Candidate) => row.proposer,
  sex: ({ row }: Candidate) => row.sex,
  education: ({ row }: Candidate) => row.education_level,
  round: ({ row }: Candidate) => String(row.round_no),
} as const;

/** What a filter comes to: who fits, how they divide, and what stands in the way of the others. */
export interface Survey {
  found: number;
  fits: (Waiting & { officeId: number })[];
  by: BatchProjection['by'];
  blockers: ProjectedBlocker[];
}

export async function survey(
  connection: Connection,
  actor: Actor,
  scope: ProjectBatches,
  now: string,
): Promise<Survey> {
  const ids = await idsWithin(connection, actor, scope);
  const tallies = Object.fromEntries(Object.keys(DIVISIONS).map((name) => [name, createTally()])) as Record<
    keyof typeof DIVISIONS,
    ReturnType<typeof createTally>
  >;
  const excluded = createTally();
  const warned = createTally();
  const fits: Survey['fits'] = [];
  for await (const chunk of candidates(connection, ids, scope, now))
    for (const one of chunk) {
      for (const code of one.reasons) excluded.add(code);
      if (one.reasons.length > 0) continue;
      for (const code of one.warnings) warned.add(code);
      for (const name of Object.keys(DIVISIONS) as (keyof typeof DIVISIONS)[])
        tallies[name].add(DIVISIONS[name](one));
      fits.push({ ...one.waiting, officeId: one.row.office_id });
    }
  const coded = (tally: typeof excluded, excludes: boolean) =>
    tally.parts().map(({ key, rows }) => ({ code: key, count: rows, excludes }));
  return {
    found: ids.length,
    fits,
    by: Object.fromEntries(Object.entries(tallies).map(([name, tally]) => [name, tally.parts()])) as Survey['by'],
    blockers: [...coded(excluded, true), ...coded(warned, false)],
  };
} // prettier-ignore

/** Places of a wave that no batch has asked for yet: what is in a batch counts, whether or not it is ratified. */
export async function placesLeft(connection: Connection, waveId: number): Promise<BatchProjection['quota']> {
  const wave = (await connection('waves').where({ id: waveId }).first('quota')) as { quota: number };
  const [held] = (await connection('submissions')
    .where({ wave_id: waveId })
    .whereIn('status', ['batched', 'ratified', 'sent', 'confirmed'])
    .count({ n: '*' })) as { n: number }[];
  const taken = Number(held?.n ?? 0);
  return { quota: wave.quota, taken, left: wave.quota - taken };
}

/** The seed of a wave's lots: drawn by whoever first needs it, and never again. */
export async function seedOf(act: Act, waveId: number): Promise<string> {
  const find = async () =>
    (await act.trx('waiting_list_seeds').where({ wave_id: waveId }).first('seed')) as
      { seed: string } | undefined;
  const drawn = await find();
  if (drawn) return drawn.seed;
  const seed = randomBytes(32).toString('hex');
  await act
    .trx('waiting_list_seeds')
    .insert({ wave_id: waveId, seed, drawn_by_id: act.actor.id, drawn_at: act.now })
    .onConflict('wave_id')
    .ignore();
  act.record({ action: 'wave.seed-drawn', subject: 'wave', subjectId: waveId, details: { seed } });
  return (await find())?.seed ?? seed;
}

export function cutOf(ordered: readonly WaitingPlace[], left: number, seed: string): BatchProjection['cut'] {
  const last = ordered[Math.max(0, left) - 1];
  return {
    rule: WAITING_RULE,
    seed,
    leftOut: ordered.length - Math.max(0, left),
    lastIn: last
      ? { registrationNo: last.registrationNo, verifiedOn: last.verifiedOn, lowered: last.lowered, lot: last.lot }
      : null,
  };
} // prettier-ignore

/**
 * Who could ratify these rows, and how many of them keep each from it: keyed, imported, edited, verified or read by
 * them, or their own (domain.md section 4). The same hands as the guard `batch_four_eyes` looks for.
 */
async function approversFor(connection: Connection, ids: readonly number[]) {
  const approvers = (await connection('staff')
    .where({ role: 'approver', active: 1 })
    .orderBy('id')
    .select('id', 'full_name')) as { id: number; full_name: string }[];
  const barredOf = async (person: number): Promise<number> => {
    let barred = 0;
    for (let at = 0; at < ids.length; at += CHUNK) {
      const query = connection('submissions as s').where(
        (either) =>
          void either
            .where('s.keyed_by_id', person)
            .orWhere('s.decided_by_id', person)
            .orWhereRaw(
              'EXISTS (SELECT 1 FROM imports i WHERE i.id = s.import_id AND (i.uploaded_by_id = ? OR i.committed_by_id = ?))',
              [person, person],
            )
            .orWhereRaw(`EXISTS (SELECT 1 FROM submission_transitions h WHERE ${VERIFIED_BY})`, [person])
            .orWhereRaw(
              'EXISTS (SELECT 1 FROM submission_revisions v WHERE v.submission_id = s.id AND v.edited_by_id = ?)',
              [person],
            )
            .orWhereRaw(
              'EXISTS (SELECT 1 FROM identity_settlements t WHERE t.submission_id = s.id AND t.reader_id = ?)',
              [person],
            )
            .orWhereRaw('EXISTS (SELECT 1 FROM staff f WHERE f.id = ? AND f.nik_bidx = s.nik_bidx)', [
              person,
            ]),
      );
      const [counted] = (await whereAny(query, connection, 's.id', ids.slice(at, at + CHUNK)).count({
        n: '*',
      })) as { n: number }[];
      barred += Number(counted?.n ?? 0);
    }
    return barred;
  };
  const found: BatchProjection['approvers'] = [];
  for (const { id, full_name } of approvers) found.push({ id, name: full_name, barred: await barredOf(id) });
  return found;
}

/** Reads outside any transaction: only the seed, where one is needed, is an act. */
export async function project(
  connection: Connection,
  actor: Actor,
  scope: ProjectBatches,
  { now, seed }: { now: string; seed: () => Promise<string> },
): Promise<BatchProjection> {
  const found = await survey(connection, actor, scope, now);
  const quota = await placesLeft(connection, scope.waveId);
  const approvers = await approversFor(
    connection,
    found.fits.map(({ id }) => id),
  );
  const barred = Math.min(...approvers.map((one) => one.barred));
  const noApprover = approvers.length === 0 || barred > 0;
  const blockers = [
    ...found.blockers,
    ...(found.fits.length > 0 && noApprover
      ? [{ code: 'NO_APPROVER', count: approvers.length === 0 ? found.fits.length : barred, excludes: false }]
      : []),
  ];
  const isShort = found.fits.length > quota.left;
  const drawn = isShort ? await seed() : null;
  return {
    found: found.found,
    fits: found.fits.length,
    by: found.by,
    quota,
    blockers,
    approvers,
    cut: drawn === null ? null : cutOf(inWaitingOrder(found.fits, drawn), quota.left, drawn),
  };
}

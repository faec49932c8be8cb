import type { Services } from '../services.ts';
import type { Cast } from './rehearsal-cast.ts';
import type { Desk } from './rehearsal-desk.ts';
import { createDealer, RESENT_2020 } from './rehearsal-figure-rules.ts';
import { indexOfRowId } from './rehearsal-people-rules.ts';

export interface ReturnedDependencies {
  services: Pick<Services, 'database' | 'submissions'>;
  desk: Desk;
  cast: Cast;
}

/** As many as one bulk act names. */
const AT_ONCE = 10_000;

/** Whom the PMO returned and who is corrected: the ids, and by office the numbers of their people. */
export interface Resent {
  ids: readonly number[];
  byOffice: ReadonlyMap<number, readonly number[]>;
}

/** What becomes of those the PMO returned. */
export function createReturned({ services, desk, cast }: ReturnedDependencies) {
  const { database, submissions } = services;
  return {
    /** Chooses who is corrected, in the proportion of 2020. */
    async choose(): Promise<Resent> {
      const rows = (await database
        .read('submissions')
        .where({ wave_id: cast.waveId, status: 'pmo_returned' })
        .orderBy('id')
        .select('id', 'office_id', 'row_id')) as { id: number; office_id: number; row_id: string }[];
      const deal = createDealer(RESENT_2020);
      const resent = rows.filter(() => deal() === 'resent');
      const byOffice = new Map<number, number[]>();
      for (const { office_id, row_id } of resent) {
        const own = byOffice.get(office_id);
        if (own) own.push(indexOfRowId(row_id));
        else byOffice.set(office_id, [indexOfRowId(row_id)]);
      }
      return { ids: resent.map(({ id }) => id), byOffice };
    },

    /** The coordinator passes them on to their offices by a bulk act: each is in the next round from here on. */
    async passOn({ ids }: Resent): Promise<number> {
      for (let at = 0; at < ids.length; at += AT_ONCE) {
        const some = ids.slice(at, at + AT_ONCE);
        const wish = {
          ids: some,
          reasons: ['KK_MISMATCH' as const],
          note: 'dikembalikan PMO',
          dryRun: false,
        };
        const { jobId } = await desk.act(cast.coordinator, 'submission.bulk-return', (act) =>
          submissions.bulk.queue(act, 'return', wish),
        );
        await desk.finished(jobId);
        const [skipped] = (await database
          .read('job_outcomes')
          .where({ job_id: jobId })
          .whereNot({ outcome: 'done' })
          .count({ n: '*' })) as { n: number }[];
        if (Number(skipped?.n ?? 0) > 0)
          throw new Error(`${skipped?.n} of those returned could not be passed on`);
      }
      return ids.length;
    },
  };
}
export type Returned = ReturnType<typeof createReturned>;

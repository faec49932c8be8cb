import { rm } from 'node:fs/promises';
import type { Act, Actor } from '../audit/audit-service.ts';
import type { BatchRow } from '../batches/batch-store.ts';
import type { Services } from '../services.ts';
import { dayOf } from '../wib-day-rules.ts';
import type { Cast } from './rehearsal-cast.ts';
import type { RehearsalClock } from './rehearsal-clock.ts';
import type { Desk } from './rehearsal-desk.ts';
import type { RehearsalFiles } from './rehearsal-files.ts';

export interface RoadDependencies {
  services: Pick<Services, 'batches' | 'forwarding' | 'dispatchWorker' | 'database'>;
  desk: Desk;
  files: RehearsalFiles;
  cast: Cast;
  clock: RehearsalClock;
}

/** One batch from its seal to the PMO's acknowledgement, each step by whoever's it is; each gives the batch's rows. */
export function createRoad({ services, desk, files, cast, clock }: RoadDependencies) {
  const { batches, forwarding, dispatchWorker, database } = services;
  const { coordinator, signer, approver, pmo } = cast;

  const reload = async (id: number): Promise<BatchRow> =>
    (await database.read('batches').where({ id }).first()) as BatchRow;

  /** Takes a step that may be refused by what it finds, or go on as a job. */
  async function step(
    id: number,
    actor: Actor,
    action: string,
    work: (act: Act, batch: BatchRow) => Promise<object>,
  ): Promise<number> {
    const batch = await reload(id);
    const answer = await desk.act(actor, action, (act) => work(act, batch));
    if ('refused' in answer)
      throw new Error(`${action} of ${batch.batch_no} was refused: ${JSON.stringify(answer.refused)}`);
    if ('jobId' in answer && typeof answer.jobId === 'number') await desk.finished(answer.jobId);
    return batch.row_count;
  }

  /** Prints a paper and brings it back as signed. */
  async function attach(id: number, kind: 'attestation' | 'handover'): Promise<void> {
    const batch = await reload(id);
    const paper = await batches.printing[kind](database.read, batch, clock.now().toISOString());
    const scan = await files.write(`${kind}-${id}.pdf`, paper);
    const body = { kind, digest: batch.digest as string };
    await batches.attachScan(scan.path, id, body, (work) =>
      desk.act(coordinator, 'batch.paper-attached', work),
    );
    await rm(scan.path);
  }

  return {
    seal: (id: number) =>
      step(id, coordinator, 'batch.sealed', (act, { version }) => batches.seal(act, id, version)),

    /** Both papers, the coordinator's submission and the one signature the wave's plan asks for. */
    async submitAndSign(id: number): Promise<number> {
      await attach(id, 'attestation');
      await attach(id, 'handover');
      await step(id, coordinator, 'batch.submitted', (act, { version }) => batches.submit(act, id, version));
      return step(id, signer, 'batch.signed', (act, { version }) =>
        batches.sign(act, id, { version, note: null }),
      );
    },

    async ratify(id: number): Promise<number> {
      const now = clock.now().toISOString();
      const decreeDate = dayOf(now);
      const decreeNo = `KEP.${id}/MEN/${decreeDate.slice(5, 7)}/2020`;
      const batch = await reload(id);
      const order = { version: batch.version, decreeNo, decreeDate };
      const proven = await batches.beforeRatifying(batch, order, approver, now);
      const rows = await step(id, approver, 'batch.ratified', (act) =>
        batches.ratify(act, id, order, proven),
      );
      await desk.followed(id);
      return rows;
    },

    async forward(id: number): Promise<number> {
      const rows = await step(id, coordinator, 'batch.forwarded', (act, { version }) =>
        forwarding.forward(act, id, { version, way: 'wire' }),
      );
      await desk.followed(id);
      return rows;
    },

    /** Empties the outbox; gives the rows that arrived. */
    async deliver(ids: readonly number[]): Promise<number> {
      await dispatchWorker.turn();
      let rows = 0;
      for (const id of ids) {
        const dispatch = (await database
          .read('dispatches')
          .where({ batch_id: id })
          .orderBy('id', 'desc')
          .first('status', 'row_count', 'last_error')) as
          { status: string; row_count: number; last_error: string | null } | undefined;
        if (dispatch?.status !== 'delivered')
          throw new Error(`batch ${id} was not delivered: ${dispatch?.last_error ?? 'it has no delivery'}`);
        rows += dispatch.row_count;
      }
      return rows;
    },

    /** The PMO acknowledges what its own inbox counted and digested. */
    async acknowledge(id: number): Promise<number> {
      const received = (await database
        .read('pmo_deliveries as p')
        .join('dispatches as d', 'd.id', 'p.dispatch_id')
        .where({ 'd.batch_id': id })
        .first('p.received_count', 'p.received_digest')) as {
        received_count: number;
        received_digest: string;
      };
      const { received_count: count, received_digest: digest } = received;
      return step(id, pmo, 'batch.acknowledged', (act, { version }) =>
        forwarding.acknowledge(act, id, { version, count, digest }),
      );
    },
  };
}
export type Road = ReturnType<typeof createRoad>;

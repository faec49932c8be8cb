import type {
  RescreenAccepted,
  RescreeningChangeRecord,
  RescreeningRecord,
} from '../../server/submissions/rescreen-schema.ts';
import type { ApiClient, RunningSystem } from './running-system.ts';
import { DAY_MS } from './running-system.ts';

let waves = 0;

/** Orders of re-screenings and what came of them, through the API. */
export function rescreenDesk(system: RunningSystem, client: ApiClient) {
  const { write } = system.services.database;
  return {
    /** An open wave of its own, so that a test counts its own registrations only. */
    async wave(): Promise<number> {
      const { id: _id, ...like } = (await write('waves').where({ id: system.waveId }).first()) as Record<
        string,
        unknown
      >;
      waves += 1;
      const closes_at = new Date(Date.now() + 20 * DAY_MS).toISOString();
      const [row] = (await write('waves')
        .insert({ ...like, code: `G-TAPIS-${waves}`, closes_at })
        .returning('id')) as { id: number }[];
      return row?.id as number;
    },
    order: (waveId: number, body: Record<string, unknown> = {}, as = client) =>
      as.post<RescreenAccepted>(`/api/waves/${waveId}/rescreen`, body),
    record: async (id: number) => (await client.get<RescreeningRecord>(`/api/rescreenings/${id}`)).body,
    /** Waits for the job's end and gives the report. */
    async ended({ jobId, rescreeningId }: RescreenAccepted): Promise<RescreeningRecord> {
      for (;;) {
        const { body } = await client.get<{ status: string; error: string | null }>(`/api/jobs/${jobId}`);
        if (body.status === 'succeeded') break;
        if (!['queued', 'running'].includes(body.status)) throw new Error(`${body.status}: ${body.error}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return (await client.get<RescreeningRecord>(`/api/rescreenings/${rescreeningId}`)).body;
    },
    changes: async (rescreeningId: number, filter: Record<string, unknown> = {}) =>
      (
        await client.list<RescreeningChangeRecord>('/api/rescreening-changes', {
          filter: { rescreeningId, ...filter },
        })
      ).rows,
  };
}

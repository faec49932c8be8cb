import type { BatchWorld } from './batch-world.ts';

interface Row {
  status: string;
  version: number;
  decided_by_id: number | null;
}

/** Takes a row the PMO returned through its correction, up to verified in the next round. */
export async function verifyAgain(
  world: BatchWorld,
  id: number,
  corrected: { proposer?: string } = {},
): Promise<void> {
  const { write, clients, system } = world;
  const { version } = (await clients.coordinator.get<{ version: number }>(`/api/submissions/${id}`)).body;
  const back = await clients.coordinator.post(`/api/submissions/${id}/return`, {
    version,
    reasons: ['DOB_MISMATCH'],
    note: 'dikembalikan PMO',
  });
  if (back.status !== 200) throw new Error(`return: ${JSON.stringify(back.body)}`);
  const move = async (values: Partial<Row> & Record<string, unknown>) => {
    const row = (await write('submissions').where({ id }).first('version')) as Row;
    await write('submissions')
      .where({ id })
      .update({ ...values, version: row.version + 1 });
  };
  if (corrected.proposer) await move({ proposer: corrected.proposer });
  await move({ status: 'submitted' });
  await move({ status: 'in_review' });
  const at = new Date().toISOString();
  const { kk_bidx } = (await write('submissions').where({ id }).first('kk_bidx')) as { kk_bidx: string };
  await write('kk_reservations').insert({ kk_bidx, slot: 1, submission_id: id, taken_at: at });
  await move({ status: 'verified', decided_by_id: system.accounts.reviewer.id, decided_at: at });
}

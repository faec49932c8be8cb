import type { Connection } from '../database.ts';
import type { SubmissionRow } from './submission-store.ts';

type Reasons = Map<number, { identity?: readonly string[]; screening?: readonly string[] }>;

async function latestReasons(connection: Connection, rows: readonly SubmissionRow[]): Promise<Reasons> {
  const reasons: Reasons = new Map(rows.map((row) => [row.id, {}]));
  const read = async (table: string, ids: (number | null)[], part: 'identity' | 'screening') => {
    const known = ids.filter((id) => id !== null);
    if (known.length === 0) return;
    const found = (await connection(table).whereIn('id', known).select('submission_id', 'reason_codes')) as {
      submission_id: number;
      reason_codes: string;
    }[];
    for (const { submission_id, reason_codes } of found)
      reasons.set(submission_id, {
        ...reasons.get(submission_id),
        [part]: JSON.parse(reason_codes) as string[],
      });
  };
  await read(
    'identity_checks',
    rows.map((row) => row.identity_check_id),
    'identity',
  );
  await read(
    'screening_results',
    rows.map((row) => row.screening_result_id),
    'screening',
  );
  return reasons;
}

/** Writes down what the newest evidence says against registrations. Few combinations occur: one statement for each. */
export async function refreshReasons(connection: Connection, rows: readonly SubmissionRow[]): Promise<void> {
  const reasons = await latestReasons(connection, rows);
  const byText = new Map<string | null, number[]>();
  for (const row of rows) {
    const found = reasons.get(row.id);
    const codes = [...new Set([...(found?.identity ?? []), ...(found?.screening ?? [])])];
    const text = codes.length > 0 ? JSON.stringify(codes) : null;
    if (text !== row.reason_codes) byText.set(text, [...(byText.get(text) ?? []), row.id]);
  }
  for (const [text, ids] of byText)
    await connection('submissions').whereIn('id', ids).update({ reason_codes: text });
}

import { whereAny } from '../bulk-sql.ts';
import type { Connection } from '../database.ts';

/** What stands against a registration, and what its newest evidence says; JSON lists of reason codes. */
interface Said {
  id: number;
  written: string | null;
  identity: string | null;
  screening: string | null;
}

const newestOf = (connection: Connection, ids: readonly number[]) =>
  whereAny(
    connection('submissions as s')
      .leftJoin('identity_checks as c', 'c.id', 's.identity_check_id')
      .leftJoin('screening_results as r', 'r.id', 's.screening_result_id')
      .leftJoin('screening_findings as f', 'f.id', 'r.finding_id'),
    connection,
    's.id',
    ids,
  ).select(
    's.id',
    's.reason_codes as written',
    'c.reason_codes as identity',
    'f.reason_codes as screening',
  ) as unknown as Promise<Said[]>;

function textOf({ identity, screening }: Said): string | null {
  const codes = [identity, screening].flatMap((text) => JSON.parse(text ?? '[]') as string[]);
  return codes.length > 0 ? JSON.stringify([...new Set(codes)]) : null;
}

/** Writes down what the newest evidence says against registrations. Few combinations occur: one statement for each. */
export async function refreshReasons(connection: Connection, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const byText = new Map<string | null, number[]>();
  for (const said of await newestOf(connection, ids)) {
    const text = textOf(said);
    if (text === said.written) continue;
    const some = byText.get(text);
    if (some) some.push(said.id);
    else byText.set(text, [said.id]);
  }
  for (const [text, some] of byText)
    await whereAny(connection('submissions'), connection, 'id', some).update({ reason_codes: text });
}

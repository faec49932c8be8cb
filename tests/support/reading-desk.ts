import type { ApiClient } from './api-client.ts';
import { loadLists, person, registerPeople, submitted } from './registrations.ts';
import type { RunningSystem } from './running-system.ts';

export type Case = Record<string, unknown> & { id: number; version: number; status: string };
export type Verdict = 'same_person' | 'different';
export const READINGS = ['identity-settle', 'second-read', 'third-read'] as const;

/** Partial matches, with the people who read them. */
export async function readingDesk(system: RunningSystem) {
  const [intake, reviewer, reviewer2, coordinator] = (await Promise.all(
    (['intake', 'reviewer', 'reviewer2', 'coordinator'] as const).map((name) => system.login(name)),
  )) as [ApiClient, ApiClient, ApiClient, ApiClient];
  await loadLists(system);
  let next = 0;
  const readers = [reviewer, reviewer2, coordinator] as const;

  /** A slip in the name, claimed by `reviewer`. */
  async function partial(keyedBy: ApiClient = intake): Promise<Case> {
    const form = person((next += 1), { fullName: 'BAMBANG ANGRGAINI' });
    await registerPeople(system, [{ ...form, fullName: 'BAMBANG ANGGRAINI' }]);
    const one = await submitted(keyedBy, system.waveId, form);
    const claimed = await reviewer.post<Case>(`/api/submissions/${one.id}/claim`, { version: one.version });
    if (claimed.body['identityOutcome'] !== 'partial') throw new Error(JSON.stringify(claimed.body));
    return claimed.body;
  }

  /** What a reader says, of the case as it stands now. */
  async function read(
    no: 1 | 2 | 3,
    { id }: Pick<Case, 'id'>,
    verdict: Verdict,
    by: ApiClient = readers[no - 1] as ApiClient,
    part: Record<string, unknown> = {},
  ) {
    const { body } = await by.get<Case>(`/api/submissions/${id}`);
    return by.post<Case>(`/api/submissions/${id}/${READINGS[no - 1]}`, {
      version: body.version,
      verdict,
      reason: 'NAME_MISMATCH',
      note: `Pembacaan ke-${no}.`,
      ...part,
    });
  }

  /** Readings one after the other, each by its usual reader. */
  async function readAll(one: Case, verdicts: readonly Verdict[]): Promise<void> {
    for (const [at, verdict] of verdicts.entries()) {
      const answer = await read((at + 1) as 1 | 2 | 3, one, verdict);
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    }
  }

  const verify = async ({ id }: Pick<Case, 'id'>) => {
    const { body } = await reviewer.get<Case>(`/api/submissions/${id}`);
    return reviewer.post<Case>(`/api/submissions/${id}/verify`, { version: body.version });
  };
  return { intake, reviewer, reviewer2, coordinator, partial, read, readAll, verify };
}
export type ReadingDesk = Awaited<ReturnType<typeof readingDesk>>;

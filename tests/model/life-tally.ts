/** How often each act was done and refused in a run, so that nobody takes a model for tested that never left the beginning. */
export function createTally() {
  const counts = new Map<string, Map<number, number>>();
  const of = (act: string, from: number, to: number) =>
    [...(counts.get(act) ?? [])].reduce(
      (sum, [status, n]) => sum + (status >= from && status < to ? n : 0),
      0,
    );
  return {
    count(act: string, status: number): void {
      const row = counts.get(act) ?? new Map<number, number>();
      row.set(status, (row.get(status) ?? 0) + 1);
      counts.set(act, row);
    },
    steps: () => [...counts.keys()].reduce((sum, act) => sum + of(act, 0, 1000), 0),
    /** Acts that were never done, or never refused. */
    uncovered: (acts: readonly string[]) =>
      acts.flatMap((act) => [
        ...(of(act, 200, 300) === 0 ? [`${act} was never done`] : []),
        ...(of(act, 400, 500) === 0 ? [`${act} was never refused`] : []),
      ]),
    table(acts: readonly string[]): string {
      const statuses = [403, 404, 409, 422];
      const head = ['act', 'done', ...statuses.map(String)];
      const rows = acts.map((act) => [
        act,
        String(of(act, 200, 300)),
        ...statuses.map((status) => String(of(act, status, status + 1))),
      ]);
      return [head, ...rows]
        .map(([name, ...cells]) => `${(name ?? '').padEnd(18)}${cells.map((cell) => cell.padStart(6)).join('')}`)
        .join('\n');
    },
  };
} // prettier-ignore
export type Tally = ReturnType<typeof createTally>;

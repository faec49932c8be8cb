const FACETS = ['status', 'channel', 'wave_id', 'office_id', 'region_code', 'proposer'];
/** What checks say: written for a whole wave at once. */
const OUTCOMES = ['identity_outcome', 'screening_outcome'];

/**
 * The list of registrations is asked for by any of its facets in any of four orders. Each index holds all facets, so
 * that a page and its total are read from one index whatever the filter; submission-list-plan.ts chooses which. Those in
 * the order of names and due dates are without the outcomes: registrations that are checked together are neighbours by id
 * and stand far apart in these two, so that each new outcome would write another page of them.
 */
export function submissionListIndexes(): string[] {
  const wide = (name: string, first: readonly string[]) => {
    const apart = first.includes('full_name') || first.includes('due_at');
    const columns = new Set([...first, ...FACETS, ...(apart ? [] : OUTCOMES)]);
    return `CREATE INDEX submissions_${name} ON submissions (${[...columns].join(', ')})`;
  };
  const orders = {
    id: ['id'],
    time: ['submitted_at', 'id'],
    due: ['due_at', 'id'],
    name: ['full_name', 'id'],
  };
  const rare = {
    office: 'office_id',
    region: 'region_code',
    identity: 'identity_outcome',
    screening: 'screening_outcome',
    proposer: 'proposer',
    channel: 'channel',
  };
  return [
    ...Object.entries(orders).flatMap(([name, columns]) => [
      wide(`queue_by_${name}`, ['status', ...columns]),
      wide(`all_by_${name}`, columns),
    ]),
    ...Object.entries(rare).map(([name, column]) => wide(`of_${name}`, [column, 'id'])),
  ];
}

const FACETS = [
  'status',
  'channel',
  'wave_id',
  'office_id',
  'region_code',
  'proposer',
  'identity_outcome',
  'screening_outcome',
];

/**
 * The list of registrations is asked for by any of its facets in any of four orders. Each index holds all facets, so
 * that a page and its total are read from one index whatever the filter; submission-list-plan.ts chooses which.
 */
export function submissionListIndexes(): string[] {
  const wide = (name: string, first: readonly string[]) =>
    `CREATE INDEX submissions_${name} ON submissions (${[...new Set([...first, ...FACETS])].join(', ')})`;
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

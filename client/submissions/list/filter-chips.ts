/** How the value of a filter is put in words: the branch below `enums`, whose record it is, or what sort of value. */
export type ChipWords = 'waves' | 'offices' | 'batches' | 'staff' | 'instant' | 'plain' | { enum: string };

/** The fields one may filter by beside the tab; those without an input come with an address, as from a signal. */
const FIELDS: Record<string, ChipWords> = {
  q: 'plain',
  waveId: 'waves',
  officeId: 'offices',
  channel: { enum: 'channel' },
  proposer: { enum: 'proposer' },
  identityOutcome: { enum: 'identity' },
  screeningOutcome: { enum: 'screening' },
  regionCode: 'plain',
  signal: { enum: 'signal' },
  figure: { enum: 'figure' },
  figureRound: 'plain',
  figureBatchId: 'batches',
  figureProposer: { enum: 'proposer' },
  figureRegionCode: 'plain',
  keyedById: 'staff',
  decidedById: 'staff',
  status: { enum: 'status' },
  createdAt: 'instant',
  decidedAt: 'instant',
};

const OPERATORS = { _gte: 'since', _lte: 'until', _neq: 'not' } as const;

export interface FilterChip {
  /** The key in the filter. */
  key: string;
  field: string;
  /** The word around the field's name, below `submissions.filters`; null for "is". */
  operator: (typeof OPERATORS)[keyof typeof OPERATORS] | null;
  words: ChipWords;
  value: string | number;
}

function chipOf(key: string, value: unknown): FilterChip[] {
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  const suffix = (Object.keys(OPERATORS) as (keyof typeof OPERATORS)[]).find((one) => key.endsWith(one));
  const field = suffix ? key.slice(0, -suffix.length) : key;
  const words = FIELDS[field];
  // A status that is asked for is a tab of its own.
  if (!words || key === 'status') return [];
  return [{ key, field, operator: suffix ? OPERATORS[suffix] : null, words, value }];
}

/** The chips of a filter, in the order of the fields. */
export function chipsOf(filter: Record<string, unknown>): FilterChip[] {
  const order = Object.keys(FIELDS);
  return Object.entries(filter)
    .flatMap(([key, value]) => chipOf(key, value))
    .sort((one, other) => order.indexOf(one.field) - order.indexOf(other.field));
}

/** What goes with a key: a signal is asked of one office of one wave, the part of a sheet says nothing without its figure. */
const GOES_WITH: Record<string, readonly string[]> = {
  waveId: ['signal'],
  officeId: ['signal'],
  figure: ['figureRound', 'figureBatchId', 'figureProposer', 'figureRegionCode'],
};

/** The filter without one of its keys and what goes with it. */
export function withoutChip(filter: Record<string, unknown>, key: string): Record<string, unknown> {
  const gone = [key, ...(GOES_WITH[key] ?? [])];
  return Object.fromEntries(Object.entries(filter).filter(([name]) => !gone.includes(name)));
}

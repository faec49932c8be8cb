/** What one measurement came to; times in milliseconds. */
export interface Figure {
  section: string;
  name: string;
  /** The measured values by name: `p50`, `p99`, `rps`, `ratio`, `rows/s`, `MB` … */
  values: Record<string, number>;
  /** Upper limits by the same names. */
  atMost?: Record<string, number>;
  /** Lower limits by the same names. */
  atLeast?: Record<string, number>;
  /** Why a budget could not be measured; it counts as missed. */
  absent?: string;
  note?: string;
}

/** The smallest sample that at least `share` (0–1) of all samples do not exceed (nearest rank); NaN of none. */
export function percentile(samples: readonly number[], share: number): number {
  if (samples.length === 0) return Number.NaN;
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] as number;
}

/** p50, p99 and how many a second, of samples taken by some workers in `seconds`. */
export function summarise(samples: readonly number[], seconds: number) {
  return {
    p50: percentile(samples, 0.5),
    p99: percentile(samples, 0.99),
    rps: seconds > 0 ? samples.length / seconds : Number.NaN,
  };
}

/** The names of the limits a figure breaks; a limit without its value is broken too. */
export function missedLimits(figure: Figure): string[] {
  if (figure.absent !== undefined) return ['absent'];
  const over = Object.entries(figure.atMost ?? {}).filter(
    ([name, limit]) => !((figure.values[name] ?? NaN) <= limit),
  );
  const under = Object.entries(figure.atLeast ?? {}).filter(
    ([name, limit]) => !((figure.values[name] ?? NaN) >= limit),
  );
  return [...over, ...under].map(([name]) => name);
}

const rounded = (value: number) =>
  Number.isNaN(value)
    ? '–'
    : value >= 100
      ? String(Math.round(value))
      : String(Math.round(value * 100) / 100);

const limitsOf = ({ atMost = {}, atLeast = {} }: Figure) => [
  ...Object.entries(atMost).map(([name, limit]) => `${name} ≤ ${limit}`),
  ...Object.entries(atLeast).map(([name, limit]) => `${name} ≥ ${limit}`),
];

function lineOf(figure: Figure): string[] {
  const limits = limitsOf(figure);
  const missed = missedLimits(figure);
  const verdict =
    limits.length === 0 && missed.length === 0
      ? ''
      : missed.length === 0
        ? 'ok'
        : `MISSED ${missed.join(', ')}`;
  const values = Object.entries(figure.values).map(([name, value]) => `${name} ${rounded(value)}`);
  return [
    figure.section,
    figure.name,
    figure.absent ?? values.join('  '),
    limits.join(', '),
    verdict,
    figure.note ?? '',
  ];
}

/** The figures as a table of text, one line each. */
export function tableOf(figures: readonly Figure[]): string {
  const lines = [['section', 'what', 'measured', 'budget', 'verdict', 'note'], ...figures.map(lineOf)];
  const widths =
    lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

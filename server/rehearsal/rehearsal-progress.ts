const TOLD_EVERY_MS = 5000;
const MIB = 1024;

/** What one step took; the memory is the most that the process has held up to its end, in MiB. */
export interface StepTaken {
  name: string;
  rows: number;
  seconds: number;
  peakMib: number;
}

export interface Progress {
  /** Does a step and tells what it took; `work` gives how many rows it was about. */
  step(name: string, work: () => Promise<number>): Promise<void>;
  /** How far the work within the step has come. */
  at(done: number, total: number, part?: string): void;
  taken: readonly StepTaken[];
}

/** The most resident memory this process has had, in MiB; what it starts beside itself is not counted. */
export const peakMib = (): number => Math.round(process.resourceUsage().maxRSS / MIB);

export const thousands = (count: number): string => count.toLocaleString('en');

/** Tells each step on one line as it ends, and how far it is every few seconds. */
export function createProgress(tell: (line: string) => void): Progress {
  const taken: StepTaken[] = [];
  let current = '';
  let toldAt = 0;
  return {
    taken,
    at(done, total, part) {
      if (total === 0 || performance.now() - toldAt < TOLD_EVERY_MS) return;
      toldAt = performance.now();
      tell(`    ${current}${part ? ` (${part})` : ''}: ${thousands(done)} of ${thousands(total)}`);
    },
    async step(name, work) {
      current = name;
      const begun = performance.now();
      toldAt = begun;
      const rows = await work();
      const seconds = (performance.now() - begun) / 1000;
      const one = { name, rows, seconds, peakMib: peakMib() };
      taken.push(one);
      const rate = seconds > 0 ? thousands(Math.round(rows / seconds)) : '–';
      tell(
        `  ${name.padEnd(44)} ${thousands(rows).padStart(9)} rows ${seconds.toFixed(1).padStart(8)} s ${rate.padStart(8)} rows/s ${String(one.peakMib).padStart(6)} MiB`,
      );
    },
  };
}

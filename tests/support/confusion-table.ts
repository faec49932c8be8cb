/** One thing judged: what it must come to and what it came to. */
export interface Judged {
  id: string;
  expected: string;
  found: string;
}

/** How often each expected answer met each found one; everything off the diagonal is an error. */
export interface ConfusionTable {
  title: string;
  /** All answers, expected or found, sorted: the rows and the columns. */
  answers: string[];
  /** `counts[expected][found]`, by place in `answers`. */
  counts: number[][];
  /** Whatever stands off the diagonal, with the things it concerns. */
  errors: { expected: string; found: string; ids: string[] }[];
}

/** Counts expected against found answers. `a|b` expects either: whichever was found stands on the diagonal. */
export function confusionTable(title: string, judged: readonly Judged[]): ConfusionTable {
  const settled = judged.map((one) => ({
    ...one,
    found: one.expected.split('|').includes(one.found) ? one.expected : one.found,
  }));
  const answers = [...new Set(settled.flatMap(({ expected, found }) => [expected, found]))].sort();
  const counts = answers.map((expected) =>
    answers.map((found) => settled.filter((one) => one.expected === expected && one.found === found).length),
  );
  const errors = answers.flatMap((expected) =>
    answers
      .filter((found) => found !== expected)
      .map((found) => ({
        expected,
        found,
        ids: settled.filter((one) => one.expected === expected && one.found === found).map(({ id }) => id),
      }))
      .filter(({ ids }) => ids.length > 0),
  );
  return { title, answers, counts, errors };
}

const CORNER = 'expected \\ found';

/** The table as text: expected answers down, found ones across by number, zeros as dots. */
export function tableText({ title, answers, counts, errors }: ConfusionTable): string {
  const label = (answer: string, at: number) => `${String(at + 1).padStart(2)} ${answer || '-'}`;
  const width = Math.max(CORNER.length, ...answers.map((answer, at) => label(answer, at).length));
  const cell = (text: string) => text.padStart(5);
  const lines = answers.map((answer, at) => {
    const row = (counts[at] ?? []).map((count) => cell(count === 0 ? '.' : String(count)));
    return `${label(answer, at).padEnd(width)} |${row.join('')}`;
  });
  const wrong = errors.map(
    ({ expected, found, ids }) => `expected ${expected || '-'}, found ${found || '-'}: ${ids.join(' ')}`,
  );
  const head = `${CORNER.padEnd(width)} |${answers.map((_, at) => cell(String(at + 1))).join('')}`;
  return ['', title, head, ...lines, ...wrong, ''].join('\n');
}

/** Shows a table where `LOKET_TEST_SHOW_TABLES=1` asks for it; otherwise only a failing test does. */
export function showTable(table: ConfusionTable): void {
  if (process.env['LOKET_TEST_SHOW_TABLES'] === '1') process.stdout.write(`${tableText(table)}\n`);
}

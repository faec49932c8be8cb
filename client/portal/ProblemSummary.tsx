import { useEffect, useRef } from 'react';
import { useWords } from './language.tsx';
import type { WordKey } from './words.ts';

export interface ListedProblem {
  /** The element to jump to. */
  id: string;
  label: string;
  problem: WordKey;
}

/** All problems at the top with a link to each box; takes the focus at every refused attempt. */
export function ProblemSummary({ problems, attempts }: { problems: ListedProblem[]; attempts: number }) {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempts > 0) box.current?.focus();
  }, [attempts]);
  if (problems.length === 0) return null;
  const jump = (id: string) => document.getElementById(id)?.focus();
  return (
    <div className="note note-bad" role="alert" tabIndex={-1} ref={box}>
      <h2>{t('shell.problems')}</h2>
      <ul>
        {problems.map(({ id, label, problem }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              onClick={(event) => {
                event.preventDefault();
                jump(id);
              }}
            >
              {label}: {t(problem)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

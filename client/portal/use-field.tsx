import type { ReactNode } from 'react';
import { fieldId, fieldProblem, reasonsFor, type FieldName } from './form-rules.ts';
import { useOpenForm } from './form-context.ts';
import { useWords } from './language.tsx';
import { problemKey } from './problem-key.ts';
import type { WordKey } from './words.ts';

/** Why this box was sent back, and what to do. */
export function useMark(field: string): ReactNode {
  const { t, language } = useWords();
  const { submission } = useOpenForm().view;
  const reasons = submission.stage === 'mend' ? reasonsFor(field, submission.reasons) : [];
  if (reasons.length === 0) return undefined;
  return (
    <>
      <strong>{t('mend.mark')}</strong>
      {reasons.map(({ code, label, remedy }) => (
        <p key={code}>
          {label[language]}. {remedy?.[language]}
        </p>
      ))}
    </>
  );
}

/** A box of the form: its words, its value, what is wrong with it, and where typing goes. */
export function useField(field: FieldName) {
  const { t, today } = useWords();
  const { saver, view, values, problems } = useOpenForm();
  const refused = view.refused[field];
  const value = values[field];
  // A problem found before stands until it is mended, not until somebody tries again.
  const found = problems[field] ? fieldProblem(field, value, today()) : null;
  const problem: WordKey | undefined =
    problemKey(found) ?? (refused && refused.value === view.unsent[field] ? refused.problem : undefined);
  return {
    id: fieldId(field),
    label: t(`field.${field}`),
    value,
    onChange: (next: string) => saver.type(field, next),
    onBlur: () => void saver.flush(),
    problem,
    mark: useMark(field),
  };
}

import { useState, type ReactNode } from 'react';
import { LineBox } from './boxes.tsx';
import { useOpenForm } from './form-context.ts';
import { maskOf } from './form-rules.ts';
import { useWords } from './language.tsx';
import { useField } from './use-field.tsx';

/** As cards print them, with spaces: `3374 0117 0594 9001`. */
const withoutSpaces = (text: string) => text.replace(/[\s.-]/g, '');

interface Props {
  field: 'nik' | 'kkNumber';
  hint: ReactNode;
}

/** NIK or KK: sixteen digits. A saved one is shown masked and comes back whole to nobody; it can be written again. */
export function NumberBox({ field, hint }: Props) {
  const { t } = useWords();
  const { saver, view } = useOpenForm();
  const box = useField(field);
  const [again, setAgain] = useState(false);
  const mask = maskOf(field, view.submission.form);
  const isTyped = view.typed[field] !== undefined;
  if (mask && !isTyped && !again)
    return (
      <div className={`box${box.mark ? ' box-bad' : ''}`}>
        <span className="label">{box.label}</span>
        {box.mark && <div className="mark">{box.mark}</div>}
        <p className="saved-number">
          {t('number.saved', { mask })}
          <button id={box.id} className="button button-small" type="button" onClick={() => setAgain(true)}>
            {t('number.again')} <span className="unseen">{box.label}</span>
          </button>
        </p>
      </div>
    );
  const keepSaved = () => {
    saver.untype(field);
    setAgain(false);
  };
  return (
    <>
      <LineBox
        {...box}
        hint={hint}
        inputMode="numeric"
        maxLength={24}
        onChange={(text) => box.onChange(withoutSpaces(text))}
      />
      <p className="hint count">
        {t('number.count', { count: box.value.length })}
        {mask && view.unsent[field] !== undefined && (
          <button className="button button-small" type="button" onClick={keepSaved}>
            {t('number.keep')}
          </button>
        )}
      </p>
    </>
  );
}

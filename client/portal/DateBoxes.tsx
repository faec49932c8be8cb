import { Problem } from './boxes.tsx';
import { joinDate, splitDate, type DateParts } from './date-rules.ts';
import { useWords } from './language.tsx';
import { monthNames } from './time-rules.ts';
import type { ReactNode } from 'react';
import type { WordKey } from './words.ts';

interface Props {
  id: string;
  label: string;
  hint?: string;
  problem?: WordKey | undefined;
  mark?: ReactNode;
  value: string;
  onChange: (value: string) => void;
}

/** A birth date in three boxes: a calendar to leaf back thirty years in is no help on a phone. */
export function DateBoxes({ id, label, hint, problem, mark, value, onChange }: Props) {
  const { t, language } = useWords();
  const parts = splitDate(value);
  const put = (part: Partial<DateParts>) => onChange(joinDate({ ...parts, ...part }));
  const described = [hint && `${id}-hint`, mark && `${id}-mark`, problem && `${id}-problem`].filter(Boolean);
  const invalid = problem ? ({ 'aria-invalid': true } as const) : {};
  return (
    <fieldset
      className={`box${problem || mark ? ' box-bad' : ''}`}
      aria-describedby={described.join(' ') || undefined}
    >
      <legend>{label}</legend>
      {hint && (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {mark && (
        <div className="mark" id={`${id}-mark`}>
          {mark}
        </div>
      )}
      {problem && <Problem id={id} problem={problem} />}
      <div className="date">
        <label>
          {t('date.day')}
          <input
            id={id}
            {...invalid}
            inputMode="numeric"
            autoComplete="bday-day"
            maxLength={2}
            value={parts.day}
            onChange={(event) => put({ day: event.target.value })}
          />
        </label>
        <label>
          {t('date.month')}
          <select
            {...invalid}
            value={parts.month === '' ? '' : Number(parts.month)}
            onChange={(event) => put({ month: event.target.value.padStart(2, '0') })}
          >
            <option value="">–</option>
            {monthNames(language).map((name, month) => (
              <option key={name} value={month + 1}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('date.year')}
          <input
            {...invalid}
            inputMode="numeric"
            autoComplete="bday-year"
            maxLength={4}
            value={parts.year}
            onChange={(event) => put({ year: event.target.value })}
          />
        </label>
      </div>
    </fieldset>
  );
}

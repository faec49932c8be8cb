import { useState, type ReactNode } from 'react';
import { missingCharacters, strengthOf } from './account-rules.ts';
import { useWords } from './language.tsx';
import type { WordKey } from './words.ts';

export interface BoxProps {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  problem?: WordKey | undefined;
  /** Reasons from outside, for example a returned field with its remedy. */
  mark?: ReactNode;
  optional?: boolean;
  children: (aria: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode;
}

/** Label, hint and problem around a box, tied together for screen readers. */
export function Box({ id, label, hint, problem, mark, optional, children }: BoxProps) {
  const { t } = useWords();
  const described = [hint && `${id}-hint`, mark && `${id}-mark`, problem && `${id}-problem`].filter(Boolean);
  const aria = {
    id,
    ...(described.length > 0 ? { 'aria-describedby': described.join(' ') } : {}),
    ...(problem ? { 'aria-invalid': true as const } : {}),
  };
  return (
    <div className={`box${problem || mark ? ' box-bad' : ''}`}>
      <label htmlFor={id}>
        {label}
        {optional && <span className="optional"> ({t('shell.optional')})</span>}
      </label>
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
      {children(aria)}
    </div>
  );
}

export function Problem({ id, problem }: { id: string; problem: WordKey }) {
  const { t } = useWords();
  return (
    <p className="problem" id={`${id}-problem`}>
      {t(problem)}
    </p>
  );
}

type Plain = Omit<BoxProps, 'children'> & {
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
};
export type LineProps = Plain & {
  type?: 'text' | 'email' | 'tel' | 'password';
  inputMode?: 'numeric' | 'text' | 'tel' | 'email';
  autoComplete?: string;
  maxLength?: number;
  lines?: number;
};

/** A line of text, or a few lines. */
export function LineBox({
  value,
  onChange,
  onBlur,
  type,
  inputMode,
  autoComplete,
  maxLength,
  lines,
  ...box
}: LineProps) {
  const common = {
    value,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
    onBlur,
    autoComplete: autoComplete ?? 'off',
    maxLength,
  };
  return (
    <Box {...box}>
      {(aria) =>
        lines ? (
          <textarea {...aria} {...common} rows={lines} />
        ) : (
          <input {...aria} {...common} type={type ?? 'text'} inputMode={inputMode} spellCheck={false} />
        )
      }
    </Box>
  );
}

/** One of a list. */
export function ChoiceBox({
  value,
  onChange,
  choices,
  ...box
}: Plain & { choices: readonly (readonly [string, string])[] }) {
  const { t } = useWords();
  return (
    <Box {...box}>
      {(aria) => (
        <select {...aria} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t('shell.choose')}</option>
          {choices.map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Box>
  );
}

/** One thing to tick, with the whole line to press on. */
export function TickBox({
  id,
  label,
  problem,
  ticked,
  onChange,
}: {
  id: string;
  label: ReactNode;
  problem?: WordKey | undefined;
  ticked: boolean;
  onChange: (ticked: boolean) => void;
}) {
  return (
    <div className={`tick${problem ? ' box-bad' : ''}`}>
      {problem && <Problem id={id} problem={problem} />}
      <label>
        <input
          type="checkbox"
          id={id}
          checked={ticked}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? `${id}-problem` : undefined}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>{label}</span>
      </label>
    </div>
  );
}

function Strength({ password }: { password: string }) {
  const { t } = useWords();
  const strength = strengthOf(password);
  const words = {
    tooShort: t('password.more', { count: missingCharacters(password) }),
    enough: t('password.enough'),
    good: t('password.good'),
  };
  return (
    <div className={`strength strength-${strength}`} aria-live="polite">
      {password !== '' && (
        <>
          <span className="bar" aria-hidden="true">
            <span />
          </span>
          {words[strength]}
        </>
      )}
    </div>
  );
}

/** A password that can be shown; where it is a new one, whether it is long enough. */
export function PasswordBox({ value, onChange, fresh, ...box }: Plain & { fresh?: boolean }) {
  const { t } = useWords();
  const [shown, setShown] = useState(false);
  return (
    <Box {...box}>
      {(aria) => (
        <>
          <div className="with-button">
            <input
              {...aria}
              type={shown ? 'text' : 'password'}
              value={value}
              maxLength={128}
              spellCheck={false}
              autoCapitalize="none"
              autoComplete={fresh ? 'new-password' : 'current-password'}
              onChange={(event) => onChange(event.target.value)}
            />
            <button type="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
              {t(shown ? 'password.hide' : 'password.show')}
            </button>
          </div>
          {fresh && <Strength password={value} />}
        </>
      )}
    </Box>
  );
}

import { TickBox } from './boxes.tsx';
import { DECLARATIONS, fieldId, type DeclarationName } from './form-rules.ts';
import { useWords } from './language.tsx';
import { useField, useMark } from './use-field.tsx';

function Declaration({ name }: { name: DeclarationName }) {
  const { id, label, value, problem, onChange } = useField(name);
  return (
    <TickBox
      id={id}
      label={label}
      problem={problem}
      ticked={value === 'yes'}
      onChange={(ticked) => onChange(ticked ? 'yes' : '')}
    />
  );
}

/** One by one: nobody declares four things with one tick. */
export function DeclarationsStep() {
  const { t } = useWords();
  const mark = useMark('declarations');
  return (
    <fieldset className="declarations" id={fieldId('declarations')} tabIndex={-1}>
      <legend className="unseen">{t('step.declarations')}</legend>
      <p>{t('hint.declarations')}</p>
      {mark && <div className="mark">{mark}</div>}
      {DECLARATIONS.map((name) => (
        <Declaration key={name} name={name} />
      ))}
    </fieldset>
  );
}

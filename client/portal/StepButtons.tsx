import { FORM_STEPS, type FormStep } from './form-rules.ts';
import { useWords } from './language.tsx';
import { stepPath } from './router-rules.ts';
import { Link } from './router.tsx';

export const stepBeside = (step: FormStep, by: 1 | -1): FormStep | undefined =>
  FORM_STEPS[FORM_STEPS.indexOf(step) + by];

/** On, and back. `plain`: going on is not what this step is waiting for. */
export function StepButtons({ step, plain }: { step: FormStep; plain?: boolean }) {
  const { t } = useWords();
  const previous = stepBeside(step, -1);
  return (
    <div className="buttons">
      {step !== 'review' && (
        <button className={`button${plain ? ' button-plain' : ''}`} type="submit">
          {t('form.continue')}
        </button>
      )}
      {previous && (
        <Link className="button button-plain" to={stepPath(previous)}>
          {t('form.previous')}
        </Link>
      )}
    </div>
  );
}

import type { PortalSubmission } from '@server/portal/portal-schema.ts';
import { FORM_STEPS, stepState, type FormStep } from './form-rules.ts';
import { useWords } from './language.tsx';
import { stepPath } from './router-rules.ts';
import { Link } from './router.tsx';

/** All steps of the form and how each stands. On a phone the list folds behind the step one is at. */
export function StepList({ step, submission }: { step: FormStep; submission: PortalSubmission }) {
  const { t } = useWords();
  const missing = submission.missing.map(({ field }) => field);
  const reasons = submission.stage === 'mend' ? submission.reasons : [];
  const list = (
    <ol>
      {FORM_STEPS.map((name) => {
        const state = stepState(name, missing, reasons);
        return (
          <li key={name} className={`step step-${state}`}>
            <Link to={stepPath(name)} {...(name === step ? { 'aria-current': 'step' as const } : {})}>
              {t(`step.${name}`)} <span className="step-state">{t(`stepState.${state}`)}</span>
            </Link>
          </li>
        );
      })}
    </ol>
  );
  const place = { step: FORM_STEPS.indexOf(step) + 1, steps: FORM_STEPS.length };
  return (
    <nav className="steps" aria-label={t('form.steps')}>
      <details key={step}>
        <summary>{t('form.stepOf', place)}</summary>
        {list}
      </details>
      <div className="steps-wide">{list}</div>
    </nav>
  );
}

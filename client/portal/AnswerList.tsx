import type { PortalSubmission } from '@server/portal/portal-schema.ts';
import { isoDay, birthDateProblem } from './date-rules.ts';
import {
  fieldId,
  FORM_STEPS,
  maskOf,
  OPTIONAL,
  STEP_FIELDS,
  type FieldName,
  type FormStep,
  type Values,
} from './form-rules.ts';
import { useWords } from './language.tsx';
import { regionInWords, type Region } from './region-rules.ts';
import { stepPath } from './router-rules.ts';
import { Link } from './router.tsx';
import { isWordKey } from './words.ts';

interface Props {
  submission: PortalSubmission;
  values: Values;
  regions: readonly Region[];
  /** With a link to change each answer. */
  links: boolean;
}

function useAnswer({ submission, values, regions }: Props) {
  const { t, calendarDay, today } = useWords();
  const coded = (prefix: string, value: string) => {
    const key = `${prefix}.${value}`;
    return isWordKey(key) ? t(key) : value;
  };
  return (field: FieldName): string => {
    const value = values[field];
    if (field === 'nik' || field === 'kkNumber') return value || (maskOf(field, submission.form) ?? '');
    if (value === '') return '';
    if (field === 'birthDate') return birthDateProblem(value, today()) ? value : calendarDay(isoDay(value));
    if (field === 'sex') return coded('sex', value);
    if (field === 'regionCode') return regionInWords(regions, value);
    if (field === 'educationLevel') return coded('education', value);
    if (field === 'employmentStatus') return coded('employment', value);
    return value === 'yes' ? t('review.yes') : value;
  };
}

function ChangeLink({ step, field, label }: { step: FormStep; field: string; label: string }) {
  const { t } = useWords();
  return (
    <Link to={`${stepPath(step)}#${fieldId(field)}`}>
      {t('review.change')} <span className="unseen">{label}</span>
    </Link>
  );
}

function Answer({
  step,
  field,
  said,
  links,
}: {
  step: FormStep;
  field: string;
  said: string;
  links: boolean;
}) {
  const { t, field: nameOf } = useWords();
  const label = nameOf(field);
  const mayBeEmpty = (OPTIONAL as readonly string[]).includes(field);
  const nothing = t(mayBeEmpty ? 'review.none' : 'review.empty');
  return (
    <div className="answer">
      <dt>{label}</dt>
      <dd className={said === '' && !mayBeEmpty ? 'answer-empty' : ''}>{said || nothing}</dd>
      {links && <dd className="answer-change">{<ChangeLink step={step} field={field} label={label} />}</dd>}
    </div>
  );
}

/** All answers as they stand, step by step. */
export function AnswerList(props: Props) {
  const { t } = useWords();
  const answer = useAnswer(props);
  const { submission, links } = props;
  const photo = submission.documents.some(({ kind }) => kind === 'ktp_photo') ? t('review.yes') : '';
  return FORM_STEPS.filter((step) => step !== 'review').map((step) => (
    <section key={step} className="answers">
      <h2>{t(`step.${step}`)}</h2>
      <dl>
        {step === 'identity' && (
          <Answer step={step} field="fullName" said={submission.form.fullName} links={false} />
        )}
        {STEP_FIELDS[step].map((field) => (
          <Answer key={field} step={step} field={field} said={answer(field)} links={links} />
        ))}
        {step === 'photo' && <Answer step={step} field="ktpPhoto" said={photo} links={links} />}
      </dl>
    </section>
  ));
}

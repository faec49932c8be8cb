import { useState } from 'react';
import type { PortalSubmission } from '@server/portal/portal-schema.ts';
import { AnswerList } from './AnswerList.tsx';
import { useApplicant } from './applicant.tsx';
import { Failure } from './Failure.tsx';
import { useOpenForm } from './form-context.ts';
import { ALL_FIELDS, fieldId, problemsIn, stepOf } from './form-rules.ts';
import { useWords } from './language.tsx';
import { asPortalError, type PortalError } from './portal-api.ts';
import { PAGE_PATHS, stepPath } from './router-rules.ts';
import { Link, useRouter } from './router.tsx';

/** Fields that keep the form from being sent: as the server sees it, and as it stands here. */
function useOpenFields(): string[] {
  const { today } = useWords();
  const { view, values } = useOpenForm();
  const { missing, form } = view.submission;
  const here = Object.keys(problemsIn(ALL_FIELDS, values, form, today()));
  const told = missing.map(({ field }) => field);
  // Said by one word to the server, and by four ticks here.
  const plain = told.filter((field) => field !== 'declarations' && !(field in values));
  return [...here, ...plain];
}

function MissingList({ fields }: { fields: string[] }) {
  const { t, field: nameOf } = useWords();
  return (
    <div className="note note-warn">
      <p>{t('review.missing')}</p>
      <ul>
        {fields.map((field) => (
          <li key={field}>
            <Link to={`${stepPath(stepOf(field))}#${fieldId(field)}`}>{nameOf(field)}</Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function useSending() {
  const { ask, refresh } = useApplicant();
  const { go } = useRouter();
  const { saver } = useOpenForm();
  const [state, setState] = useState<'ready' | 'sending' | 'unsent'>('ready');
  const [failure, setFailure] = useState<PortalError | null>(null);
  const send = async () => {
    setFailure(null);
    setState('sending');
    if (!(await saver.flush())) return setState('unsent');
    try {
      const { version } = saver.snapshot().submission;
      await ask<PortalSubmission>('POST', 'submission/submit', { version });
      await refresh();
      go(PAGE_PATHS.receipt);
    } catch (thrown) {
      const error = asPortalError(thrown);
      setFailure(error);
      setState('ready');
      // What stands in the way may be new: read again, so that the list above says it.
      if (error.status === 409) await saver.reload().catch(asPortalError);
    }
  };
  return { state, failure, send };
}

/** Everything once more, and the one button that sends it in. */
export function ReviewStep() {
  const { t } = useWords();
  const { view, values, regions } = useOpenForm();
  const open = useOpenFields();
  const { state, failure, send } = useSending();
  const words = view.submission.stage === 'mend' ? t('review.sendAgain') : t('review.send');
  return (
    <>
      <p className="lead">{t('review.lead')}</p>
      {open.length > 0 && <MissingList fields={open} />}
      <AnswerList submission={view.submission} values={values} regions={regions.regions} links />
      <Failure failure={failure} />
      {state === 'unsent' && (
        <p className="note note-bad" role="alert">
          {t('review.unsent')}
        </p>
      )}
      <button
        className="button"
        type="button"
        disabled={open.length > 0 || state === 'sending'}
        onClick={() => void send()}
      >
        {state === 'sending' ? t('review.sending') : words}
      </button>
    </>
  );
}

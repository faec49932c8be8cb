import { useCallback, useEffect, useState } from 'react';
import type { PortalSubmission } from '@server/portal/portal-schema.ts';
import { useApplicant } from './applicant.tsx';
import { FormSteps } from './FormSteps.tsx';
import type { FormStep } from './form-rules.ts';
import { Loading, LoadFailed } from './Loading.tsx';
import { useWords } from './language.tsx';
import { Page } from './Page.tsx';
import { asPortalError, type PortalError } from './portal-api.ts';
import { ReadOnlyForm } from './ReadOnlyForm.tsx';
import { PAGE_PATHS } from './router-rules.ts';
import { Link } from './router.tsx';

type Loaded = { submission: PortalSubmission | null } | { failure: PortalError } | null;

function useSubmission() {
  const { ask } = useApplicant();
  const [loaded, setLoaded] = useState<Loaded>(null);
  const load = useCallback(async () => {
    setLoaded(null);
    try {
      setLoaded({ submission: await ask<PortalSubmission | null>('GET', 'submission') });
    } catch (thrown) {
      const failure = asPortalError(thrown);
      setLoaded(failure.status === 404 ? { submission: null } : { failure });
    }
  }, [ask]);
  useEffect(() => {
    void load();
  }, [load]);
  return { loaded, load };
}

/** The form as it is on the server now: in steps while it may be changed, else to read. */
export function FormPage({ step }: { step: FormStep }) {
  const { t } = useWords();
  const { loaded, load } = useSubmission();
  if (!loaded) return <Loading />;
  if ('failure' in loaded) return <LoadFailed failure={loaded.failure} retry={load} />;
  const { submission } = loaded;
  if (!submission)
    return (
      <Page title={t('form.title')} lead={t('form.none')}>
        <Link className="button" to={PAGE_PATHS.home}>
          {t('shell.home')}
        </Link>
      </Page>
    );
  return submission.editable ? (
    <FormSteps step={step} submission={submission} />
  ) : (
    <ReadOnlyForm submission={submission} />
  );
}

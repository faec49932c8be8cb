import type { PortalSubmission } from '@server/portal/portal-schema.ts';
import { AnswerList } from './AnswerList.tsx';
import { valuesOf } from './form-rules.ts';
import { useWords } from './language.tsx';
import { Page } from './Page.tsx';
import { useRegions } from './regions.ts';
import { PAGE_PATHS } from './router-rules.ts';
import { Link } from './router.tsx';

/** The form after it was sent in: to read, not to change. */
export function ReadOnlyForm({ submission }: { submission: PortalSubmission }) {
  const { t } = useWords();
  const { regions } = useRegions();
  return (
    <Page title={t('review.readOnly')} lead={t('form.locked')}>
      <AnswerList
        submission={submission}
        values={valuesOf(submission.form)}
        regions={regions}
        links={false}
      />
      <Link className="button button-plain" to={PAGE_PATHS.home}>
        {t('shell.home')}
      </Link>
    </Page>
  );
}

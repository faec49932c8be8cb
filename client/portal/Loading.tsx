import { Failure } from './Failure.tsx';
import { useWords } from './language.tsx';
import { Page } from './Page.tsx';
import type { PortalError } from './portal-api.ts';

export function Loading() {
  const { t } = useWords();
  return (
    <div className="page loading" role="status">
      {t('shell.loading')}
    </div>
  );
}

/** What a page shows when what it is about could not be loaded. */
export function LoadFailed({ failure, retry }: { failure: PortalError; retry: () => Promise<void> }) {
  const { t } = useWords();
  return (
    <Page title={t('shell.problems')}>
      <Failure failure={failure} />
      <button className="button" type="button" onClick={() => void retry()}>
        {t('shell.retry')}
      </button>
    </Page>
  );
}

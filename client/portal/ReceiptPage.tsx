import { useApplicant } from './applicant.tsx';
import { useWords } from './language.tsx';
import { Page } from './Page.tsx';
import { PAGE_PATHS } from './router-rules.ts';
import { Link } from './router.tsx';

/** The number to keep, to print or to take along as a PDF. */
export function ReceiptPage() {
  const { t, moment } = useWords();
  const { me } = useApplicant();
  const submission = me?.submission;
  if (!submission?.registrationNo)
    return (
      <Page title={t('receipt.none')} lead={t('receipt.noneLead')}>
        <Link className="button" to={PAGE_PATHS.home}>
          {t('shell.home')}
        </Link>
      </Page>
    );
  const receivedAt = submission.timeline.find(({ stage }) => stage === 'received')?.at;
  return (
    <Page title={t('receipt.title')} lead={t('receipt.sent')}>
      <dl className="facts">
        <dt>{t('home.number')}</dt>
        <dd className="number">{submission.registrationNo}</dd>
        <dt>{t('receipt.name')}</dt>
        <dd>{submission.form.fullName}</dd>
        <dt>{t('receipt.wave')}</dt>
        <dd>{submission.waveName}</dd>
        {receivedAt && (
          <>
            <dt>{t('receipt.at')}</dt>
            <dd>{moment(receivedAt)}</dd>
          </>
        )}
      </dl>
      <p className="note">{t('receipt.keep')}</p>
      <div className="buttons no-print">
        <a className="button" href="/api/portal/submission/receipt.pdf" download>
          {t('receipt.pdf')}
        </a>
        <button className="button button-plain" type="button" onClick={() => window.print()}>
          {t('receipt.print')}
        </button>
      </div>
    </Page>
  );
}

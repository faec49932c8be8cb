import { useEffect, type ReactNode } from 'react';
import { AccountPage } from './AccountPage.tsx';
import { useApplicant } from './applicant.tsx';
import { ForgotPage } from './ForgotPage.tsx';
import { FormPage } from './FormPage.tsx';
import { HomePage } from './HomePage.tsx';
import { keep } from './kept.ts';
import { Loading, LoadFailed } from './Loading.tsx';
import { LoginPage } from './LoginPage.tsx';
import { Page } from './Page.tsx';
import { PortalFrame } from './PortalFrame.tsx';
import { ReceiptPage } from './ReceiptPage.tsx';
import { RegisterPage } from './RegisterPage.tsx';
import { ResetPage } from './ResetPage.tsx';
import { PAGE_PATHS, placeOf, PRIVATE_PAGES, type Place } from './router-rules.ts';
import { Link, useRouter } from './router.tsx';
import { StartPage } from './StartPage.tsx';
import { StatusPage } from './StatusPage.tsx';
import { VerifyPage } from './VerifyPage.tsx';
import { useWords } from './language.tsx';
import { WithdrawPage } from './WithdrawPage.tsx';

function NotFoundPage() {
  const { t } = useWords();
  return (
    <Page title={t('shell.notFound')} lead={t('shell.notFoundLead')}>
      <Link className="button" to={PAGE_PATHS.start}>
        {t('shell.toStart')}
      </Link>
    </Page>
  );
}

/** A page of somebody who is logged in; others are led to the login, and back here afterwards. */
function Private({ children }: { children: ReactNode }) {
  const { me, asking, failure, refresh } = useApplicant();
  const { go } = useRouter();
  const turnedAway = !me && !asking && !failure;
  useEffect(() => {
    if (!turnedAway) return;
    keep('returnTo', window.location.pathname + window.location.hash);
    go(PAGE_PATHS.login, { replace: true });
  }, [turnedAway, go]);
  if (me) return children;
  return failure ? <LoadFailed failure={failure} retry={refresh} /> : <Loading />;
}

function contentOf({ page, step }: Place): ReactNode {
  switch (page) {
    case 'start':
      return <StartPage />;
    case 'register':
      return <RegisterPage />;
    case 'verify':
      return <VerifyPage />;
    case 'login':
      return <LoginPage />;
    case 'forgot':
      return <ForgotPage />;
    case 'reset':
      return <ResetPage />;
    case 'home':
      return <HomePage />;
    case 'form':
      return <FormPage step={step} />;
    case 'receipt':
      return <ReceiptPage />;
    case 'withdraw':
      return <WithdrawPage />;
    case 'account':
      return <AccountPage />;
    case 'status':
      return <StatusPage />;
    case 'unknown':
      return <NotFoundPage />;
  }
}

/** Frame and page; nothing else. */
export function PortalApp() {
  const place = placeOf(useRouter().pathname);
  const isPrivate = place.page !== 'unknown' && PRIVATE_PAGES.includes(place.page);
  const content = contentOf(place);
  return <PortalFrame>{isPrivate ? <Private>{content}</Private> : content}</PortalFrame>;
}

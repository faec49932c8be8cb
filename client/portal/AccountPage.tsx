import type { Applicant } from '@server/portal/portal-schema.ts';
import { useApplicant } from './applicant.tsx';
import { DeleteAccount } from './DeleteAccount.tsx';
import { useWords } from './language.tsx';
import { OtherSessions } from './OtherSessions.tsx';
import { Page } from './Page.tsx';
import { PasswordChange } from './PasswordChange.tsx';
import { PhoneCheck } from './PhoneCheck.tsx';

function Facts({ applicant }: { applicant: Applicant }) {
  const { t } = useWords();
  const sure = t(applicant.phoneVerified ? 'account.phoneSure' : 'account.phoneOpen');
  return (
    <dl className="facts">
      <dt>{t('account.name')}</dt>
      <dd>
        {applicant.fullName}
        <p className="small">{t('account.nameLocked')}</p>
      </dd>
      <dt>{t('account.email')}</dt>
      <dd>{applicant.email}</dd>
      <dt>{t('account.phone')}</dt>
      <dd>
        {applicant.phone} ({sure})
      </dd>
    </dl>
  );
}

/** Looking after the account. */
export function AccountPage() {
  const { t } = useWords();
  const { me } = useApplicant();
  if (!me) return null;
  return (
    <Page title={t('account.title')}>
      <Facts applicant={me.applicant} />
      {!me.applicant.phoneVerified && <PhoneCheck phone={me.applicant.phone} />}
      <PasswordChange />
      <OtherSessions />
      {!me.submission?.registrationNo && <DeleteAccount />}
    </Page>
  );
}

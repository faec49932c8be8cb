import { emailProblem } from './account-rules.ts';
import { LineBox } from './boxes.tsx';
import { keep, readKept } from './kept.ts';
import { useWords } from './language.tsx';
import { Page } from './Page.tsx';
import { call } from './portal-api.ts';
import { problemKey } from './problem-key.ts';
import { PAGE_PATHS } from './router-rules.ts';
import { Link, useRouter } from './router.tsx';
import { boxOf, SmallFormFrame } from './SmallFormFrame.tsx';
import { useSmallForm } from './use-small-form.ts';

/** Asks for a mail to set a new password; the answer is the same whether the address is known. */
export function ForgotPage() {
  const { t } = useWords();
  const { go } = useRouter();
  const form = useSmallForm({
    initial: { email: readKept('email') ?? '' },
    check: ({ email }) => ({ email: problemKey(emailProblem(email)) }),
    send: async ({ email }) => {
      await call('POST', 'password-reset', { email: email.trim() });
      keep('email', email.trim());
      go(PAGE_PATHS.reset);
    },
  });
  const labels = { email: t('register.email') };
  return (
    <Page title={t('forgot.title')} lead={t('forgot.lead')}>
      <SmallFormFrame form={form} labels={labels} prefix="lupa" send={t('forgot.send')}>
        <LineBox {...boxOf(form, labels, 'lupa', 'email')} type="email" autoComplete="username" />
      </SmallFormFrame>
      <p>
        <Link to={PAGE_PATHS.login}>{t('shell.back')}</Link>
      </p>
    </Page>
  );
}

import { emailProblem } from './account-rules.ts';
import { useApplicant } from './applicant.tsx';
import { LineBox, PasswordBox } from './boxes.tsx';
import { keep, readKept } from './kept.ts';
import { useWords } from './language.tsx';
import { Page } from './Page.tsx';
import { asPortalError, call, PortalError } from './portal-api.ts';
import { problemKey } from './problem-key.ts';
import { PAGE_PATHS, returnPlace } from './router-rules.ts';
import { Link, useRouter } from './router.tsx';
import { boxOf, SmallFormFrame } from './SmallFormFrame.tsx';
import { useSmallForm } from './use-small-form.ts';

/** Logs in and goes on where somebody was turned away, else home. */
function useLogin() {
  const { go } = useRouter();
  const { refresh, say } = useApplicant();
  return async (email: string, password: string) => {
    keep('email', email);
    try {
      await call('POST', 'login', { email, password });
    } catch (thrown) {
      const error = asPortalError(thrown);
      // Nobody was logged in yet: here it is no ended session.
      if (error.status === 401) throw new PortalError(401, 'BAD_CREDENTIALS');
      if (error.code !== 'EMAIL_NOT_VERIFIED') throw error;
      go(PAGE_PATHS.verify);
      return;
    }
    const next = returnPlace(readKept('returnTo'));
    keep('returnTo', null);
    say(null);
    await refresh();
    go(next, { replace: true });
  };
}

export function LoginPage() {
  const { t } = useWords();
  const { notice } = useApplicant();
  const logIn = useLogin();
  const form = useSmallForm({
    initial: { email: readKept('email') ?? '', password: '' },
    check: ({ email, password }) => ({
      email: problemKey(emailProblem(email)),
      password: password === '' ? 'problem.required' : null,
    }),
    send: ({ email, password }) => logIn(email.trim(), password),
  });
  const labels = { email: t('register.email'), password: t('password.label') };
  return (
    <Page title={t('login.title')}>
      {notice && (
        <p className="note note-good" role="status">
          {t(notice)}
        </p>
      )}
      <SmallFormFrame form={form} labels={labels} prefix="masuk" send={t('login.send')}>
        <LineBox {...boxOf(form, labels, 'masuk', 'email')} type="email" autoComplete="username" />
        <PasswordBox {...boxOf(form, labels, 'masuk', 'password')} />
      </SmallFormFrame>
      <p>
        <Link to={PAGE_PATHS.forgot}>{t('login.forgot')}</Link>
      </p>
      <p>
        <Link to={PAGE_PATHS.register}>{t('login.noAccount')}</Link>
      </p>
    </Page>
  );
}

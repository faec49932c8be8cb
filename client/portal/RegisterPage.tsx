import { emailProblem, nameProblem, passwordProblem, phoneProblem, plainPhone } from './account-rules.ts';
import { LineBox, PasswordBox } from './boxes.tsx';
import { keep } from './kept.ts';
import { useWords } from './language.tsx';
import { Page } from './Page.tsx';
import { call } from './portal-api.ts';
import { problemKey } from './problem-key.ts';
import { PAGE_PATHS } from './router-rules.ts';
import { Link, useRouter } from './router.tsx';
import { boxOf, SmallFormFrame } from './SmallFormFrame.tsx';
import { useSmallForm } from './use-small-form.ts';

function useRegistering() {
  const { go } = useRouter();
  return useSmallForm({
    initial: { fullName: '', email: '', phone: '', password: '' },
    check: ({ fullName, email, phone, password }) => ({
      fullName: problemKey(nameProblem(fullName)),
      email: problemKey(emailProblem(email)),
      phone: problemKey(phoneProblem(phone)),
      password: problemKey(passwordProblem(password)),
    }),
    send: async ({ fullName, email, phone, password }) => {
      const address = email.trim();
      const body = { fullName: fullName.trim(), email: address, phone: plainPhone(phone), password };
      await call('POST', 'register', body);
      keep('email', address);
      keep('codeSentAt', String(Date.now()));
      go(PAGE_PATHS.verify);
    },
    boxOf: ({ code }) => (code === 'WEAK_PASSWORD' ? 'password' : null),
  });
}

/** An account: the name as on the KTP, for good. */
export function RegisterPage() {
  const { t } = useWords();
  const form = useRegistering();
  const labels = {
    fullName: t('register.name'),
    email: t('register.email'),
    phone: t('register.phone'),
    password: t('password.label'),
  };
  const box = (field: keyof typeof labels) => boxOf(form, labels, 'daftar', field);
  return (
    <Page title={t('register.title')}>
      <SmallFormFrame form={form} labels={labels} prefix="daftar" send={t('register.send')}>
        <p className="note note-warn">{t('register.nameWarning')}</p>
        <LineBox {...box('fullName')} hint={t('register.nameHint')} autoComplete="name" maxLength={60} />
        <LineBox
          {...box('email')}
          hint={t('register.emailHint')}
          type="email"
          autoComplete="email"
          maxLength={120}
        />
        <LineBox
          {...box('phone')}
          hint={t('register.phoneHint')}
          type="tel"
          autoComplete="tel"
          maxLength={20}
        />
        <PasswordBox {...box('password')} hint={t('password.hint')} fresh />
      </SmallFormFrame>
      <p>
        <Link to={PAGE_PATHS.login}>{t('register.haveAccount')}</Link>
      </p>
    </Page>
  );
}

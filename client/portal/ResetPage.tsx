import { useState } from 'react';
import { codeProblem, emailProblem, passwordProblem, plainCode } from './account-rules.ts';
import { useApplicant } from './applicant.tsx';
import { LineBox, PasswordBox } from './boxes.tsx';
import { keep, readKept } from './kept.ts';
import { useWords } from './language.tsx';
import { takeToken } from './link-token.ts';
import { Page } from './Page.tsx';
import { call, type PortalError } from './portal-api.ts';
import { problemKey } from './problem-key.ts';
import { PAGE_PATHS } from './router-rules.ts';
import { useRouter } from './router.tsx';
import { boxOf, SmallFormFrame } from './SmallFormFrame.tsx';
import { useSmallForm } from './use-small-form.ts';

const boxOfRefusal = ({ code, status }: PortalError) => {
  if (code === 'WEAK_PASSWORD') return 'password';
  return status === 401 || status === 404 || status === 409 || status === 422 ? 'code' : null;
};

function useResetting(token: string | null) {
  const { say } = useApplicant();
  const { go } = useRouter();
  return useSmallForm({
    initial: { email: readKept('email') ?? '', code: '', password: '' },
    check: ({ email, code, password }) => ({
      email: token ? null : problemKey(emailProblem(email)),
      code: token ? null : problemKey(codeProblem(code)),
      password: problemKey(passwordProblem(password)),
    }),
    send: async ({ email, code, password }) => {
      const proof = token ? { token } : { email: email.trim(), code: plainCode(code) };
      await call('POST', 'password-reset/confirm', { ...proof, password });
      keep('codeSentAt', null);
      say('reset.done');
      go(PAGE_PATHS.login);
    },
    boxOf: (error) => {
      const box = boxOfRefusal(error);
      // By the link there is no code to mark: the sentence above the form says it.
      return box === 'code' && token ? null : box;
    },
  });
}

/** A new password, by the mailed link or by the code. */
export function ResetPage() {
  const { t } = useWords();
  const [token] = useState(takeToken);
  const form = useResetting(token);
  const labels = { email: t('register.email'), code: t('verify.code'), password: t('reset.password') };
  return (
    <Page title={t('reset.title')} lead={t('reset.lead')}>
      {!token && (
        <p className="note note-good" role="status">
          {t('forgot.sent')}
        </p>
      )}
      <SmallFormFrame form={form} labels={labels} prefix="sandi" send={t('reset.send')}>
        {!token && (
          <>
            <LineBox {...boxOf(form, labels, 'sandi', 'email')} type="email" autoComplete="username" />
            <LineBox
              {...boxOf(form, labels, 'sandi', 'code')}
              hint={t('verify.codeHint')}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={11}
            />
          </>
        )}
        <PasswordBox {...boxOf(form, labels, 'sandi', 'password')} hint={t('password.hint')} fresh />
      </SmallFormFrame>
    </Page>
  );
}

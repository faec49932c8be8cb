import { useEffect, useRef, useState } from 'react';
import { codeProblem, emailProblem, plainCode } from './account-rules.ts';
import { useApplicant } from './applicant.tsx';
import { LineBox } from './boxes.tsx';
import { Failure } from './Failure.tsx';
import { keep, readKept } from './kept.ts';
import { useWords } from './language.tsx';
import { takeToken } from './link-token.ts';
import { Page } from './Page.tsx';
import { asPortalError, call, type PortalError } from './portal-api.ts';
import { problemKey } from './problem-key.ts';
import { ResendCode } from './ResendCode.tsx';
import { PAGE_PATHS } from './router-rules.ts';
import { Link, useRouter } from './router.tsx';
import { boxOf, SmallFormFrame } from './SmallFormFrame.tsx';
import { useSmallForm } from './use-small-form.ts';

function useVerified() {
  const { say } = useApplicant();
  const { go } = useRouter();
  return () => {
    keep('codeSentAt', null);
    say('verify.done');
    go(PAGE_PATHS.login);
  };
}

/** The link in the mail: its token is sent once, and taken out of the address at once. */
function useLink() {
  const verified = useVerified();
  const [token] = useState(takeToken);
  const [failure, setFailure] = useState<PortalError | null>(null);
  const [busy, setBusy] = useState(token !== null);
  const sent = useRef(false);
  useEffect(() => {
    if (token === null || sent.current) return;
    sent.current = true;
    const send = async () => {
      try {
        await call('POST', 'verify-email', { token });
        verified();
      } catch (thrown) {
        setFailure(asPortalError(thrown));
        setBusy(false);
      }
    };
    void send();
  }, [token, verified]);
  return { busy, failure };
}

function CodeForm() {
  const { t } = useWords();
  const verified = useVerified();
  const known = readKept('email');
  const form = useSmallForm({
    initial: { email: known ?? '', code: '' },
    check: ({ email, code }) => ({
      email: problemKey(emailProblem(email)),
      code: problemKey(codeProblem(code)),
    }),
    send: async ({ email, code }) => {
      await call('POST', 'verify-email', { email: email.trim(), code: plainCode(code) });
      keep('email', email.trim());
      verified();
    },
    boxOf: ({ status }) =>
      status === 401 || status === 404 || status === 409 || status === 422 ? 'code' : null,
  });
  const labels = { email: t('register.email'), code: t('verify.code') };
  return (
    <>
      <p className="lead">{known ? t('verify.lead', { email: known }) : t('verify.leadUnknown')}</p>
      <SmallFormFrame form={form} labels={labels} prefix="kode" send={t('verify.send')}>
        {!known && <LineBox {...boxOf(form, labels, 'kode', 'email')} type="email" autoComplete="email" />}
        <LineBox
          {...boxOf(form, labels, 'kode', 'code')}
          hint={t('verify.codeHint')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={11}
        />
      </SmallFormFrame>
      <section>
        <h2>{t('verify.notThere')}</h2>
        <ResendCode email={form.values.email} />
        <p>
          <Link to={PAGE_PATHS.register}>{t('verify.wrongEmail')}</Link>
        </p>
      </section>
    </>
  );
}

/** "Check your mail": by the link in it, or by typing the code. */
export function VerifyPage() {
  const { t } = useWords();
  const { busy, failure } = useLink();
  return (
    <Page title={t('verify.title')}>
      {busy ? (
        <p role="status">{t('verify.byLink')}</p>
      ) : (
        <>
          {failure &&
            (failure.status >= 400 && failure.status < 429 ? (
              <p className="note note-bad" role="alert">
                {t('verify.linkFailed')}
              </p>
            ) : (
              <Failure failure={failure} />
            ))}
          <CodeForm />
        </>
      )}
    </Page>
  );
}

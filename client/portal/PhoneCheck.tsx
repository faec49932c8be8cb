import { useState } from 'react';
import { codeProblem, plainCode } from './account-rules.ts';
import { useApplicant } from './applicant.tsx';
import { LineBox } from './boxes.tsx';
import { Failure } from './Failure.tsx';
import { useWords } from './language.tsx';
import { asPortalError, type PortalError } from './portal-api.ts';
import { problemKey } from './problem-key.ts';
import { boxOf, SmallFormFrame } from './SmallFormFrame.tsx';
import { useSmallForm } from './use-small-form.ts';

function CodeOfPhone() {
  const { t } = useWords();
  const { ask, refresh } = useApplicant();
  const form = useSmallForm({
    initial: { code: '' },
    check: ({ code }) => ({ code: problemKey(codeProblem(code)) }),
    send: async ({ code }) => {
      await ask('POST', 'verify-phone', { code: plainCode(code) });
      await refresh();
    },
    boxOf: ({ status }) => (status === 409 || status === 422 ? 'code' : null),
  });
  const labels = { code: t('verify.code') };
  return (
    <SmallFormFrame form={form} labels={labels} prefix="hp" send={t('account.phoneSend')}>
      <LineBox
        {...boxOf(form, labels, 'hp', 'code')}
        hint={t('verify.codeHint')}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={11}
      />
    </SmallFormFrame>
  );
}

/** Proves that the number is in use: a code to the phone, typed back. */
export function PhoneCheck({ phone }: { phone: string }) {
  const { t } = useWords();
  const { ask } = useApplicant();
  const [asked, setAsked] = useState(false);
  const [failure, setFailure] = useState<PortalError | null>(null);
  const askForCode = async () => {
    setFailure(null);
    try {
      await ask('POST', 'phone-code', {});
      setAsked(true);
    } catch (thrown) {
      setFailure(asPortalError(thrown));
    }
  };
  return (
    <section>
      <h2>{t('account.phoneTitle')}</h2>
      <p>{t('account.phoneLead', { phone })}</p>
      <Failure failure={failure} />
      {asked && <CodeOfPhone />}
      {!asked && (
        <button className="button button-plain" type="button" onClick={() => void askForCode()}>
          {t('account.phoneAsk')}
        </button>
      )}
    </section>
  );
}

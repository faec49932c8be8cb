import { useState } from 'react';
import { passwordProblem } from './account-rules.ts';
import { useApplicant } from './applicant.tsx';
import { PasswordBox } from './boxes.tsx';
import { useWords } from './language.tsx';
import { problemKey } from './problem-key.ts';
import { boxOf, SmallFormFrame } from './SmallFormFrame.tsx';
import { useSmallForm } from './use-small-form.ts';

/** Another password for this account, by whoever knows the present one. */
export function PasswordChange() {
  const { t } = useWords();
  const { ask } = useApplicant();
  const [done, setDone] = useState(false);
  const form = useSmallForm({
    initial: { current: '', next: '' },
    check: ({ current, next }) => ({
      current: current === '' ? 'problem.required' : null,
      next: problemKey(passwordProblem(next)),
    }),
    send: async ({ current, next }) => {
      setDone(false);
      await ask('POST', 'password', { current, next });
      form.put('current')('');
      form.put('next')('');
      setDone(true);
    },
    boxOf: ({ code }) => (code === 'WEAK_PASSWORD' ? 'next' : code === 'WRONG_PASSWORD' ? 'current' : null),
  });
  const labels = { current: t('account.current'), next: t('account.next') };
  return (
    <section>
      <h2>{t('account.passwordTitle')}</h2>
      <p role="status">{done && t('account.passwordDone')}</p>
      <SmallFormFrame form={form} labels={labels} prefix="ganti" send={t('account.passwordSend')}>
        <PasswordBox {...boxOf(form, labels, 'ganti', 'current')} />
        <PasswordBox {...boxOf(form, labels, 'ganti', 'next')} hint={t('password.hint')} fresh />
      </SmallFormFrame>
    </section>
  );
}

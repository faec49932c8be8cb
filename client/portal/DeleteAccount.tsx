import { useState } from 'react';
import { useApplicant } from './applicant.tsx';
import { PasswordBox, TickBox } from './boxes.tsx';
import { keep } from './kept.ts';
import { useWords } from './language.tsx';
import { boxOf, SmallFormFrame } from './SmallFormFrame.tsx';
import { useSmallForm } from './use-small-form.ts';

function DeleteForm() {
  const { t } = useWords();
  const { ask, leave } = useApplicant();
  const form = useSmallForm({
    initial: { password: '' },
    check: ({ password }) => ({ password: password === '' ? 'problem.required' : null }),
    send: async ({ password }) => {
      await ask('POST', 'account/delete', { password });
      keep('email', null);
      leave('account.deleted');
    },
    boxOf: ({ code }) => (code === 'WRONG_PASSWORD' ? 'password' : null),
  });
  const labels = { password: t('password.label') };
  return (
    <SmallFormFrame form={form} labels={labels} prefix="hapus" send={t('account.deleteSend')} tone="bad">
      <PasswordBox {...boxOf(form, labels, 'hapus', 'password')} />
    </SmallFormFrame>
  );
}

/** Ends the account, as long as nothing was sent in. */
export function DeleteAccount() {
  const { t } = useWords();
  const [wanted, setWanted] = useState(false);
  return (
    <section>
      <h2>{t('account.deleteTitle')}</h2>
      <p>{t('account.deleteLead')}</p>
      <TickBox id="hapus-akun" label={t('account.deleteAsk')} ticked={wanted} onChange={setWanted} />
      {wanted && <DeleteForm />}
    </section>
  );
}

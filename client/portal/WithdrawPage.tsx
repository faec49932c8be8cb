import { useState } from 'react';
import type { PortalSubmission } from '@server/portal/portal-schema.ts';
import { useApplicant } from './applicant.tsx';
import { LineBox, TickBox } from './boxes.tsx';
import { useWords } from './language.tsx';
import { Page } from './Page.tsx';
import { asPortalError } from './portal-api.ts';
import { PAGE_PATHS } from './router-rules.ts';
import { Link, useRouter } from './router.tsx';
import { boxOf, SmallFormFrame } from './SmallFormFrame.tsx';
import { useSmallForm } from './use-small-form.ts';

function WithdrawForm({ submission }: { submission: PortalSubmission }) {
  const { t } = useWords();
  const { go } = useRouter();
  const { ask, refresh } = useApplicant();
  const [sure, setSure] = useState(false);
  const form = useSmallForm({
    initial: { sure: '', note: '' },
    check: () => ({ sure: sure ? null : 'problem.mustConfirm', note: null }),
    send: async ({ note }) => {
      const body = { version: submission.version, note: note.trim() || null };
      try {
        await ask('POST', 'submission/withdraw', body);
      } catch (thrown) {
        // It has moved on meanwhile: the next try is about what it is now.
        if (asPortalError(thrown).status === 409) await refresh();
        throw thrown;
      }
      await refresh();
      go(PAGE_PATHS.home);
    },
  });
  const labels = { sure: t('withdraw.sure'), note: t('withdraw.note') };
  return (
    <SmallFormFrame form={form} labels={labels} prefix="mundur" send={t('withdraw.send')} tone="bad">
      <LineBox {...boxOf(form, labels, 'mundur', 'note')} lines={3} maxLength={300} optional />
      <TickBox
        id="mundur-sure"
        label={t('withdraw.sure')}
        problem={form.problems.sure}
        ticked={sure}
        onChange={setSure}
      />
    </SmallFormFrame>
  );
}

/** Ends a registration; asks once more, because nothing brings it back. */
export function WithdrawPage() {
  const { t } = useWords();
  const submission = useApplicant().me?.submission;
  const may = submission?.withdrawable === true;
  return (
    <Page
      title={t('withdraw.title')}
      lead={may ? t('withdraw.lead', { wave: submission.waveName }) : t('withdraw.cannot')}
    >
      {may && <WithdrawForm submission={submission} />}
      <Link className="button button-plain" to={PAGE_PATHS.home}>
        {t(may ? 'withdraw.no' : 'shell.home')}
      </Link>
    </Page>
  );
}

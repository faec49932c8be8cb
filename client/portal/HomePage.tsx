import { useEffect } from 'react';
import type { PortalMe, PortalSubmission } from '@server/portal/portal-schema.ts';
import { useApplicant } from './applicant.tsx';
import { stepToTakeUp } from './form-rules.ts';
import { useWords } from './language.tsx';
import { Page } from './Page.tsx';
import { ReasonList } from './ReasonList.tsx';
import { PAGE_PATHS, stepPath } from './router-rules.ts';
import { Link } from './router.tsx';
import { nextAct, type NextAct } from './stage-rules.ts';
import { StageRoad } from './StageRoad.tsx';

function pathOf(act: NextAct, submission: PortalSubmission | null): string | null {
  const missing = submission?.missing.map(({ field }) => field) ?? [];
  switch (act) {
    case 'begin':
      return stepPath('identity');
    case 'continue':
    case 'mend':
      return stepPath(stepToTakeUp(missing, submission?.reasons ?? []));
    case 'send':
      return stepPath('review');
    default:
      return null;
  }
}

/** What next: one big thing to do, or that there is nothing to do. */
function NextStep({ me }: { me: PortalMe }) {
  const { t, moment } = useWords();
  const { submission } = me;
  const act = nextAct(me, new Date().toISOString());
  if (act === 'finished') return null;
  const path = pathOf(act, submission);
  const closesAt = act === 'begin' ? me.wave?.closesAt : submission?.closesAt;
  return (
    <section className={`next next-${path ? 'act' : 'wait'}`} aria-labelledby="berikutnya">
      <h2 id="berikutnya">{path ? t('home.next') : t(`home.${act}`)}</h2>
      <p>{t(`home.${act}Lead`, { count: submission?.missing.length ?? 0 })}</p>
      {path && (
        <Link className="button" to={path}>
          {t(`home.${act}`)}
        </Link>
      )}
      {path && act !== 'mend' && closesAt && (
        <p className="small">{t('home.closes', { date: moment(closesAt) })}</p>
      )}
    </section>
  );
}

function Reasons({ submission }: { submission: PortalSubmission }) {
  const { t } = useWords();
  const { reasons, note, editable, stage } = submission;
  return (
    <>
      {reasons.length > 0 && (
        <section>
          <h2>{t(stage === 'mend' ? 'home.reasons' : 'home.refusedReasons')}</h2>
          <ReasonList reasons={reasons} links={editable} />
        </section>
      )}
      {note && (
        <section>
          <h2>{t('home.note')}</h2>
          <blockquote>{note}</blockquote>
        </section>
      )}
    </>
  );
}

function OtherWays({ submission }: { submission: PortalSubmission }) {
  const { t } = useWords();
  const sent = submission.registrationNo !== null;
  return (
    <nav className="others" aria-labelledby="sampai-mana">
      {sent && <Link to={PAGE_PATHS.receipt}>{t('home.receipt')}</Link>}
      {sent && <Link to={stepPath('review')}>{t('home.answers')}</Link>}
      {submission.withdrawable && <Link to={PAGE_PATHS.withdraw}>{t('home.withdraw')}</Link>}
    </nav>
  );
}

function Where({ submission }: { submission: PortalSubmission }) {
  const { t } = useWords();
  return (
    <section className="column-where" aria-labelledby="sampai-mana">
      <h2 id="sampai-mana">{t('home.where')}</h2>
      <p className="small">{submission.waveName}</p>
      {submission.registrationNo && (
        <p>
          {t('home.number')}: <strong className="number">{submission.registrationNo}</strong>
        </p>
      )}
      <StageRoad stage={submission.stage} timeline={submission.timeline} />
    </section>
  );
}

/** Where am I, and what next. */
export function HomePage() {
  const { t } = useWords();
  const { me, refresh } = useApplicant();
  useEffect(() => {
    void refresh();
  }, [refresh]);
  if (!me) return null;
  const { applicant, submission } = me;
  return (
    <Page title={t('home.title')} lead={t('home.hello', { name: applicant.fullName })}>
      <div className="columns">
        <div className="column-next">
          <NextStep me={me} />
          {submission && <Reasons submission={submission} />}
        </div>
        {submission && <Where submission={submission} />}
        <div className="column-others">
          {!applicant.phoneVerified && (
            <div className="note">
              <p>{t('home.phoneOpen')}</p>
              <Link className="line-link" to={PAGE_PATHS.account}>
                {t('home.phoneAct')}
              </Link>
            </div>
          )}
          {submission && <OtherWays submission={submission} />}
        </div>
      </div>
    </Page>
  );
}

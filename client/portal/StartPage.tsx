import { useEffect, useState } from 'react';
import type { OpenWave } from '@server/portal/portal-schema.ts';
import { useApplicant } from './applicant.tsx';
import { useWords } from './language.tsx';
import { Page } from './Page.tsx';
import { asPortalError, call } from './portal-api.ts';
import { PAGE_PATHS } from './router-rules.ts';
import { Link } from './router.tsx';

type WaveState = { known: 'asking' } | { known: 'failed' } | { known: 'yes'; wave: OpenWave | null };

function useWave(): WaveState {
  const [state, setState] = useState<WaveState>({ known: 'asking' });
  useEffect(() => {
    let gone = false;
    const ask = async () => {
      try {
        const wave = await call<OpenWave | null>('GET', 'wave');
        if (!gone) setState({ known: 'yes', wave });
      } catch (thrown) {
        asPortalError(thrown);
        if (!gone) setState({ known: 'failed' });
      }
    };
    void ask();
    return () => {
      gone = true;
    };
  }, []);
  return state;
}

/** The open wave and its dates, or that there is none. */
function WaveCard() {
  const { t, moment } = useWords();
  const state = useWave();
  if (state.known === 'failed') return <p className="wave wave-none">{t('start.waveUnknown')}</p>;
  if (state.known === 'asking') return <p className="wave wave-none">{t('shell.loading')}</p>;
  const { wave } = state;
  if (!wave)
    return (
      <div className="wave wave-none">
        <strong>{t('start.closed')}</strong>
        <span>{t('start.closedLead')}</span>
      </div>
    );
  return (
    <div className="wave">
      <strong>{t('start.open', { wave: wave.name })}</strong>
      <span>{t('start.until', { date: moment(wave.closesAt) })}</span>
    </div>
  );
}

/** What it is, what is open, and the three ways on. */
export function StartPage() {
  const { t } = useWords();
  const { me } = useApplicant();
  return (
    <Page title={t('start.title')} lead={t('start.lead')}>
      <WaveCard />
      <div className="ways">
        {me ? (
          <Link className="button" to={PAGE_PATHS.home}>
            {t('start.continue')}
          </Link>
        ) : (
          <>
            <Link className="button" to={PAGE_PATHS.register}>
              {t('start.register')}
            </Link>
            <Link className="way" to={PAGE_PATHS.login}>
              <strong>{t('start.login')}</strong> <span>{t('start.loginLead')}</span>
            </Link>
          </>
        )}
        <Link className="way" to={PAGE_PATHS.status}>
          <strong>{t('start.status')}</strong> <span>{t('start.statusLead')}</span>
        </Link>
      </div>
      <section>
        <h2>{t('start.howTitle')}</h2>
        <ol className="how">
          <li>{t('start.how1')}</li>
          <li>{t('start.how2')}</li>
          <li>{t('start.how3')}</li>
          <li>{t('start.how4')}</li>
        </ol>
        <p>{t('start.office')}</p>
      </section>
    </Page>
  );
}

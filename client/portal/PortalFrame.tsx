import { useEffect, useState, type ReactNode } from 'react';
import { useApplicant } from './applicant.tsx';
import { useWords } from './language.tsx';
import { asPortalError } from './portal-api.ts';
import { PAGE_PATHS } from './router-rules.ts';
import { Link, useRouter } from './router.tsx';
import { LANGUAGES } from './word-pair.ts';

const LANGUAGE_NAMES = { id: 'Bahasa Indonesia', en: 'English' } as const;

function LanguageSwitch() {
  const { language, speak, t } = useWords();
  return (
    <div className="languages" role="group" aria-label={t('shell.language')}>
      {LANGUAGES.map((name) => (
        <button
          key={name}
          type="button"
          lang={name}
          aria-label={LANGUAGE_NAMES[name]}
          aria-pressed={language === name}
          onClick={() => speak(name)}
        >
          {name.toUpperCase()}
        </button>
      ))}
    </div>
  );
}

/** Whether the device says that it has a network; it may be wrong, requests find out. */
export function useOnline(): boolean {
  const [online, setOnline] = useState(() => navigator.onLine);
  useEffect(() => {
    const follow = () => setOnline(navigator.onLine);
    window.addEventListener('online', follow);
    window.addEventListener('offline', follow);
    return () => {
      window.removeEventListener('online', follow);
      window.removeEventListener('offline', follow);
    };
  }, []);
  return online;
}

function OwnMenu() {
  const { t } = useWords();
  const { me, ask, leave } = useApplicant();
  const { pathname } = useRouter();
  if (!me) return null;
  const logOut = async () => {
    try {
      await ask('POST', 'logout', {});
    } catch (thrown) {
      // Without a network the cookie stays; a session that had ended already is what was wanted.
      if (asPortalError(thrown).status !== 401) return;
    }
    leave('login.loggedOut');
  };
  const current = (path: string) => (pathname === path ? ({ 'aria-current': 'page' } as const) : {});
  return (
    <nav className="menu" aria-label={t('shell.menu')}>
      <Link to={PAGE_PATHS.home} {...current(PAGE_PATHS.home)}>
        {t('shell.home')}
      </Link>
      <Link to={PAGE_PATHS.account} {...current(PAGE_PATHS.account)}>
        {t('shell.account')}
      </Link>
      <button type="button" onClick={() => void logOut()}>
        {t('shell.logout')}
      </button>
    </nav>
  );
}

/** What stands around every page. */
export function PortalFrame({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const online = useOnline();
  return (
    <>
      <a className="skip" href="#isi">
        {t('shell.skip')}
      </a>
      <header className="head">
        <Link className="brand" to={PAGE_PATHS.start}>
          <img src="/favicon.svg" alt="" width="32" height="32" />
          <span>
            {t('shell.name')} <small>{t('shell.part')}</small>
          </span>
        </Link>
        <LanguageSwitch />
        <OwnMenu />
      </header>
      <div role="status">{!online && <p className="note note-warn offline">{t('shell.offline')}</p>}</div>
      <main id="isi" tabIndex={-1}>
        {children}
      </main>
      <footer className="foot">
        <p>
          {t('shell.free')} {t('shell.secret')}
        </p>
      </footer>
    </>
  );
}

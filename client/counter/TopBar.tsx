import { useCounter, useCounterState } from './counter-context.ts';

function Status() {
  const { say } = useCounter();
  const { online, session, phase } = useCounterState();
  const isOut = phase === 'open' && session !== 'on';
  const state = !online ? 'offline' : isOut ? 'over' : 'online';
  return (
    <span className={`status ${state}`} role="status">
      {say(`counter.status.${state}`)}
    </span>
  );
}

/** Who is at the counter, and whether it is connected. */
export function TopBar() {
  const { controller, say, locale, setLocale } = useCounter();
  const { phase, fullName, officeName } = useCounterState();
  return (
    <header className="bar">
      <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width="28" height="28" />
      <h1>{say('counter.title')}</h1>
      <Status />
      <span className="who">
        {fullName && (
          <>
            <strong>{fullName}</strong>
            <small>{officeName}</small>
          </>
        )}
      </span>
      <button type="button" className="plain" onClick={() => setLocale(locale === 'id' ? 'en' : 'id')}>
        {say('counter.language')}
      </button>
      <a href="/">{say('counter.toConsole')}</a>
      {phase === 'open' && (
        <button type="button" className="plain" onClick={controller.lock}>
          {say('counter.lock')}
        </button>
      )}
    </header>
  );
}

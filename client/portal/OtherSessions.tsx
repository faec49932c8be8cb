import { useCallback, useEffect, useState } from 'react';
import type { PortalSession } from '@server/portal/portal-schema.ts';
import { useApplicant } from './applicant.tsx';
import { Failure } from './Failure.tsx';
import { useWords } from './language.tsx';
import { asPortalError, type PortalError } from './portal-api.ts';

function useSessions() {
  const { ask } = useApplicant();
  const [sessions, setSessions] = useState<PortalSession[] | null>(null);
  const [failure, setFailure] = useState<PortalError | null>(null);
  const load = useCallback(async () => {
    try {
      setSessions(await ask<PortalSession[]>('GET', 'sessions'));
      setFailure(null);
    } catch (thrown) {
      setFailure(asPortalError(thrown));
    }
  }, [ask]);
  useEffect(() => {
    void load();
  }, [load]);
  return { sessions, failure, setFailure, load };
}

/** Where this account is logged in, and how to end that elsewhere. */
export function OtherSessions() {
  const { t, moment } = useWords();
  const { ask } = useApplicant();
  const { sessions, failure, setFailure, load } = useSessions();
  const [ended, setEnded] = useState(false);
  const endOthers = async () => {
    try {
      await ask('POST', 'sessions/end-others', {});
      setEnded(true);
      await load();
    } catch (thrown) {
      setFailure(asPortalError(thrown));
    }
  };
  const others = (sessions ?? []).filter(({ current }) => !current);
  return (
    <section>
      <h2>{t('account.sessionsTitle')}</h2>
      <Failure failure={failure} />
      <p role="status">{ended && t('account.othersEnded')}</p>
      {sessions === null && !failure && <p>{t('shell.loading')}</p>}
      <ul className="sessions">
        {sessions?.map(({ id, current, startedAt, lastSeenAt }) => (
          <li key={id}>
            <strong>{t(current ? 'account.here' : 'account.other')}</strong>
            <span className="small">
              {t('account.session', { start: moment(startedAt), seen: moment(lastSeenAt) })}
            </span>
          </li>
        ))}
      </ul>
      {others.length > 0 ? (
        <button className="button button-plain" type="button" onClick={() => void endOthers()}>
          {t('account.endOthers')}
        </button>
      ) : (
        sessions && <p className="small">{t('account.onlyHere')}</p>
      )}
    </section>
  );
}

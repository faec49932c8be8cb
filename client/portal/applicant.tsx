import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { PortalMe } from '@server/portal/portal-schema.ts';
import { keep } from './kept.ts';
import { asPortalError, call, type Method, type PortalError } from './portal-api.ts';
import { PAGE_PATHS } from './router-rules.ts';
import { useRouter } from './router.tsx';
import type { WordKey } from './words.ts';

export interface ApplicantState {
  /** Null: nobody is logged in, or it is not known yet (`asking`). */
  me: PortalMe | null;
  asking: boolean;
  failure: PortalError | null;
  /** A sentence for the next page: "confirmed, please log in". */
  notice: WordKey | null;
  say: (notice: WordKey | null) => void;
  /** Asks again who is logged in and how the registration stands. */
  refresh: () => Promise<void>;
  /** As `call`; when the session has ended nobody is logged in any more, and private pages lead to the login. */
  ask: <T>(method: Method, path: string, body?: unknown) => Promise<T>;
  /** Forgets this person in this tab and shows the login. */
  leave: (notice: WordKey) => void;
}

const ApplicantContext = createContext<ApplicantState | null>(null);

/** The server says with the page whether a session came with it, so that nobody asks just to be refused. */
const pageSaysNoSession = () =>
  document.querySelector<HTMLMetaElement>('meta[name="loket-session"]')?.content === 'no';

function useMe() {
  const [me, setMe] = useState<PortalMe | null>(null);
  const [asking, setAsking] = useState(() => !pageSaysNoSession());
  const [failure, setFailure] = useState<PortalError | null>(null);
  const refresh = useCallback(async () => {
    try {
      setMe(await call<PortalMe>('GET', 'me'));
      setFailure(null);
    } catch (thrown) {
      const error = asPortalError(thrown);
      if (error.status === 401) setMe(null);
      setFailure(error.status === 401 ? null : error);
    } finally {
      setAsking(false);
    }
  }, []);
  useEffect(() => {
    if (!pageSaysNoSession()) void refresh();
  }, [refresh]);
  return { me, setMe, asking, failure, refresh };
}

export function ApplicantProvider({ children }: { children: ReactNode }) {
  const { go } = useRouter();
  const [notice, say] = useState<WordKey | null>(null);
  const { me, setMe, asking, failure, refresh } = useMe();
  const ask = useCallback(
    async <T,>(method: Method, path: string, body?: unknown): Promise<T> => {
      try {
        return await call<T>(method, path, body);
      } catch (thrown) {
        if (asPortalError(thrown).status === 401) {
          say('login.expired');
          setMe(null);
        }
        throw thrown;
      }
    },
    [setMe],
  );
  const leave = useCallback(
    (words: WordKey) => {
      keep('unsent', null);
      keep('returnTo', null);
      setMe(null);
      say(words);
      go(PAGE_PATHS.login);
    },
    [go, setMe],
  );
  const state = useMemo<ApplicantState>(
    () => ({ me, asking, failure, notice, say, refresh, ask, leave }),
    [me, asking, failure, notice, refresh, ask, leave],
  );
  return <ApplicantContext value={state}>{children}</ApplicantContext>;
}

export function useApplicant(): ApplicantState {
  const state = useContext(ApplicantContext);
  if (!state) throw new Error('useApplicant outside of ApplicantProvider');
  return state;
}

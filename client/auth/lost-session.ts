import { useEffect } from 'react';
import { HttpError, useCheckAuth } from 'react-admin';

const EVENT = 'loket:session-lost';

// Marked, not subclassed: react-admin's HttpError resets its own prototype.
const unsentActs = new WeakSet<HttpError>();

/** True for the failure of an act that was not done because the session is over. */
export const isUnsentAct = (error: HttpError): boolean => unsentActs.has(error);

/**
 * Runs a write. React-admin answers a plain 401 with an empty success, so that the page would say "done" and forget
 * what was typed; a marked one stays a failure for whoever sent the act. @throws HttpError as the write does.
 */
export async function actOrLost<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof HttpError && error.status === 401) unsentActs.add(error);
    throw error;
  }
}

/** Tells the frame of the console that the session is over. */
export function announceLostSession(): void {
  window.dispatchEvent(new Event(EVENT));
}

/** Leads to the login page, and back to this one afterwards, as soon as an act learns that the session is over. */
export function useSessionWatch(): void {
  const checkAuth = useCheckAuth();
  useEffect(() => {
    // The check itself logs out and says why; its rejection tells this listener nothing more.
    const onLost = () => void checkAuth().catch(() => undefined);
    window.addEventListener(EVENT, onLost);
    return () => window.removeEventListener(EVENT, onLost);
  }, [checkAuth]);
}

const TAG = 'outbox';
const EVERY_MS = 60_000;

interface SyncRegistration {
  sync?: { register(tag: string): Promise<void> };
}

/** Installs the worker that keeps the page's files, and asks the browser not to clear what is kept here. */
export async function install(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register(`${import.meta.env.BASE_URL}counter-worker.js`, {
    scope: import.meta.env.BASE_URL,
  });
  await navigator.storage.persist();
}

/** Asks the browser to wake the page when the network is back, where it can; the timer and `online` serve the others. */
export async function askForSync(): Promise<void> {
  const registration = (await navigator.serviceWorker?.getRegistration()) as SyncRegistration | undefined;
  try {
    await registration?.sync?.register(TAG);
  } catch {
    // Refused by a setting of the browser: the page sends by itself as long as it is open.
  }
}

/** Calls `send` whenever it may be time: the network is back, the page is looked at again, a minute has passed. */
export function onTimeToSend(send: () => void): () => void {
  const onMessage = (event: MessageEvent) => {
    if (event.data === TAG) send();
  };
  const onVisible = () => {
    if (document.visibilityState === 'visible') send();
  };
  const timer = setInterval(send, EVERY_MS);
  navigator.serviceWorker?.addEventListener('message', onMessage);
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    clearInterval(timer);
    navigator.serviceWorker?.removeEventListener('message', onMessage);
    document.removeEventListener('visibilitychange', onVisible);
  };
}

const IDLE_MS = 15 * 60_000;
const CHECK_MS = 15_000;
const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/** Locks after a quarter of an hour without a hand on the device, as a session ends (security.md section 2). */
export function onIdle(lock: () => void): () => void {
  let last = Date.now();
  const touch = () => {
    last = Date.now();
  };
  for (const sign of SIGNS) window.addEventListener(sign, touch, { passive: true });
  // Not one long timer: it stands still while the device sleeps.
  const timer = setInterval(() => {
    if (Date.now() - last >= IDLE_MS) lock();
  }, CHECK_MS);
  return () => {
    clearInterval(timer);
    for (const sign of SIGNS) window.removeEventListener(sign, touch);
  };
}

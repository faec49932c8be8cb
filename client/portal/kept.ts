/**
 * What this tab keeps in the browser. Numbers of people live in the tab's own storage only, which dies with it, and never in
 * the one that outlives it. Browsers forbid storage in some modes: then nothing is kept, and the page works on.
 */
function storage(kind: 'tab' | 'browser'): Storage | null {
  try {
    return kind === 'tab' ? window.sessionStorage : window.localStorage;
  } catch {
    return null;
  }
}

const NAMES = {
  language: ['browser', 'loket.portal.language'],
  email: ['tab', 'loket.portal.email'],
  returnTo: ['tab', 'loket.portal.returnTo'],
  unsent: ['tab', 'loket.portal.unsent'],
  codeSentAt: ['tab', 'loket.portal.codeSentAt'],
} as const;
export type KeptName = keyof typeof NAMES;

export function readKept(name: KeptName): string | null {
  const [kind, key] = NAMES[name];
  return storage(kind)?.getItem(key) ?? null;
}

/** Keeps a text, or forgets it (null). A full storage loses nothing but this copy. */
export function keep(name: KeptName, text: string | null): void {
  const [kind, key] = NAMES[name];
  const place = storage(kind);
  if (text === null) return place?.removeItem(key);
  try {
    place?.setItem(key, text);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/**
 * The token of a mailed link stands behind the `#`, so no server log holds it. It is taken out of the address at once: an
 * address stays in the history, and over somebody's shoulder.
 */
export function takeToken(): string | null {
  const token = window.location.hash.slice(1);
  if (token.length < 20) return null;
  window.history.replaceState(null, '', window.location.pathname);
  return token;
}

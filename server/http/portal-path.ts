/** Addresses of the applicants' portal: `/daftar`, all below it, and `/status`, which stands on every receipt. */
export const isPortalPath = (path: string): boolean => /^\/(daftar(\/.*)?|status\/?)$/.test(path);

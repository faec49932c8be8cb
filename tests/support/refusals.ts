/** The codes of what stands in the way, from the body of a 409. */
export const blockerCodes = (body: unknown): string[] =>
  ((body as { details?: { blockers?: { code: string }[] } }).details?.blockers ?? []).map(({ code }) => code);

/** The id of an address; 0, which nothing has, where it is none. */
export function idOf(params: Record<string, string>): number {
  const id = Number(params['id']);
  return Number.isSafeInteger(id) && id > 0 ? id : 0;
}

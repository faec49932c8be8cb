/** The address of a list with a filter set. Only codes and ids belong here, never a person's data. */
export function listPath(
  resource: string,
  filter: Record<string, string | number | readonly string[]>,
): string {
  return `/${resource}?filter=${encodeURIComponent(JSON.stringify(filter))}`;
}

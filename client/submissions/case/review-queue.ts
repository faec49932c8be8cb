// The rows last seen in a list, in their order: what J and K walk through outside the flow. Memory only.
let listed: readonly number[] = [];

export function rememberListed(ids: readonly number[]): void {
  listed = ids;
}

export function listedIds(): readonly number[] {
  return listed;
}

/** The neighbour of a case in a queue; undefined at its ends. A case that left the queue has the first as its next. */
export function neighbour(queue: readonly number[], id: number, step: 1 | -1): number | undefined {
  const at = queue.indexOf(id);
  if (at === -1) return step === 1 ? queue[0] : undefined;
  return queue[at + step];
}

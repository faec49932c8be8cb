import type { Balance } from './forwarding-schema.ts';

/** Facts of one slice of deliveries: what was sealed and sent, and what was answered of it. */
export interface BalanceFacts {
  sent: number;
  confirmed: number;
  returned: number;
  refused: number;
  pending: number;
}

/** One slice of the sheet; it balances when every row sent is in exactly one of the others (domain.md section 6). */
export function balance(facts: BalanceFacts): Balance {
  const { sent, confirmed, returned, refused, pending } = facts;
  return { ...facts, balanced: sent === confirmed + returned + refused + pending };
}

const NOTHING: BalanceFacts = { sent: 0, confirmed: 0, returned: 0, refused: 0, pending: 0 };

/** Slices added up by a key, in the order of the keys. */
export function balancesBy<F extends BalanceFacts, K extends string | number>(
  facts: readonly F[],
  key: (fact: F) => K,
): [K, Balance][] {
  const sums = new Map<K, BalanceFacts>();
  for (const fact of facts) {
    const sum = sums.get(key(fact)) ?? NOTHING;
    sums.set(key(fact), {
      sent: sum.sent + fact.sent,
      confirmed: sum.confirmed + fact.confirmed,
      returned: sum.returned + fact.returned,
      refused: sum.refused + fact.refused,
      pending: sum.pending + fact.pending,
    });
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => [name, balance(sum)]);
}

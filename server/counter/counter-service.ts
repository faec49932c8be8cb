import { createPackageKeys } from '../privacy/package-keys.ts';
import type { Keyring } from '../privacy/keyring.ts';
import { createCounterDesk } from './counter-desk.ts';
import { createCounterItems, type CounterItemDependencies } from './counter-items.ts';
import { createPackageImport } from './package-import.ts';

/** The counter, part by part: what a desk is given, forms one by one, and packages of them. */
export function createCounterService({
  keyring,
  keepDays,
  ...below
}: CounterItemDependencies & { keyring: Keyring; keepDays: number }) {
  const { database } = below;
  const keys = createPackageKeys(keyring);
  const items = createCounterItems(below);
  return {
    desk: createCounterDesk({ database, keys, keepDays }),
    items,
    packages: createPackageImport({ database, keys, items }),
  };
}
export type CounterService = ReturnType<typeof createCounterService>;

import type { Age } from '@server/counter/counter-rules.ts';
import type { Receipt, StoredDesk } from './counter-db.ts';
import type { SessionState } from './counter-login.ts';
import type { OpenItem } from './item-store.ts';

/** A form in the list, with how long it has lain here. */
export type ViewItem = OpenItem & { age: Age };

/** What the page shows. Forms are there in clear only while it is unlocked. */
export interface CounterState {
  phase: 'starting' | 'locked' | 'open';
  /** Clerks who have used this device, the last one first. */
  people: string[];
  fullName: string;
  officeName: string;
  online: boolean;
  session: SessionState;
  sending: boolean;
  items: ViewItem[];
  receipts: Receipt[];
  desk: StoredDesk | null;
}

export const FIRST_STATE: CounterState = {
  ...{ phase: 'starting', people: [], fullName: '', officeName: '', online: true, session: 'none' },
  ...{ sending: false, items: [], receipts: [], desk: null },
};

/** A value that tells whoever listens when it changes. */
export function createObservable<T>(first: T) {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(change: Partial<T>): void {
      value = { ...value, ...change };
      for (const listener of listeners) listener();
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

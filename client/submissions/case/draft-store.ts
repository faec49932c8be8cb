export interface DraftStore<T> {
  get: (key: string) => T;
  set: (key: string, value: T) => void;
  delete: (key: string) => void;
  subscribe: (listener: () => void) => () => void;
}

/** A small store by key that tells React when it changes. */
export function create<T>(empty: T): DraftStore<T> {
  const values = new Map<string, T>();
  const listeners = new Set<() => void>();
  const tell = () => listeners.forEach((listener) => listener());
  return {
    get: (key) => values.get(key) ?? empty,
    set: (key, value) => {
      values.set(key, value);
      tell();
    },
    delete: (key) => {
      values.delete(key);
      tell();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

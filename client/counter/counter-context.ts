import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Locale } from '../i18n/bilingual.ts';
import type { Controller } from './counter-controller.ts';
import type { CounterState } from './counter-state.ts';
import type { Say } from './counter-words.ts';

interface CounterTools {
  controller: Controller;
  say: Say;
  locale: Locale;
  setLocale: (locale: Locale) => void;
}

export const CounterContext = createContext<CounterTools | null>(null);

/** The page's acts and words. */
export function useCounter(): CounterTools {
  const tools = useContext(CounterContext);
  if (!tools) throw new Error('outside of the counter');
  return tools;
}

export function useCounterState(): CounterState {
  const { controller } = useCounter();
  return useSyncExternalStore(controller.subscribe, controller.get);
}

/** A moment as people here write it, by this device's clock. */
export function useMoment(): (iso: string) => string {
  const { locale } = useCounter();
  const format = new Intl.DateTimeFormat(locale === 'id' ? 'id-ID' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return (iso) => format.format(new Date(iso));
}

import { useEffect, useMemo, useState } from 'react';
import type { Locale } from '../i18n/bilingual.ts';
import { onIdle, onTimeToSend } from './background-sync.ts';
import { Banners } from './Banners.tsx';
import { CounterContext, useCounter, useCounterState } from './counter-context.ts';
import type { Controller } from './counter-controller.ts';
import { rememberedLocale, rememberLocale, wordsIn } from './counter-words.ts';
import { FormPanel } from './FormPanel.tsx';
import { LoginPanel } from './LoginPanel.tsx';
import { QueuePanel } from './QueuePanel.tsx';
import { TopBar } from './TopBar.tsx';

const DESK_MS = 10 * 60_000;

/** Sends when it is time, locks when nobody is there. */
function useHousekeeping(controller: Controller): void {
  useEffect(() => {
    const on = () => controller.setOnline(true);
    const off = () => controller.setOnline(false);
    window.addEventListener('online', on);
    window.addEventListener('offline', off);
    const stop = [onTimeToSend(() => void controller.send()), onIdle(controller.lock)];
    const desk = setInterval(() => void controller.refreshDesk(), DESK_MS);
    return () => {
      window.removeEventListener('online', on);
      window.removeEventListener('offline', off);
      clearInterval(desk);
      for (const one of stop) one();
    };
  }, [controller]);
}

function Desk() {
  const [editing, setEditing] = useState<string | null>(null);
  const { items } = useCounterState();
  const edited = items.find(({ clientId }) => clientId === editing);
  const draft = items.find(({ seq }) => seq === 0);
  const shown = edited ?? draft;
  return (
    <main className="desk">
      <Banners />
      <FormPanel
        key={edited?.clientId ?? 'new'}
        item={shown}
        isEdit={edited !== undefined}
        onEditDone={() => setEditing(null)}
      />
      <QueuePanel onEdit={setEditing} />
    </main>
  );
}

function Page() {
  const { controller } = useCounter();
  const { phase } = useCounterState();
  useHousekeeping(controller);
  return (
    <>
      <TopBar />
      {phase === 'open' ? <Desk /> : <LoginPanel />}
    </>
  );
}

/** The counter that works without a network. */
export function CounterApp({ controller }: { controller: Controller }) {
  const [locale, setLocale] = useState<Locale>(rememberedLocale);
  const say = useMemo(() => wordsIn(locale), [locale]);
  useEffect(() => {
    document.documentElement.lang = locale;
    document.title = say('counter.title');
    rememberLocale(locale);
  }, [locale, say]);
  const tools = useMemo(() => ({ controller, say, locale, setLocale }), [controller, say, locale]);
  return (
    <CounterContext value={tools}>
      <Page />
    </CounterContext>
  );
}

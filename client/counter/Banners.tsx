import { isClockWrong, KEEP_DAYS } from '@server/counter/counter-rules.ts';
import { useCounter, useCounterState } from './counter-context.ts';
import type { CounterState } from './counter-state.ts';

const DAY_SECONDS = 86_400;

interface Banner {
  tone: 'info' | 'warn' | 'error';
  key: string;
  values?: Record<string, string | number>;
  login?: boolean;
}

function sessionBanner({ online, session }: CounterState): Banner[] {
  if (!online) return [{ tone: 'info', key: 'offline' }];
  return session === 'on' ? [] : [{ tone: 'warn', key: session, login: true }];
}

function bannersOf(state: CounterState): Banner[] {
  const keyed = state.items.filter(({ seq }) => seq > 0);
  const count = (test: (item: (typeof keyed)[number]) => boolean) => keyed.filter(test).length;
  const keep = state.desk?.keepDays ?? KEEP_DAYS;
  const overdue = count(({ age }) => age === 'overdue');
  const ageing = count(({ age }) => age === 'ageing');
  const conflicts = count((item) => item.state === 'conflict');
  const off = state.desk?.clockOffSeconds ?? 0;
  return [
    ...sessionBanner(state),
    ...(overdue > 0 ? [{ tone: 'error', key: 'overdue', values: { count: overdue, keep } } as const] : []),
    ...(conflicts > 0 ? [{ tone: 'error', key: 'conflicts', values: { count: conflicts } } as const] : []),
    ...(ageing > 0 ? [{ tone: 'warn', key: 'ageing', values: { count: ageing, keep } } as const] : []),
    ...(isClockWrong(off)
      ? [{ tone: 'warn', key: 'clock', values: { days: Math.round(Math.abs(off) / DAY_SECONDS) } } as const]
      : []),
    ...(state.desk?.waves.length === 0 ? [{ tone: 'warn', key: 'noDesk' } as const] : []),
  ];
}

/** What the clerk should know before the next form, the gravest about the device itself first. */
export function Banners() {
  const { controller, say } = useCounter();
  const banners = bannersOf(useCounterState());
  return (
    <div className="banners" aria-live="polite">
      {banners.map(({ tone, key, values, login }) => (
        <p key={key} className={`note ${tone}`}>
          <span>{say(`counter.banner.${key}`, values)}</span>
          {login && (
            <button type="button" onClick={controller.lock}>
              {say('counter.banner.loginAgain')}
            </button>
          )}
        </p>
      ))}
    </div>
  );
}

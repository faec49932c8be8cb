import { useEffect, useRef, useState } from 'react';

export type ReviewIntent = 'next' | 'previous' | 'verify' | 'return' | 'reject' | 'hold' | 'check' | 'help';

const KEYS: Record<string, ReviewIntent> = {
  j: 'next',
  k: 'previous',
  v: 'verify',
  r: 'return',
  x: 'reject',
  h: 'hold',
  c: 'check',
  '?': 'help',
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest(
      'input:not([type=checkbox]):not([type=radio]), textarea, select, [role=combobox], [role=dialog], [role=menu]',
    ) !== null);

/** What a key means for the review; undefined while somebody types, or with Ctrl, Alt or Meta held. */
export function intentOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'target'>,
): ReviewIntent | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return undefined;
  return KEYS[event.key.toLowerCase()];
}

/** What takes the keys: the desk of the case on the screen. */
export interface KeyDesk {
  /** True while a command runs or the next case loads. */
  busy: boolean;
  onIntent: (intent: ReviewIntent) => void;
}

export interface KeyBuffer {
  press: (intent: ReviewIntent) => void;
  /** The desk as it stands now; null while no case is on the screen. */
  attach: (desk: KeyDesk | null) => void;
}

/**
 * Keeps the keys pressed while the page is busy and hands them on, one by one, as soon as it is ready, so that no
 * keystroke is lost. Only `verify` is refused aloud: it would fall on a case that nobody has seen yet.
 */
export function createKeyBuffer(onRefused: () => void): KeyBuffer {
  const waiting: ReviewIntent[] = [];
  let desk: KeyDesk | null = null;
  return {
    press: (intent) => {
      if (desk && !desk.busy) desk.onIntent(intent);
      else if (intent === 'verify') onRefused();
      else waiting.push(intent);
    },
    attach: (now) => {
      desk = now;
      if (!desk || desk.busy) return;
      const next = waiting.shift();
      if (next) desk.onIntent(next);
    },
  };
}

/** Listens for the whole life of the page, so that keys pressed between two cases are heard too. */
export function useKeyBuffer(onRefused: () => void): KeyBuffer {
  const refuse = useRef(onRefused);
  useEffect(() => {
    refuse.current = onRefused;
  });
  const [buffer] = useState(() => createKeyBuffer(() => refuse.current()));
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const intent = intentOf(event);
      if (!intent) return;
      event.preventDefault();
      buffer.press(intent);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [buffer]);
  return buffer;
}

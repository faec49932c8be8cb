import { useEffect, useState } from 'react';

const TICK_MILLISECONDS = 15_000;

/** The time now in milliseconds, ticking slowly: for leases and due dates on the screen. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

import { useSyncExternalStore } from 'react';

// A browser's clock may be wrong by hours; what is due is decided by the server's.
let ahead = 0;

/** Learns the server's clock from a time it just told, when ours differs enough to matter. */
export function noteServerTime(told: string): void {
  const difference = Date.parse(told) - Date.now();
  ahead = Math.abs(difference) > 2_000 ? difference : 0;
}

/** Now by the server's clock, in milliseconds since 1970. */
export function now(): number {
  return Date.now() + ahead;
}

type Ticker = { value: number; subscribe: (listener: () => void) => () => void };
const tickers = new Map<number, Ticker>();

/** Now, anew every so many milliseconds; all users of one period share one timer. */
export function useNow(every = 10_000): number {
  const ticker = tickers.get(every) ?? startTicker(every);
  return useSyncExternalStore(ticker.subscribe, () => ticker.value);
}

function startTicker(every: number): Ticker {
  const listeners = new Set<() => void>();
  let timer: number | undefined;
  const tick = () => {
    ticker.value = now();
    for (const listener of listeners) listener();
  };
  const ticker: Ticker = {
    value: now(),
    subscribe(listener) {
      listeners.add(listener);
      if (timer === undefined) {
        ticker.value = now();
        timer = window.setInterval(tick, every);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        window.clearInterval(timer);
        timer = undefined;
      };
    },
  };
  tickers.set(every, ticker);
  return ticker;
}

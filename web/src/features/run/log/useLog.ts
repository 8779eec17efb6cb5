import { useEffect, useState } from 'react';
import { append, finish, noLines, type LogLines } from './buffer';
import { readText } from './readLog';

export const room = 200_000;
const pace = 100;
const againAfter = 2_000;

type Log = { address: string; log: LogLines; state: 'reading' | 'ended' | 'lost' };

/** The log at an address, as it grows. A connection that breaks is made again, and the log read anew. */
export function useLog(address: string, follow: boolean): Log {
  const [known, setKnown] = useState<Log>({ address, log: noLines, state: 'reading' });
  const current: Log = known.address === address ? known : { address, log: noLines, state: 'reading' };

  useEffect(() => {
    const stop = new AbortController();
    let again: number | undefined;
    const read = async () => {
      let log = noLines;
      let timer: number | undefined;
      // Many chunks a second are one change of the page.
      const show = (state: Log['state']) => {
        window.clearTimeout(timer);
        timer = undefined;
        if (!stop.signal.aborted) setKnown({ address, log, state });
      };
      try {
        await readText(
          follow ? `${address}${address.includes('?') ? '&' : '?'}follow=true` : address,
          (text) => {
            log = append(log, text, room);
            timer ??= window.setTimeout(() => show('reading'), pace);
          },
          stop.signal,
        );
        log = finish(log, room);
        show('ended');
      } catch {
        if (stop.signal.aborted) return;
        show('lost');
        again = window.setTimeout(() => void read(), againAfter);
      }
    };
    void read();
    return () => {
      stop.abort();
      window.clearTimeout(again);
    };
  }, [address, follow]);

  return current;
}

/** Where the log of a run, a task, an item or an attempt is read. */
export function logAddress(run: string, of: { task?: string; item?: number; attempt?: number }): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(of)) if (value !== undefined) query.set(name, String(value));
  const words = query.toString();
  return `/api/runs/${encodeURIComponent(run)}/logs${words && `?${words}`}`;
}

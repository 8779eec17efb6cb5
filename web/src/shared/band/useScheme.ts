import { useSyncExternalStore } from 'react';

const ATTRIBUTE = 'data-mantine-color-scheme';
const listeners = new Set<() => void>();
let observer: MutationObserver | undefined;

function subscribe(listener: () => void): () => void {
  if (!observer) {
    observer = new MutationObserver(() => listeners.forEach((each) => each()));
    observer.observe(document.documentElement, { attributes: true, attributeFilter: [ATTRIBUTE] });
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    observer?.disconnect();
    observer = undefined;
  };
}

/** The colour scheme in force, so that a canvas is painted anew when it changes. */
export function useScheme(): string {
  return useSyncExternalStore(subscribe, () => document.documentElement.getAttribute(ATTRIBUTE) ?? '');
}

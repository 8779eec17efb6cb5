import type { RawSearch } from '@/shared/url';

export type WizardSearch = Record<never, never>;

/** Reads what the address of the page says. */
export function readWizardSearch(_raw: RawSearch): WizardSearch {
  return {};
}

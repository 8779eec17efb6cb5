import { textOf, wordOf, type RawSearch } from '@/shared/url';
import { steps, type Step } from './fields';
import { presets, type Preset } from './recurrence';

export type WizardSearch = {
  step?: Step;
  /** What a new schedule begins with. */
  workflow?: string;
  cron?: string;
  preset?: Preset;
};

/** Reads what the address of the page says. */
export function readWizardSearch(raw: RawSearch): WizardSearch {
  return { step: wordOf(raw, 'step', steps), workflow: textOf(raw, 'workflow'), cron: textOf(raw, 'cron'), preset: wordOf(raw, 'preset', presets) };
}

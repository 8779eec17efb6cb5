import { createContext, useContext } from 'react';
import type { Problem, Schedule } from '@/shared/api/types';
import type { Draft, DraftAct } from './draft';
import { problemsAt } from './fields';
import { valueAt, type Document, type Json } from './json';
import type { Preview } from './usePreview';

/** What every part of the wizard sees: the draft, what is wrong with it, and what it would do. */
export type Wizardry = {
  draft: Draft;
  document: Document;
  act: (act: DraftAct) => void;
  /** The document of before: what is edited, or what a new one began with. */
  base: Document;
  errors: readonly Problem[];
  preview: Preview;
  /** The schedule that is edited; null for a new one. */
  schedule: Schedule | null;
};

export const WizardContext = createContext<Wizardry | null>(null);

export function useWizard(): Wizardry {
  const found = useContext(WizardContext);
  if (!found) throw new Error('Only within the wizard.');
  return found;
}

/** One value of the document, how to change it, and what is wrong with it. */
export function useField(path: string): { value: Json | undefined; set: (value: Json | undefined) => void; error: string | undefined } {
  const { document, act, errors } = useWizard();
  const error = problemsAt(errors, path).map((problem) => [problem.message, problem.suggestion].filter(Boolean).join(' ')).join(' ');
  return { value: valueAt(document, path), set: (value) => act({ type: 'set', path, value }), error: error || undefined };
}

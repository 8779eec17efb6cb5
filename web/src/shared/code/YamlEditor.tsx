import type { Extension } from '@codemirror/state';
import { Skeleton } from '@mantine/core';
import type { Problem } from '@/shared/api/types';
import { later } from '@/shared/ui/later';

export type YamlEditorProps = {
  value: string;
  onChange?: (text: string) => void;
  /** What the editor is called by screen readers. */
  label: string;
  /** Marked at their line and column; those without a line are the page's to show. */
  problems?: readonly Problem[];
  /** Fixed for the editor's life. */
  readOnly?: boolean;
  /** Completion, hover and the like; keep the same array between renders. */
  extensions?: Extension;
  /** Puts the cursor there and shows it, each time a new object comes. Counted from 1. */
  reveal?: { line: number; column?: number | null };
  /** A CSS height; as high as its text without one. */
  height?: string;
};

/** An editor for YAML with marks at problems. */
export const YamlEditor = later<YamlEditorProps>(async () => (await import('./YamlEditorView')).YamlEditorView, <Skeleton height={240} />);

import { yaml } from '@codemirror/lang-yaml';
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useComputedColorScheme } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { lookOf } from './theme';
import type { YamlDiffProps } from './YamlDiff';
import css from './YamlDiff.module.css';

const collapse = { margin: 3, minSize: 6 };

/** The comparison itself; it comes with CodeMirror and is loaded when first shown. */
export function YamlDiffView({ before, after, names }: YamlDiffProps) {
  const host = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  const narrow = useMediaQuery('(max-width: 60em)', false, { getInitialValueInEffect: false });
  const [left, right] = names;

  useEffect(() => {
    const parent = host.current ?? undefined;
    const closed = (label: string): Extension => [
      lineNumbers(),
      yaml(),
      lookOf(scheme),
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' }),
    ];
    const made = narrow
      ? new EditorView({ parent, doc: after, extensions: [closed(`${left} → ${right}`), unifiedMergeView({ original: before, mergeControls: false, gutter: true, collapseUnchanged: collapse })] })
      : new MergeView({ parent, a: { doc: before, extensions: closed(left) }, b: { doc: after, extensions: closed(right) }, collapseUnchanged: collapse, gutter: true });
    return () => made.destroy();
  }, [before, after, left, right, scheme, narrow]);

  return (
    <div>
      <div className={css.names}>
        <span>{left}</span>
        <span>{right}</span>
      </div>
      <div ref={host} />
    </div>
  );
}

import { indentLess, indentMore } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { useComputedColorScheme } from '@mantine/core';
import { basicSetup } from 'codemirror';
import { useEffect, useRef, useState } from 'react';
import { code as text } from '@/text/code';
import { marksOf } from './marks';
import { lookOf } from './theme';
import type { YamlEditorProps } from './YamlEditor';

const none = [] as const;

/** The editor itself; it comes with CodeMirror and is loaded when first shown. */
export function YamlEditorView({ value, onChange, label, problems = none, readOnly = false, extensions, reveal, height }: YamlEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const heard = useRef(onChange);
  const first = useRef({ value, readOnly });
  const [parts] = useState(() => ({ look: new Compartment(), own: new Compartment(), label: new Compartment() }));
  const [view, setView] = useState<EditorView | null>(null);
  const scheme = useComputedColorScheme('light');

  useEffect(() => {
    heard.current = onChange;
  }, [onChange]);

  useEffect(() => {
    const { value: doc, readOnly: closed } = first.current;
    const made = new EditorView({
      parent: host.current ?? undefined,
      state: EditorState.create({
        doc,
        extensions: [
          basicSetup,
          yaml(),
          lintGutter(),
          // Escape hands the next Tab back to the page, so that nobody is held in the editor.
          closed ? [] : keymap.of([{ key: 'Tab', run: indentMore, shift: indentLess }]),
          EditorState.tabSize.of(2),
          closed ? [EditorState.readOnly.of(true), EditorView.editable.of(false)] : [],
          EditorView.updateListener.of((update) => {
            if (update.docChanged) heard.current?.(update.state.doc.toString());
          }),
          parts.look.of([]),
          parts.own.of([]),
          parts.label.of([]),
        ],
      }),
    });
    setView(made);
    return () => made.destroy();
  }, [parts]);

  useEffect(() => {
    view?.dispatch({ effects: parts.look.reconfigure(lookOf(scheme)) });
  }, [view, parts, scheme]);

  useEffect(() => {
    view?.dispatch({ effects: parts.own.reconfigure(extensions ?? []) });
  }, [view, parts, extensions]);

  useEffect(() => {
    const attributes: Record<string, string> = readOnly ? { 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' } : { 'aria-label': label, 'aria-description': text.leave, tabindex: '0' };
    view?.dispatch({ effects: parts.label.reconfigure(EditorView.contentAttributes.of(attributes)) });
  }, [view, parts, label, readOnly]);

  useEffect(() => {
    if (view && view.state.doc.toString() !== value) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } });
  }, [view, value]);

  useEffect(() => {
    view?.dispatch(setDiagnostics(view.state, marksOf(problems, view.state.doc)));
  }, [view, problems]);

  useEffect(() => {
    if (!view || !reveal) return;
    const line = view.state.doc.line(Math.min(Math.max(1, reveal.line), view.state.doc.lines));
    const at = Math.min(line.from + Math.max(0, (reveal.column ?? 1) - 1), line.to);
    view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
    view.focus();
  }, [view, reveal]);

  return <div ref={host} style={{ height }} />;
}

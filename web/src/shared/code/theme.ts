import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { Decoration, EditorView, MatchDecorator, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Extension } from '@codemirror/state';
import './code.css';

const colours = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: 'var(--code-key)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-quoted)' },
  { tag: [tags.lineComment, tags.meta], color: 'var(--code-comment)', fontStyle: 'italic' },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: 'var(--code-mark)' },
  { tag: [tags.labelName, tags.typeName, tags.keyword], color: 'var(--code-expression)' },
]);

const expressions = new MatchDecorator({ regexp: /\$\{\{.*?\}\}/g, decoration: Decoration.mark({ class: 'cm-expression' }) });

/** Marks `${{ … }}`, which YAML takes for plain text. */
const markExpressions = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = expressions.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.decorations = expressions.updateDeco(update, this.decorations);
    }
  },
  { decorations: (marked) => marked.decorations },
);

const look = {
  '&': { color: 'var(--code-text)', backgroundColor: 'var(--code-ground)', fontSize: '13px', height: '100%', border: '1px solid var(--mantine-color-default-border)', borderRadius: 'var(--mantine-radius-sm)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.55' },
  '.cm-gutters': { backgroundColor: 'var(--code-ground)', color: 'var(--code-comment)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--code-active)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--code-selected)' },
  '.cm-cursor': { borderLeftColor: 'var(--code-text)' },
  '.cm-expression, .cm-expression *': { color: 'var(--code-expression)' },
  '.cm-tooltip': { backgroundColor: 'var(--mantine-color-body)', color: 'var(--mantine-color-text)', border: '1px solid var(--mantine-color-default-border)', borderRadius: 'var(--mantine-radius-sm)', boxShadow: 'var(--mantine-shadow-md)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--code-selected)', color: 'var(--mantine-color-text)' },
  '.cm-completionDetail': { color: 'var(--code-comment)', fontStyle: 'normal', marginLeft: '1em' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-completionInfo, .cm-hover-words': { maxWidth: '46ch', padding: '6px 10px', whiteSpace: 'normal', lineHeight: '1.4', fontFamily: 'var(--mantine-font-family)' },
  '.cm-diagnostic': { borderLeftWidth: '3px', maxWidth: '60ch', whiteSpace: 'pre-line', fontFamily: 'var(--mantine-font-family)' },
  '.cm-panels': { backgroundColor: 'var(--code-ground)', color: 'var(--code-text)' },
  '.cm-foldPlaceholder': { backgroundColor: 'transparent', color: 'var(--code-comment)' },
  '.cm-changedLine, &.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--code-added) !important' },
  '&.cm-merge-b .cm-changedText, .cm-changedText': { background: 'var(--code-added-text) !important' },
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { backgroundColor: 'var(--code-removed) !important' },
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': { background: 'var(--code-removed-text) !important' },
  '.cm-collapsedLines': { background: 'var(--code-active)', color: 'var(--code-comment)', padding: '4px 8px' },
};

const themes = { light: EditorView.theme(look), dark: EditorView.theme(look, { dark: true }) };

/** How code looks in the page's light or dark colours. */
export function lookOf(scheme: 'light' | 'dark'): Extension {
  return [themes[scheme], syntaxHighlighting(colours), markExpressions];
}

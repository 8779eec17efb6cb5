import { autocompletion, completionKeymap, startCompletion, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { EditorView, hoverTooltip, keymap } from '@codemirror/view';
import { placeAt } from './cursor';
import { kindOf, plain, schemasAt, type Knowledge } from './knowledge';
import { offersAt, taskIds, type Offer } from './offers';

/** Completion and words on hover for workflow files. */
export function yamlHelp(knowledge: Knowledge): Extension {
  return [autocompletion({ override: [(context) => complete(knowledge, context)], icons: false }), keymap.of(completionKeymap), hover(knowledge)];
}

function complete(knowledge: Knowledge, context: CompletionContext): CompletionResult | null {
  const text = context.state.doc.toString();
  const place = placeAt(text, context.pos);
  if (!place || place.word.includes('${{')) return null;
  if (!context.explicit && place.word === '' && place.kind === 'key') return null;
  const options = offersAt(knowledge, place, taskIds(text)).map(optionOf);
  return options.length > 0 ? { from: context.pos - place.word.length, options, validFor: /^[\w.-]*$/ } : null;
}

function optionOf(offer: Offer): Completion {
  return {
    label: offer.label,
    type: offer.kind,
    detail: offer.detail,
    info: offer.words || undefined,
    boost: offer.first ? 10 : 0,
    apply: (view, _option, from, to) => {
      // The colon may be there already.
      const insert = offer.kind === 'property' && /^\s*:/.test(view.state.sliceDoc(to, to + 3)) ? offer.label : offer.insert;
      view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: 'input.complete' });
      if (offer.kind === 'property') window.setTimeout(() => startCompletion(view));
    },
  };
}

function hover(knowledge: Knowledge): Extension {
  return hoverTooltip((view, at) => {
    const line = view.state.doc.lineAt(at);
    for (const match of line.text.matchAll(/([\w.-]+)\s*:(?=\s|$)|uses:\s*([\w.-]+)/g)) {
      const word = match[2] ?? match[1] ?? '';
      const from = line.from + match.index + match[0].indexOf(word);
      if (at < from || at > from + word.length) continue;
      const words = wordsAt(knowledge, view.state.doc.toString(), from, word);
      return words ? { pos: from, end: from + word.length, create: () => ({ dom: paragraph(words) }) } : null;
    }
    return null;
  });
}

function wordsAt(knowledge: Knowledge, text: string, from: number, word: string): string | null {
  const place = placeAt(text, from);
  if (!place) return null;
  if (place.kind === 'value') return knowledge.taskTypes.find((type) => type.name === word)?.summary ?? null;
  const [schema] = schemasAt(knowledge, [...place.path, word], place.uses);
  if (!schema) return null;
  const words = [plain(schema.description), kindOf(schema)].filter(Boolean).join('\n');
  return words || null;
}

function paragraph(words: string): HTMLElement {
  const made = document.createElement('div');
  made.className = 'cm-hover-words';
  made.style.whiteSpace = 'pre-line';
  made.textContent = words;
  return made;
}

/** Lines wrap, so that nothing is read by scrolling sideways. */
export const wrapped = EditorView.lineWrapping;

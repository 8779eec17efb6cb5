import { isObject, withValue, type Document, type Json } from './json';
import { isRecurrenceKey, presetOf, recurrenceOf, startOf, withoutRecurrence, type Preset } from './recurrence';

/** A schedule while it is made. Recurrences of other cards wait in `kept`, so that going back to a card finds it as it was left. */
export type Draft = {
  workflow: string | null;
  preset: Preset | null;
  /** The keys that say when, of the card that is chosen. */
  when: Document;
  kept: Partial<Record<Preset, Document>>;
  /** Every other key of the document, those included that the wizard has no field for. */
  rest: Document;
  /** For the record: why, and until when an override holds. */
  reason: string;
  until: string;
};

export type DraftAct =
  | { type: 'set'; path: string; value: Json | undefined }
  | { type: 'workflow'; id: string | null }
  | { type: 'preset'; preset: Preset; today: string }
  | { type: 'document'; document: Document }
  | { type: 'record'; reason?: string; until?: string }
  | { type: 'draft'; draft: Draft };

/** The document as it is sent. */
export function toDocument(draft: Draft): Document {
  return { ...draft.when, ...draft.rest };
}

/** The draft of a document; nothing of it is lost. */
export function fromDocument(document: Document, workflow: string | null = null): Draft {
  return { workflow, preset: presetOf(document), when: recurrenceOf(document), kept: {}, rest: withoutRecurrence(document), reason: '', until: '' };
}

export function reduce(draft: Draft, act: DraftAct): Draft {
  switch (act.type) {
    case 'set': {
      const part = isRecurrenceKey(act.path.split('.')[0]!) ? 'when' : 'rest';
      return { ...draft, [part]: withValue(draft[part], act.path, act.value) };
    }
    case 'workflow':
      // The values of another workflow's input mean nothing to this one.
      return act.id === draft.workflow ? draft : { ...draft, workflow: act.id, rest: withValue(draft.rest, 'input', undefined) };
    case 'preset':
      return choose(draft, act.preset, act.today);
    case 'document':
      return { ...fromDocument(act.document, draft.workflow), kept: keepOf(draft), reason: draft.reason, until: draft.until };
    case 'record':
      return { ...draft, reason: act.reason ?? draft.reason, until: act.until ?? draft.until };
    case 'draft':
      return act.draft;
  }
}

function choose(draft: Draft, preset: Preset, today: string): Draft {
  if (preset === draft.preset) return draft;
  const chosen = { ...draft, preset, kept: keepOf(draft), when: draft.kept[preset] ?? startOf(preset, today) };
  return preset === 'session' ? { ...chosen, rest: onExchange(draft.rest) } : chosen;
}

// Moments of a session need an exchange's calendar.
function onExchange(rest: Document): Document {
  const name = isObject(rest.calendar) ? rest.calendar.name : rest.calendar;
  return name !== undefined && name !== 'weekdays' ? rest : { ...rest, calendar: 'XNYS', timezone: 'America/New_York' };
}

function keepOf(draft: Draft): Draft['kept'] {
  return draft.preset ? { ...draft.kept, [draft.preset]: draft.when } : draft.kept;
}

import { Select } from '@mantine/core';
import { $api } from '@/shared/api/client';
import { wizard as text } from '@/text/wizard';
import { isObject, textOf } from './json';
import { useField } from './WizardContext';

const rules = ['skip', 'next', 'previous'] as const;

/** On which calendar's business days it runs, and what becomes of the other days. */
export function CalendarPick() {
  const { value, set, error } = useField('calendar');
  const { data } = $api.useQuery('get', '/api/calendars');
  const name = textOf(isObject(value) ? value.name : value);
  const rule = isObject(value) ? textOf(value.rule) || 'skip' : 'skip';
  const known = (data?.items ?? []).map((calendar) => ({ value: calendar.id, label: calendar.valid_through ? text.calendar.through(calendar.name, calendar.valid_through) : calendar.name }));
  const options = name && !known.some((each) => each.value === name) ? [...known, { value: name, label: name }] : known;
  return (
    <div>
      <Select label={text.calendar.label} description={text.calendar.hint} placeholder={text.calendar.none} data={options} value={name || null} clearable searchable error={error} onChange={(next) => set(next === null ? undefined : isObject(value) ? { ...value, name: next } : next)} />
      {name ? (
        <Select
          mt="xs"
          aria-label={text.calendar.rule}
          data={rules.map((each) => ({ value: each, label: `… ${text.calendar.rules[each]}` }))}
          value={rule}
          onChange={(next) => set(next === 'skip' && !isObject(value) ? name : { ...(isObject(value) ? value : {}), name, rule: next ?? 'skip' })}
          allowDeselect={false}
        />
      ) : null}
    </div>
  );
}

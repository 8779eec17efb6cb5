import { Chip, Group, Input } from '@mantine/core';
import { wizard as text } from '@/text/wizard';
import { textsOf } from './json';
import { useField } from './WizardContext';

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Which weekdays. */
export function DaysPick() {
  const { value, set, error } = useField('weekly.on');
  const chosen = textsOf(value).flatMap(expand);
  const change = (next: string[]) => set(days.filter((day) => next.includes(day)));
  return (
    <Input.Wrapper label={text.on.label} error={error} labelElement="div" role="group" aria-label={text.on.label}>
      <Chip.Group multiple value={chosen} onChange={change}>
        <Group gap={4} mt={4}>
          {days.map((day) => (
            <Chip key={day} value={day} size="xs" radius="sm">
              {text.on.days[day]}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Input.Wrapper>
  );
}

/** `mon-fri` as its days, `fri-mon` over the weekend; what is no weekday as none. */
function expand(word: string): string[] {
  const [from, to = from] = word.toLowerCase().split('-').map((name) => days.findIndex((day) => day === name.slice(0, 3)));
  if (from === undefined || to === undefined || from < 0 || to < 0) return [];
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, i) => days[(from + i) % 7]!);
}

import { Text } from '@mantine/core';
import { StateMark } from '@/shared/ui/StateMark';
import { health as text } from '@/text/health';
import css from './Health.module.css';
import type { Part } from './parts';

export function PartList({ parts }: { parts: Part[] }) {
  return (
    <section className={css.parts} aria-label={text.checks.title}>
      {parts.map((part) => (
        <div key={part.name} className={css.part} data-well={part.well}>
          <StateMark state={part.well ? 'completed' : 'failed'} bare words={part.well ? text.good : text.bad} />
          <div>
            <Text fw={600}>{part.name}</Text>
            <Text c="dimmed">{part.words}</Text>
          </div>
        </div>
      ))}
    </section>
  );
}

import { Text } from '@mantine/core';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { schedule as text } from '@/text/schedule';
import type { Change } from './change';
import css from './Metrics.module.css';

/** A change with its sign and its verdict in words; the colour only repeats them. */
export function ChangeWords({ change }: { change: Change }) {
  if (change.verdict === 'none' || change.verdict === 'same') {
    return (
      <Text size="sm" c="dimmed" component="span">
        {text.metrics.verdict[change.verdict]}
      </Text>
    );
  }
  const Arrow = change.words.startsWith('+') ? ArrowUp : ArrowDown;
  return (
    <span className={css.change} data-verdict={change.verdict}>
      <Arrow size={13} aria-hidden="true" />
      {change.words} {change.verdict === 'different' ? null : text.metrics.verdict[change.verdict]}
    </span>
  );
}

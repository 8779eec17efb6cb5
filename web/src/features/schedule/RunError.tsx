import { Text } from '@mantine/core';
import type { Run } from '@/shared/api/types';
import { AnchorLink } from '@/shared/ui/links';
import { schedule as text } from '@/text/schedule';
import css from './Schedule.module.css';

/** What went wrong in a run; nothing when nothing did. */
export function RunError({ run }: { run: Run }) {
  if (run.status === 'canceled' || run.canceled_by) return <Text size="sm">{text.run.canceled(run.canceled_by, run.cancel_reason)}</Text>;
  if (!run.error) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {text.run.error}
      </Text>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls */}
      <div className={css.error} tabIndex={0} role="region" aria-label={text.run.error}>
        {run.error.message}{' '}
        <AnchorLink inherit to="/problems/$code" params={{ code: run.error.code }}>
          {run.error.code}
        </AnchorLink>
        {run.timed_out ? ` ${text.run.timedOut}` : null}
      </div>
    </div>
  );
}

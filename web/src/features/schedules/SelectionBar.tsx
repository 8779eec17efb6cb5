import { Button, CloseButton, Group, Text } from '@mantine/core';
import type { ScheduleActs } from '@/shared/acts/useScheduleActs';
import { useMay } from '@/shared/api/may';
import { schedulesText } from '@/text/schedules';
import css from './bar.module.css';
import type { SchedulesSearch } from './search';
import { useSelectAll } from './useSelectAll';
import type { Selection } from './useSelection';

const text = schedulesText.selection;

/** What can be done to the schedules that are selected, at the foot of the page. */
export function SelectionBar({ selection, search, total, acts }: { selection: Selection; search: SchedulesSearch; total: number; acts: ScheduleActs }) {
  const all = useSelectAll(search, selection);
  const mayWrite = useMay()('workflow.schedule:write');
  if (selection.count === 0 || !mayWrite) return null;
  const on = (act: ScheduleActs['pause']) => () => act(...selection.all());
  return (
    <section className={css.bar} aria-label={text.label}>
      <Text size="sm" fw={600} role="status">
        {text.some(selection.count)}
      </Text>
      {selection.count < total ? (
        <Button size="compact-sm" variant="subtle" loading={all.isPending} onClick={() => all.mutate()}>
          {text.all(total)}
        </Button>
      ) : null}
      <Group gap={6}>
        <Button size="compact-sm" variant="default" onClick={on(acts.pause)}>
          {text.pause}
        </Button>
        <Button size="compact-sm" variant="default" onClick={on(acts.resume)}>
          {text.resume}
        </Button>
        <Button size="compact-sm" variant="default" onClick={on(acts.enable)}>
          {text.enable}
        </Button>
        <Button size="compact-sm" variant="default" onClick={on(acts.disable)}>
          {text.disable}
        </Button>
        <Button size="compact-sm" variant="default" color="red" className={css.remove} onClick={on(acts.remove)}>
          {text.remove}
        </Button>
      </Group>
      <CloseButton size="sm" aria-label={text.clear} onClick={selection.clear} />
    </section>
  );
}

import { List, Text } from '@mantine/core';
import type { Schedule } from '@/shared/api/types';
import { acts as text } from '@/text/acts';
import type { Change } from './change';
import { Names, whatOf } from './Names';
import { OutcomeDialog } from './OutcomeDialog';
import { ReasonDialog } from './ReasonDialog';
import { useChange } from './useChange';

type Asked = Exclude<Change, 'pause'>;

/** Asks before schedules are switched, resumed together or deleted, saying what will happen and what is kept. */
export function ChangeDialog({ what, schedules, onClose }: { what: Asked; schedules: Schedule[]; onClose: () => void }) {
  const name = whatOf(schedules);
  const change = useChange(what, schedules, text[what].done(name), onClose);
  const title = text[what].title(name);
  if (change.outcome) return <OutcomeDialog title={title} outcome={change.outcome} onClose={onClose} />;
  const act = what === 'remove' ? text.remove.act(schedules.length) : text[what].act;
  return (
    <ReasonDialog title={title} act={act} danger={what === 'remove'} error={change.error} pending={change.pending} onAct={(reason) => change.run({ reason })} onClose={onClose}>
      <Names schedules={schedules} />
      <List size="sm" spacing={6}>
        {consequences(what, schedules).map((words) => (
          <List.Item key={words}>{words}</List.Item>
        ))}
      </List>
      {what === 'remove' && schedules.length === 1 ? (
        <Text size="sm" c="dimmed">
          <code>{schedules[0]?.id}</code>
        </Text>
      ) : null}
    </ReasonDialog>
  );
}

/** What an act does to these schedules, a sentence or two each. */
export function consequences(what: Asked, schedules: readonly Schedule[]): string[] {
  const declared = schedules.filter((schedule) => schedule.kind === 'declared').length;
  const one = schedules.length === 1;
  switch (what) {
    case 'resume':
      return [text.resume.bulkWords];
    case 'enable':
      return declared > 0 ? [text.enable.words, text.enable.declared(declared)] : [text.enable.words];
    case 'disable':
      return declared > 0 ? [text.disable.words, one ? text.disable.declaredOne : text.enable.declared(declared)] : [text.disable.words];
    case 'remove': {
      const words = [text.remove.words(schedules.length), text.remove.kept];
      return declared > 0 ? [...words, one ? text.remove.declaredOne : text.remove.declaredSome(declared, schedules.length)] : words;
    }
  }
}

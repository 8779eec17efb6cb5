import { useMemo, useState, type ReactNode } from 'react';
import type { Schedule } from '@/shared/api/types';
import { useAct } from '@/shared/api/useAct';
import { acts as text } from '@/text/acts';
import { ApproveDialog } from './ApproveDialog';
import { change } from './change';
import { ChangeDialog } from './ChangeDialog';
import { whatOf } from './Names';
import { PauseDialog } from './PauseDialog';
import { ResumeDialog } from './ResumeDialog';
import { RevertDialog } from './RevertDialog';
import { RunNowDialog } from './RunNowDialog';
import { TestRunDialog } from './TestRunDialog';

type Asked =
  | { what: 'pause' | 'resume' | 'enable' | 'disable' | 'remove'; schedules: Schedule[] }
  | { what: 'revert' | 'testRun' | 'runNow'; schedule: Schedule }
  | { what: 'approve'; schedule: Schedule; at: string };

/** What can be done to schedules. Each asks first where something is at stake; `dialog` must be rendered by whoever uses them. */
export type ScheduleActs = {
  pause: (...schedules: Schedule[]) => void;
  resume: (...schedules: Schedule[]) => void;
  /** One alone is enabled at once; several are asked about. */
  enable: (...schedules: Schedule[]) => void;
  disable: (...schedules: Schedule[]) => void;
  remove: (...schedules: Schedule[]) => void;
  revert: (schedule: Schedule) => void;
  /** Lets the missed occurrence of that nominal time run. */
  approve: (schedule: Schedule, at: string) => void;
  testRun: (schedule: Schedule) => void;
  /** Its workflow, with the schedule's input filled in. */
  runNow: (schedule: Schedule) => void;
  dialog: ReactNode;
};

export function useScheduleActs(): ScheduleActs {
  const [asked, setAsked] = useState<Asked>();
  const enable = useAct((schedule: Schedule) => change('enable', [schedule.id], {}), {
    done: (_, schedule) => (schedule.kind === 'declared' ? text.enable.doneDeclared : text.enable.done)(whatOf([schedule])),
  });
  const enableOne = enable.mutate;
  const acts = useMemo(() => {
    const ask = (what: 'pause' | 'resume' | 'disable' | 'remove') => (...schedules: Schedule[]) => setAsked({ what, schedules });
    return {
      pause: ask('pause'),
      resume: ask('resume'),
      disable: ask('disable'),
      remove: ask('remove'),
      enable: (...schedules: Schedule[]) => {
        const [only] = schedules;
        if (only && schedules.length === 1) enableOne(only);
        else setAsked({ what: 'enable', schedules });
      },
      revert: (schedule: Schedule) => setAsked({ what: 'revert', schedule }),
      approve: (schedule: Schedule, at: string) => setAsked({ what: 'approve', schedule, at }),
      testRun: (schedule: Schedule) => setAsked({ what: 'testRun', schedule }),
      runNow: (schedule: Schedule) => setAsked({ what: 'runNow', schedule }),
    };
  }, [enableOne]);
  return useMemo(() => ({ ...acts, dialog: asked ? dialogOf(asked, () => setAsked(undefined)) : null }), [acts, asked]);
}

function dialogOf(asked: Asked, onClose: () => void): ReactNode {
  switch (asked.what) {
    case 'pause':
      return <PauseDialog schedules={asked.schedules} onClose={onClose} />;
    case 'resume': {
      const [only] = asked.schedules;
      return only && asked.schedules.length === 1 ? <ResumeDialog schedule={only} onClose={onClose} /> : <ChangeDialog what="resume" schedules={asked.schedules} onClose={onClose} />;
    }
    case 'enable':
    case 'disable':
    case 'remove':
      return <ChangeDialog what={asked.what} schedules={asked.schedules} onClose={onClose} />;
    case 'revert':
      return <RevertDialog schedule={asked.schedule} onClose={onClose} />;
    case 'approve':
      return <ApproveDialog schedule={asked.schedule} at={asked.at} onClose={onClose} />;
    case 'testRun':
      return <TestRunDialog schedule={asked.schedule} onClose={onClose} />;
    case 'runNow':
      return <RunNowDialog workflowId={asked.schedule.workflow_id} schedule={asked.schedule} onClose={onClose} />;
  }
}

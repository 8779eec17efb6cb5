import { Drawer } from '@mantine/core';
import type { Schedule } from '@/shared/api/types';
import { schedule as text } from '@/text/schedule';
import { useChange, useScheduleSearch } from './place';
import { RunPanel } from './RunPanel';
import { WhyPanel } from './WhyPanel';

/** Details of the run or the time that the address names, beside the page. */
export function SidePanel({ schedule }: { schedule: Schedule }) {
  const { run, why } = useScheduleSearch();
  const change = useChange();
  return (
    <Drawer
      position="right"
      size="md"
      withOverlay={false}
      lockScroll={false}
      trapFocus={false}
      closeOnClickOutside={false}
      shadow="lg"
      opened={run !== undefined || why !== undefined}
      onClose={() => change({ run: undefined, why: undefined })}
      title={run ? text.run.label : text.whyPanel.label}
      closeButtonProps={{ 'aria-label': text.acts.close }}
    >
      {run ? <RunPanel key={run} schedule={schedule} run={run} /> : why ? <WhyPanel schedule={schedule} at={why} /> : null}
    </Drawer>
  );
}

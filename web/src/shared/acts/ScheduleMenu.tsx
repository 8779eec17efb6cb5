import { ActionIcon, Menu } from '@mantine/core';
import { Ban, CirclePlay, Ellipsis, FlaskConical, Pause, Pencil, Play, Power, SquareArrowOutUpRight, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { May } from '@/shared/api/may';
import type { Schedule } from '@/shared/api/types';
import { acts as text } from '@/text/acts';
import css from './acts.module.css';
import { MenuLink } from './MenuLink';
import { scheduleName } from './scheduleName';
import { useScheduleActs, type ScheduleActs } from './useScheduleActs';

/** The acts of one schedule as a menu, with its own dialogs. */
export function ScheduleMenu({ schedule }: { schedule: Schedule }) {
  const acts = useScheduleActs();
  return (
    <>
      <ScheduleMenuOf schedule={schedule} acts={acts} />
      {acts.dialog}
    </>
  );
}

/** The same menu for lists, where many rows share the dialogs of one. */
export function ScheduleMenuOf({ schedule, acts, tabIndex }: { schedule: Schedule; acts: ScheduleActs; tabIndex?: number }) {
  const [asked, setAsked] = useState(false);
  const { items } = text;
  const params = { id: schedule.id };
  const archived = schedule.status === 'archived';
  const button = (
    <ActionIcon variant="subtle" color="gray" size="sm" tabIndex={tabIndex} aria-label={text.menu(scheduleName(schedule))} aria-haspopup="menu" onClick={asked ? undefined : () => setAsked(true)}>
      <Ellipsis size={16} />
    </ActionIcon>
  );
  // A list has dozens of these, of which one may be opened: the menu is made when it is.
  if (!asked) return button;
  return (
    <Menu position="bottom-end" withinPortal shadow="md" width={190} defaultOpened>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        <MenuLink to="/schedules/$id" params={params} leftSection={<SquareArrowOutUpRight size={15} />}>
          {items.open}
        </MenuLink>
        {archived ? null : (
          <>
            <May do="run:execute">
              <Menu.Item leftSection={<Play size={15} />} onClick={() => acts.runNow(schedule)}>
                {items.runNow}
              </Menu.Item>
              <Menu.Item leftSection={<FlaskConical size={15} />} onClick={() => acts.testRun(schedule)}>
                {items.testRun}
              </Menu.Item>
            </May>
            <May do="workflow.schedule:write">
              <Menu.Divider />
              {isPaused(schedule) ? (
                <Menu.Item leftSection={<CirclePlay size={15} />} onClick={() => acts.resume(schedule)}>
                  {items.resume}
                </Menu.Item>
              ) : (
                <Menu.Item leftSection={<Pause size={15} />} onClick={() => acts.pause(schedule)}>
                  {items.pause}
                </Menu.Item>
              )}
              {schedule.enabled ? (
                <Menu.Item leftSection={<Ban size={15} />} onClick={() => acts.disable(schedule)}>
                  {items.disable}
                </Menu.Item>
              ) : (
                <Menu.Item leftSection={<Power size={15} />} onClick={() => acts.enable(schedule)}>
                  {items.enable}
                </Menu.Item>
              )}
              <MenuLink to="/schedules/$id/edit" params={params} leftSection={<Pencil size={15} />}>
                {items.edit}
              </MenuLink>
              {schedule.is_override ? (
                <Menu.Item leftSection={<Undo2 size={15} />} onClick={() => acts.revert(schedule)}>
                  {items.revert}
                </Menu.Item>
              ) : null}
              <Menu.Divider />
              <Menu.Item className={css.remove} leftSection={<Trash2 size={15} />} onClick={() => acts.remove(schedule)}>
                {items.remove}
              </Menu.Item>
            </May>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Whether a pause stands, an operator's or that of auto-pause; a disabled one may be paused, too. */
export function isPaused(schedule: Schedule): boolean {
  return schedule.paused_at !== null || schedule.auto_paused_at !== null;
}

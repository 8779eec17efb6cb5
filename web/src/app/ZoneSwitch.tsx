import { Button, Menu } from '@mantine/core';
import { Globe } from 'lucide-react';
import { ownZone } from '@/shared/time/format';
import { useZoneChoice, type ZoneChoice } from '@/shared/time/zone';
import { shell } from '@/text/shell';

/** Chooses in whose zone every time of the page is shown. */
export function ZoneSwitch() {
  const { choice, choose } = useZoneChoice();
  const words: Record<ZoneChoice, string> = { schedule: shell.zone.schedule, mine: shell.zone.mine(ownZone()), utc: shell.zone.utc };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-sm" leftSection={<Globe size={15} aria-hidden="true" />} aria-label={`${shell.zone.label}: ${words[choice]}`}>
          {words[choice]}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{shell.zone.label}</Menu.Label>
        {(['schedule', 'mine', 'utc'] as const).map((zone) => (
          <Menu.Item key={zone} onClick={() => choose(zone)} fw={zone === choice ? 600 : 400}>
            {words[zone]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

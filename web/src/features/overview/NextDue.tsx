import { Text } from '@mantine/core';
import { $api } from '@/shared/api/client';
import { Time } from '@/shared/time/Time';
import { Answer } from '@/shared/ui/Answer';
import { AnchorLink } from '@/shared/ui/links';
import { StateMark } from '@/shared/ui/StateMark';
import { overview as text } from '@/text/overview';
import { Section } from './Section';
import css from './Section.module.css';

export function NextDue() {
  const schedules = $api.useQuery('get', '/api/schedules', { params: { query: { status: 'active', sort: 'next_run', limit: 8 } } });
  return (
    <Section title={text.next} more={<AnchorLink to="/schedules">{text.allSchedules}</AnchorLink>}>
      <Answer of={schedules} rows={3}>
        {(page) => {
          const due = page.items.filter((schedule) => schedule.next_run_at !== null);
          return due.length === 0 ? (
            <Text c="dimmed">{text.nothingNext}</Text>
          ) : (
            due.map((schedule) => (
              <div key={schedule.id} className={css.row}>
                <StateMark state="future" bare />
                <AnchorLink className={css.name} to="/schedules/$id" params={{ id: schedule.id }}>
                  {schedule.workflow_name ?? schedule.workflow_id} {schedule.key}
                </AnchorLink>
                <Text component="span" c="dimmed">
                  {schedule.next_run_at ? (
                    <>
                      <Time at={schedule.next_run_at} zone={schedule.timezone} show="short" /> · <Time at={schedule.next_run_at} zone={schedule.timezone} show="relative" />
                    </>
                  ) : null}
                </Text>
              </div>
            ))
          );
        }}
      </Answer>
    </Section>
  );
}

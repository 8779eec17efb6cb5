import { Text } from '@mantine/core';
import { $api } from '@/shared/api/client';
import { useNow } from '@/shared/time/clock';
import { Time } from '@/shared/time/Time';
import { Answer } from '@/shared/ui/Answer';
import { AnchorLink } from '@/shared/ui/links';
import { StateMark } from '@/shared/ui/StateMark';
import { overview as text } from '@/text/overview';
import { Section } from './Section';
import css from './Section.module.css';

const hour = 3_600_000;

export function LastFailures() {
  const since = Math.floor(useNow(60_000) / hour) * hour - 24 * hour;
  const runs = $api.useQuery('get', '/api/runs', { params: { query: { status: 'failed', created_from: new Date(since).toISOString(), limit: 6 } } });
  return (
    <Section title={text.lastFailures}>
      <Answer of={runs} rows={3}>
        {(page) =>
          page.items.length === 0 ? (
            <Text c="dimmed">{text.noFailures}</Text>
          ) : (
            page.items.map((run) => (
              <div key={run.id} className={css.row}>
                <StateMark state="failed" bare />
                <AnchorLink className={css.name} to="/runs/$id" params={{ id: run.id }} title={run.error?.message}>
                  {run.workflow_id}
                </AnchorLink>
                <Text component="span" c="dimmed">
                  <Time at={run.completed_at ?? run.created_at} show="relative" />
                </Text>
              </div>
            ))
          )
        }
      </Answer>
    </Section>
  );
}

import { Text } from '@mantine/core';
import { $api } from '@/shared/api/client';
import { Elapsed } from '@/shared/time/Elapsed';
import { Answer } from '@/shared/ui/Answer';
import { AnchorLink } from '@/shared/ui/links';
import { StateMark } from '@/shared/ui/StateMark';
import { stateOfRun } from '@/shared/ui/states';
import { overview as text } from '@/text/overview';
import { Section } from './Section';
import css from './Section.module.css';

export function RunningNow() {
  const runs = $api.useQuery('get', '/api/runs', { params: { query: { status: 'running', limit: 8 } } });
  return (
    <Section title={text.running} more={<AnchorLink to="/runs">{text.allRuns}</AnchorLink>}>
      <Answer of={runs} rows={3}>
        {(page) =>
          page.items.length === 0 ? (
            <Text c="dimmed">{text.nothingRuns}</Text>
          ) : (
            page.items.map((run) => (
              <div key={run.id} className={css.row}>
                <StateMark state={stateOfRun(run)} bare />
                <AnchorLink className={css.name} to="/runs/$id" params={{ id: run.id }}>
                  {run.workflow_id}
                </AnchorLink>
                <Text component="span" c="dimmed">
                  <Elapsed from={run.started_at ?? run.created_at} />
                </Text>
              </div>
            ))
          )
        }
      </Answer>
    </Section>
  );
}

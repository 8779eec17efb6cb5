import { Title } from '@mantine/core';
import type { Schedule } from '@/shared/api/types';
import { YamlView } from '@/shared/code/YamlView';
import { Time } from '@/shared/time/Time';
import { AnchorLink } from '@/shared/ui/links';
import { formatCount } from '@/shared/ui/money';
import { schedule as text } from '@/text/schedule';
import { Facts } from '../Facts';
import css from '../Schedule.module.css';
import { yamlOf } from './yamlOf';

const words = text.settings;

/** What it is, in facts and as it would stand in a file. */
export function Definition({ schedule }: { schedule: Schedule }) {
  const zone = schedule.timezone;
  return (
    <section className={css.section} aria-label={words.definition}>
      <Title order={2} size="h4">
        {words.definition}
      </Title>
      <Facts
        of={{
          [words.facts.workflow]: (
            <AnchorLink inherit to="/workflows/$id" params={{ id: schedule.workflow_id }}>
              {schedule.workflow_name ?? schedule.workflow_id}
            </AnchorLink>
          ),
          [words.facts.id]: <code>{schedule.id}</code>,
          [words.facts.kind]: words.kinds[schedule.kind] ?? schedule.kind,
          [words.facts.zone]: zone,
          [words.facts.owner]: schedule.owner,
          [words.facts.tags]: schedule.tags.join(', '),
          [words.facts.runs]: formatCount(schedule.run_count),
          [words.facts.revision]: String(schedule.revision),
          [words.facts.created]: <Time at={schedule.created_at} zone={zone} />,
          [words.facts.updated]: <Time at={schedule.updated_at} zone={zone} />,
        }}
      />
      <YamlView text={yamlOf(schedule.definition)} label={words.yamlLabel} />
    </section>
  );
}

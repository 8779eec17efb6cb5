import { Paper, Stack, Text, Title } from '@mantine/core';
import type { Api, Problem } from '@/shared/api/types';
import { YamlView } from '@/shared/code/YamlView';
import { Time } from '@/shared/time/Time';
import { ProblemList } from '@/shared/ui/ProblemList';
import { formatMoney } from '@/shared/ui/money';
import { strategyForm } from '@/text/strategies';

const text = strategyForm.preview;

type Props = { query: { data: Api<'StrategyPreview'> | undefined; error: unknown }; problems: readonly Problem[]; picked: boolean };

/** The schedules and the workflow that the form would make. */
export function StrategyPreviewPanel({ query: { data, error }, problems, picked }: Props) {
  return (
    <Paper withBorder p="md" w="100%" component="section" aria-label={text.title} aria-live="polite">
      <Title order={2} size="h4" mb="xs">
        {text.title}
      </Title>
      <Stack gap="sm">
        {picked ? null : (
          <Text size="sm" c="dimmed">
            {text.pick}
          </Text>
        )}
        {error ? <ProblemList error={error} /> : null}
        <ProblemList problems={problems} title={text.problems} />
        {picked && data && !data.valid && problems.length === 0 ? (
          <Text size="sm" c="dimmed">
            {text.mend}
          </Text>
        ) : null}
        {data?.valid && data.schedules.length === 0 ? <Text size="sm">{text.noSchedule}</Text> : null}
        {data?.schedules.map((one) => (
          <section key={one.key}>
            <Text fw={600}>{[one.key, one.preview.words, one.preview.timezone].filter(Boolean).join(', ')}</Text>
            <ol aria-label={text.next}>
              {one.preview.occurrences.map((next) => (
                <li key={next.nominal}>
                  <Time at={next.nominal} zone={one.preview.timezone} />
                </li>
              ))}
            </ol>
            {one.preview.warnings.length > 0 ? <ProblemList problems={one.preview.warnings} /> : null}
            {one.preview.cost ? <Text size="sm">{text.cost(formatMoney(one.preview.cost.estimate), one.preview.cost.month)}</Text> : null}
          </section>
        ))}
        {data?.yaml ? (
          <section>
            <Text size="sm" c="dimmed" mb={4}>
              {text.yaml}
            </Text>
            <YamlView text={data.yaml} label={text.yaml} height="min(50vh, 460px)" />
          </section>
        ) : null}
      </Stack>
    </Paper>
  );
}

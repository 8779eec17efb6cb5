import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { Api } from '@/shared/api/types';
import { AnchorLink, ButtonLink } from '@/shared/ui/links';
import { ProblemLine } from '@/shared/ui/ProblemList';
import { templates as text } from '@/text/templates';
import { parametersOf } from './parameters';

/** A template in the library. */
export function TemplateCard({ of: template }: { of: Api<'TemplateView'> }) {
  const parameters = parametersOf(template.parameters);
  return (
    <Paper withBorder p="md" component="article">
      <Stack gap="xs" h="100%">
        <Title order={2} size="h4">
          {template.id ? (
            <AnchorLink to="/templates/$id" params={{ id: template.id }} inherit>
              {template.id}
            </AnchorLink>
          ) : (
            template.path
          )}
        </Title>
        <Text size="sm" c="dimmed">
          {template.description ?? template.name}
        </Text>
        <Text size="sm">{parameters.length > 0 ? parameters.map((one) => one.name).join(', ') : text.parameters(0)}</Text>
        {template.problems.slice(0, 2).map((problem) => (
          <ProblemLine key={`${problem.code} ${problem.line} ${problem.message}`} problem={problem} />
        ))}
        <Group justify="space-between" mt="auto">
          <Text size="sm" c="dimmed">
            {text.strategies(template.strategy_count)}
          </Text>
          {template.id ? (
            <ButtonLink size="xs" variant="default" to="/strategies/new" search={{ template: template.id }} aria-label={`${text.pick} ${template.id}`}>
              {text.pick}
            </ButtonLink>
          ) : null}
        </Group>
      </Stack>
    </Paper>
  );
}

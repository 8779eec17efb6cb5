import { Stack, Title } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { $api } from '@/shared/api/client';
import { YamlView } from '@/shared/code/YamlView';
import { Answer } from '@/shared/ui/Answer';
import { AnchorLink, ButtonLink } from '@/shared/ui/links';
import { Page } from '@/shared/ui/Page';
import { ProblemList } from '@/shared/ui/ProblemList';
import { templates as text } from '@/text/templates';
import { ParameterTable } from './ParameterTable';
import { parametersOf } from './parameters';

/** One template: what it takes, its text, and the way to a strategy. */
export function TemplatePage() {
  const { id } = useParams({ from: '/templates/$id' });
  const query = $api.useQuery('get', '/api/templates/{id}', { params: { path: { id } } }, { placeholderData: undefined });
  const template = query.data;
  return (
    <Page
      title={id}
      crumb={<AnchorLink size="sm" to="/templates">{text.title}</AnchorLink>}
      state={
        template ? (
          <>
            <div>{template.description ?? template.name}</div>
            <AnchorLink size="sm" to="/strategies" search={{ template: id }}>
              {text.strategies(template.strategy_count)}
            </AnchorLink>
          </>
        ) : null
      }
      actions={
        <ButtonLink to="/strategies/new" search={{ template: id }}>
          {text.make}
        </ButtonLink>
      }
    >
      <Answer of={query}>
        {(view) => (
          <Stack>
            <ProblemList problems={view.problems} title={view.valid ? undefined : text.broken} />
            <section>
              <Title order={2} size="h4" mb="xs">
                {text.headings.parameters}
              </Title>
              <ParameterTable parameters={parametersOf(view.parameters)} />
            </section>
            <section>
              <Title order={2} size="h4" mb="xs">
                {text.headings.yaml}
              </Title>
              <YamlView text={view.yaml ?? ''} problems={view.problems} label={text.yaml(id)} />
            </section>
          </Stack>
        )}
      </Answer>
    </Page>
  );
}

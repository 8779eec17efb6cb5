import { SimpleGrid } from '@mantine/core';
import { $api } from '@/shared/api/client';
import { Answer } from '@/shared/ui/Answer';
import { Empty } from '@/shared/ui/Empty';
import { AnchorLink, ButtonLink } from '@/shared/ui/links';
import { Page } from '@/shared/ui/Page';
import { templates as text } from '@/text/templates';
import { TemplateCard } from './TemplateCard';

/** The library of templates. */
export function TemplatesPage() {
  const query = $api.useQuery('get', '/api/templates', { params: { query: { limit: 200 } } });
  const items = query.data?.items;
  const create = <ButtonLink to="/workflows/new">{text.create}</ButtonLink>;
  return (
    <Page
      title={text.title}
      crumb={<AnchorLink size="sm" to="/workflows">{text.crumbWorkflows}</AnchorLink>}
      state={items ? text.state(items.length, items.filter((one) => one.problems.length > 0).length) : text.loading}
      actions={create}
    >
      <Answer of={query}>
        {({ items: found }) =>
          found.length === 0 ? (
            <Empty title={text.empty.title} words={text.empty.words} example={text.empty.example} action={create} />
          ) : (
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
              {found.map((one) => (
                <TemplateCard key={one.path} of={one} />
              ))}
            </SimpleGrid>
          )
        }
      </Answer>
    </Page>
  );
}

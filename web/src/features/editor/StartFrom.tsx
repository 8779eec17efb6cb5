import { Group, Select } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { $api } from '@/shared/api/client';
import { AnchorLink } from '@/shared/ui/links';
import { editor as text } from '@/text/editor';

const starter = 'starter';

/** What a new text begins with: the small example, another workflow, or a template. */
export function StartFrom() {
  const { from, template } = useSearch({ from: '/workflows/new' });
  const go = useNavigate({ from: '/workflows/new' });
  const workflows = $api.useQuery('get', '/api/workflows', { params: { query: { limit: 200 } } });
  const templates = $api.useQuery('get', '/api/templates', {});
  const choose = (chosen: string | null) => {
    const [kind, ...id] = (chosen ?? starter).split(':');
    sessionStorage.removeItem('carillon-draft new');
    void go({ search: { from: kind === 'w' ? id.join(':') : undefined, template: kind === 't' ? id.join(':') : undefined } });
  };
  return (
    <Group gap="sm" mb="sm" align="end">
      <Select
        size="xs"
        w={280}
        searchable
        label={text.start}
        allowDeselect={false}
        value={from ? `w:${from}` : template ? `t:${template}` : starter}
        onChange={choose}
        data={[
          { group: text.startGroups.example, items: [{ value: starter, label: text.starter }] },
          { group: text.startGroups.workflows, items: (workflows.data?.items ?? []).flatMap((one) => (one.id && !one.template ? [{ value: `w:${one.id}`, label: one.name ?? one.id }] : [])) },
          { group: text.startGroups.templates, items: (templates.data?.items ?? []).flatMap((one) => (one.id ? [{ value: `t:${one.id}`, label: one.id }] : [])) },
        ]}
      />
      <AnchorLink size="sm" to="/templates">
        {text.manyAlike}
      </AnchorLink>
    </Group>
  );
}

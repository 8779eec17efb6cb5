import { Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { $api } from '@/shared/api/client';
import { ProblemList } from '@/shared/ui/ProblemList';
import { wizard as text } from '@/text/wizard';
import { useField, useWizard } from './WizardContext';

/** Which workflow; found by its name or id as one types, however many there are. */
export function WorkflowPick() {
  const { draft, act, schedule } = useWizard();
  const { error } = useField('workflow');
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed, 200);
  const chosen = $api.useQuery('get', '/api/workflows/{id}', { params: { path: { id: draft.workflow ?? '' } } }, { enabled: draft.workflow !== null });
  const summary = draft.workflow && chosen.data?.summary.id === draft.workflow ? chosen.data.summary : null;
  const name = summary ? label(draft.workflow!, summary.name) : (draft.workflow ?? '');
  const list = $api.useQuery('get', '/api/workflows', { params: { query: { q: asked && asked !== name ? asked : undefined, limit: 50 } } });
  // A file that could not be read has no id yet.
  const found = (list.data?.items ?? []).flatMap((each) => (each.id === null ? [] : [{ value: each.id, label: label(each.id, each.name) }]));
  const data = draft.workflow && !found.some((each) => each.value === draft.workflow) ? [{ value: draft.workflow, label: name }, ...found] : found;
  return (
    <div>
      <Select
        label={text.workflow.label}
        description={text.workflow.hint}
        data={data}
        value={draft.workflow}
        onChange={(id) => act({ type: 'workflow', id })}
        searchable
        onSearchChange={setTyped}
        filter={({ options }) => options}
        nothingFoundMessage={text.workflow.none}
        error={error}
        disabled={schedule !== null}
        withAsterisk
        maxDropdownHeight={320}
      />
      {summary?.description ? (
        <Text size="sm" c="dimmed" mt={6}>
          {summary.description}
        </Text>
      ) : null}
      {draft.workflow ? <ProblemList error={chosen.error} /> : null}
      {summary && !summary.valid ? <ProblemList problems={summary.problems} title={text.workflow.problems} /> : null}
    </div>
  );
}

function label(id: string, name: string | null): string {
  return name === null || name === id ? id : `${name} (${id})`;
}

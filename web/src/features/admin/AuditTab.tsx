import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { admin as text } from '@/text/admin';
import { AuditTrail } from './AuditTrail';
import { subjects, type AdminSearch } from './search';

/** The audit trail of everything, or of what fits. */
export function AuditTab() {
  const search = useSearch({ from: '/admin' });
  const go = useNavigate({ from: '/admin' });
  const set = (change: AdminSearch) => void go({ search: { ...search, ...change }, replace: true });
  const type = useDebouncedCallback(set, 300);
  const filtered = search.subject !== undefined || search.actor !== undefined || search.id !== undefined;
  return (
    <Stack gap="md">
      <Group align="end" gap="sm">
        <Select
          label={text.filter.subject}
          placeholder={text.filter.any}
          clearable
          data={subjects.map((subject) => ({ value: subject, label: text.subjects[subject] }))}
          value={search.subject ?? null}
          onChange={(subject) => set({ subject: (subject as AdminSearch['subject']) ?? undefined })}
        />
        <TextInput key={`actor ${filtered}`} label={text.filter.actor} defaultValue={search.actor ?? ''} onChange={(event) => type({ actor: event.currentTarget.value || undefined })} />
        <TextInput key={`id ${filtered}`} label={text.filter.id} defaultValue={search.id ?? ''} onChange={(event) => type({ id: event.currentTarget.value || undefined })} />
        {filtered ? (
          <Button variant="subtle" onClick={() => void go({ search: {} })}>
            {text.filter.clear}
          </Button>
        ) : null}
        <Button component="a" href="/api/audit/export?format=csv" download="audit.csv" variant="default" ml="auto">
          {text.download}
        </Button>
      </Group>
      <AuditTrail search={{ subject: search.subject, actor: search.actor, id: search.id }} filtered={filtered} />
    </Stack>
  );
}

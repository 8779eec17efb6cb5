import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { call, client } from '@/shared/api/client';
import type { Api } from '@/shared/api/types';
import { Time } from '@/shared/time/Time';
import { Answer } from '@/shared/ui/Answer';
import { formatMoney } from '@/shared/ui/money';
import { editor } from '@/text/editor';

const text = editor.reviewing;

/** What the text does to the schedules of its workflow. */
export function PlanView({ id, path, yaml }: { id: string; path: string; yaml: string }) {
  const query = useQuery({
    queryKey: ['plan', path, yaml],
    queryFn: () => call(client.POST('/api/plan', { body: { files: [{ path, text: yaml }], keep_others: true } })),
    placeholderData: undefined,
  });
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        {text.effects}
      </Title>
      <Answer of={query} rows={2}>
        {({ changes }) => {
          const own = changes.filter((change) => change.workflow_id === id && change.fate !== null);
          return own.length === 0 ? (
            <Text size="sm" c="dimmed">
              {text.none}
            </Text>
          ) : (
            <Stack gap="xs">
              {own.map((change) => (
                <Change key={change.schedule_id} of={change} />
              ))}
            </Stack>
          );
        }}
      </Answer>
    </section>
  );
}

function Change({ of: change }: { of: Api<'PlannedChangeView'> }) {
  return (
    <Text size="sm" component="div">
      <b>
        {change.fate ? text.fates[change.fate] : null}
        {change.key ? ` ${change.key}` : ''}
      </b>
      {`: ${[change.before, change.after].filter(Boolean).join(' → ')} (${change.timezone}). ${text.runs(change.added_runs, change.removed_runs)}. `}
      {change.cost_delta === 0 ? null : `${text.cost(`${change.cost_delta > 0 ? '+' : ''}${formatMoney(change.cost_delta)}`)}. `}
      {change.first_change_at ? (
        <>
          {text.first} <Time at={change.first_change_at} zone={change.timezone} />.{' '}
        </>
      ) : null}
      {change.override === 'dropped' ? text.override : change.override === 'stays' ? text.overrideStays : null}
    </Text>
  );
}

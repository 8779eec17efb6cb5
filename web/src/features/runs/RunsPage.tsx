import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { $api } from '@/shared/api/client';
import { RunTable } from '@/shared/runs/RunTable';
import { useNow } from '@/shared/time/clock';
import { useZone } from '@/shared/time/zone';
import { Answer } from '@/shared/ui/Answer';
import { Empty } from '@/shared/ui/Empty';
import { ButtonLink } from '@/shared/ui/links';
import { Page } from '@/shared/ui/Page';
import { runs as text } from '@/text/runs';
import { askedOf } from './asked';
import { RunsFilter } from './RunsFilter';
import type { RunsSearch } from './search';
import { isFiltered, sentenceOf } from './sentence';
import { useRunList } from './useRunList';

export function RunsPage() {
  const search = useSearch({ from: '/runs' });
  const navigate = useNavigate();
  const change = (next: RunsSearch) => void navigate({ to: '/runs', search: next, replace: true });
  const list = useRunList(askedOf(search, useZone(), useNow(60_000)));
  return (
    <Page title={text.title} state={<State />}>
      <RunsFilter search={search} onChange={change} />
      <Answer of={list.head} rows={12}>
        {() => (list.runs.length > 0 ? <RunTable runs={list.runs} hasMore={list.hasMore} loadMore={list.loadMore} /> : <NoRuns search={search} onClear={() => change({})} />)}
      </Answer>
    </Page>
  );
}

function State() {
  const { data } = $api.useQuery('get', '/api/health-dashboard');
  return data ? text.state(data.last_hour.open, data.last_hour.failed, data.last_hour.completed) : null;
}

function NoRuns({ search, onClear }: { search: RunsSearch; onClear: () => void }) {
  return isFiltered(search) ? (
    <Empty title={text.empty.noneMatch} words={text.empty.noneMatchWords(sentenceOf(search))} action={<Button onClick={onClear}>{text.empty.clear}</Button>} />
  ) : (
    <Empty title={text.empty.none} words={text.empty.noneWords} action={<ButtonLink to="/workflows">{text.empty.noneAct}</ButtonLink>} />
  );
}

import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useScheduleActs } from '@/shared/acts/useScheduleActs';
import { ButtonLink } from '@/shared/ui/links';
import { Page } from '@/shared/ui/Page';
import { schedulesText as text } from '@/text/schedules';
import { shell } from '@/text/shell';
import { Calendar } from './Calendar';
import { Filters } from './Filters';
import { Grid } from './Grid';
import { List } from './List';
import { filterOf, isFiltered, readSchedulesSearch, views } from './search';
import { SelectionBar } from './SelectionBar';
import { useSelection } from './useSelection';
import { pageQuery } from './useRows';
import { useSchedulesSearch } from './useSearch';

/** All schedules, as a list, as cards, or as a calendar of what they did and will do. */
export function SchedulesPage() {
  const { search, set } = useSchedulesSearch();
  const acts = useScheduleActs();
  const selection = useSelection(JSON.stringify(filterOf(search)));
  const first = useQuery(pageQuery(search, undefined)).data;
  const total = first?.total ?? 0;
  const view = search.view ?? 'list';
  const props = { search, selection, acts, onChange: set };
  return (
    <Page
      title={shell.pages.schedules}
      state={first === undefined ? null : isFiltered(search) ? text.matching(total) : text.total(total)}
      actions={
        <>
          <SegmentedControl
            size="xs"
            aria-label={text.views.label}
            value={view}
            data={views.map((value) => ({ value, label: text.views[value] }))}
            onChange={(chosen) => set((before) => readSchedulesSearch({ ...before, view: chosen }))}
          />
          <ButtonLink to="/schedules/new">{text.create}</ButtonLink>
        </>
      }
    >
      <Filters search={search} onChange={set} />
      {view === 'list' ? <List {...props} /> : view === 'grid' ? <Grid {...props} /> : <Calendar search={search} total={total} onChange={set} />}
      {view === 'calendar' ? null : <SelectionBar selection={selection} search={search} total={total} acts={acts} />}
      {acts.dialog}
    </Page>
  );
}

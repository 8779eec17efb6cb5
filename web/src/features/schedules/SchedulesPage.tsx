import { SegmentedControl } from '@mantine/core';
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
import { useRows } from './useRows';
import { useSchedulesSearch } from './useSearch';

/** All schedules, as a list, as cards, or as a calendar of what they did and will do. */
export function SchedulesPage() {
  const { search, set } = useSchedulesSearch();
  const acts = useScheduleActs();
  const selection = useSelection(JSON.stringify(filterOf(search)));
  const rows = useRows(search, 0, 0);
  const view = search.view ?? 'list';
  const props = { search, selection, acts, onChange: set };
  return (
    <Page
      title={shell.pages.schedules}
      state={rows.isPending ? null : isFiltered(search) ? text.matching(rows.total) : text.total(rows.total)}
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
      {view === 'list' ? <List {...props} /> : view === 'grid' ? <Grid {...props} /> : <Calendar search={search} total={rows.total} onChange={set} />}
      {view === 'calendar' ? null : <SelectionBar selection={selection} search={search} total={rows.total} acts={acts} />}
      {acts.dialog}
    </Page>
  );
}

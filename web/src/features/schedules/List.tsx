import { VisuallyHidden } from '@mantine/core';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import type { ScheduleActs } from '@/shared/acts/useScheduleActs';
import type { Schedule } from '@/shared/api/types';
import { schedulesText as text } from '@/text/schedules';
import { Found } from './Found';
import { ListHead } from './ListHead';
import { ListRow } from './ListRow';
import { seenOf } from './pages';
import { readSchedulesSearch, type SchedulesSearch } from './search';
import css from './table.module.css';
import { useListKeys } from './useListKeys';
import { useOffset } from './useOffset';
import { useRecent } from './useRecent';
import { useRows } from './useRows';
import type { Selection } from './useSelection';

const rowHeight = 52;

type Props = { search: SchedulesSearch; selection: Selection; acts: ScheduleActs; onChange: (change: (before: SchedulesSearch) => SchedulesSearch) => void };

/** The schedules as rows. Of ten thousand, only those seen are on the page. */
export function List({ search, selection, acts, onChange }: Props) {
  const body = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState({ first: 0, last: 30 });
  const rows = useRows(search, range.first, range.last);
  // oxlint-disable-next-line react/incompatible-library -- pages are not compiled
  const virtual = useWindowVirtualizer({ count: rows.total, estimateSize: () => rowHeight, overscan: 8, scrollMargin: useOffset(body), scrollPaddingStart: 90, scrollPaddingEnd: 70 });
  const shown = virtual.getVirtualItems();
  const recent = useRecent(rows, range.first, range.last);
  const seen = seenOf(shown[0]?.index, shown.at(-1)?.index);
  if (seen.first !== range.first || seen.last !== range.last) setRange(seen);
  const keys = useListKeys(rows.total, rows.at, (index) => virtual.scrollToIndex(index), selection.toggle);
  const loaded = rows.loaded();
  const chosen = selection.count === 0 ? 'none' : loaded.every((schedule) => selection.has(schedule.id)) ? 'all' : 'some';
  return (
    <Found rows={rows} search={search} onChange={onChange}>
      <div className={css.table} role="grid" tabIndex={-1} aria-label={text.table} aria-rowcount={rows.total + 1} aria-multiselectable="true" onKeyDown={keys.onKeyDown} onBlur={keys.onBlur}>
        <VisuallyHidden>{text.keys}</VisuallyHidden>
        <ListHead
          search={search}
          chosen={chosen}
          onSelectAll={() => (chosen === 'all' ? selection.clear() : selection.add(loaded))}
          onSort={(sort, order) => onChange((before) => readSchedulesSearch({ ...before, sort, order }))}
        />
        <div ref={body} className={css.body} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {shown.map((item) => {
            const schedule: Schedule | undefined = rows.at(item.index);
            return (
              <ListRow
                // By place while it is loading; later the row goes with its schedule, so that an open menu never changes whose it is.
                key={schedule ? `${schedule.id} ${Math.floor(item.index / 200)}` : item.index}
                index={item.index}
                top={item.start - virtual.options.scrollMargin}
                schedule={schedule}
                recent={schedule && recent(schedule.id)}
                selected={schedule !== undefined && selection.has(schedule.id)}
                current={keys.current === item.index}
                grab={keys.grabbing && keys.current === item.index}
                acts={acts}
                onSelect={selection.toggle}
                onCurrent={keys.onCurrent}
              />
            );
          })}
        </div>
      </div>
    </Found>
  );
}

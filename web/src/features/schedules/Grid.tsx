import { useElementSize } from '@mantine/hooks';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import type { ScheduleActs } from '@/shared/acts/useScheduleActs';
import { schedulesText as text } from '@/text/schedules';
import { Card } from './Card';
import css from './card.module.css';
import { Found } from './Found';
import { seenOf } from './pages';
import type { SchedulesSearch } from './search';
import { useOffset } from './useOffset';
import { useRecent } from './useRecent';
import { useRows } from './useRows';
import type { Selection } from './useSelection';

const cardWidth = 310;
const cardHeight = 196;
const gap = 12;

type Props = { search: SchedulesSearch; selection: Selection; acts: ScheduleActs; onChange: (change: (before: SchedulesSearch) => SchedulesSearch) => void };

/** The schedules as cards, as many beside one another as fit. */
export function Grid({ search, selection, acts, onChange }: Props) {
  const { ref: sized, width } = useElementSize();
  const body = useRef<HTMLUListElement>(null);
  const [range, setRange] = useState({ first: 0, last: 30 });
  const rows = useRows(search, range.first, range.last);
  const columns = Math.max(1, Math.floor((width + gap) / (cardWidth + gap)));
  // oxlint-disable-next-line react/incompatible-library -- pages are not compiled
  const virtual = useWindowVirtualizer({ count: Math.ceil(rows.total / columns), estimateSize: () => cardHeight + gap, overscan: 3, scrollMargin: useOffset(body) });
  const shown = virtual.getVirtualItems();
  const recent = useRecent(rows, range.first, range.last);
  const lines = [shown[0]?.index, shown.at(-1)?.index];
  const seen = seenOf(lines[0] && lines[0] * columns, lines[1] && (lines[1] + 1) * columns - 1);
  if (seen.first !== range.first || seen.last !== range.last) setRange(seen);
  return (
    <div ref={sized}>
      <Found rows={rows} search={search} onChange={onChange}>
        <ul ref={body} className={css.grid} style={{ height: virtual.getTotalSize() }} aria-label={text.table}>
          {shown.flatMap((line) =>
            Array.from({ length: Math.min(columns, rows.total - line.index * columns) }, (_, column) => {
              const index = line.index * columns + column;
              const schedule = rows.at(index);
              const place = {
                width: `calc((100% - ${(columns - 1) * gap}px) / ${columns})`,
                height: cardHeight,
                left: `calc((100% + ${gap}px) / ${columns} * ${column})`,
                transform: `translateY(${line.start - virtual.options.scrollMargin}px)`,
              };
              return (
                <li key={schedule?.id ?? index} className={css.place} style={place} aria-setsize={rows.total} aria-posinset={index + 1}>
                  {schedule ? <Card schedule={schedule} recent={recent(schedule.id)} selected={selection.has(schedule.id)} acts={acts} onSelect={selection.toggle} /> : <div className={css.card} aria-busy="true" />}
                </li>
              );
            }),
          )}
        </ul>
      </Found>
    </div>
  );
}

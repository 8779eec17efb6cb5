import { Checkbox, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { schedulesText as text } from '@/text/schedules';
import type { SchedulesSearch, Sort } from './search';
import css from './table.module.css';

type Props = {
  search: SchedulesSearch;
  /** How many of the loaded ones are selected. */
  chosen: 'none' | 'some' | 'all';
  onSelectAll: () => void;
  onSort: (sort: Sort, order: 'asc' | 'desc') => void;
};

export function ListHead({ search, chosen, onSelectAll, onSort }: Props) {
  const column = (sort: Sort, words: string, place: string | undefined) => {
    const on = (search.sort ?? 'id') === sort;
    const falling = search.order === 'desc';
    return (
      <span role="columnheader" className={place} aria-sort={on ? (falling ? 'descending' : 'ascending') : 'none'}>
        <UnstyledButton className={css.sort} onClick={() => onSort(sort, on && !falling ? 'desc' : 'asc')} title={text.sortBy(words)}>
          {words}
          {on ? falling ? <ArrowDown size={12} aria-hidden="true" /> : <ArrowUp size={12} aria-hidden="true" /> : null}
        </UnstyledButton>
      </span>
    );
  };
  return (
    <div role="row" className={css.head} aria-rowindex={1}>
      <span role="columnheader" className={css.select}>
        <VisuallyHidden>{text.columns.select}</VisuallyHidden>
        <Checkbox size="xs" aria-label={text.selectLoaded} checked={chosen === 'all'} indeterminate={chosen === 'some'} onChange={onSelectAll} />
      </span>
      {column('id', text.columns.name, css.name)}
      <span role="columnheader" className={css.words}>
        {text.columns.words}
      </span>
      {column('next_run', text.columns.next, css.next)}
      {column('last_run', text.columns.last, css.last)}
      <span role="columnheader" className={css.recent}>
        {text.columns.recent}
      </span>
      <span role="columnheader" className={css.rate}>
        {text.columns.rate}
      </span>
      <span role="columnheader" className={css.cost}>
        {text.columns.cost}
      </span>
      <span role="columnheader" className={css.menu}>
        <VisuallyHidden>{text.columns.menu}</VisuallyHidden>
      </span>
    </div>
  );
}

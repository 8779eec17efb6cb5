import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Answer } from '@/shared/ui/Answer';
import { Empty } from '@/shared/ui/Empty';
import { ButtonLink } from '@/shared/ui/links';
import { schedulesText as text } from '@/text/schedules';
import { cleared, isFiltered, type SchedulesSearch } from './search';
import type { Rows } from './useRows';

type Props = { rows: Rows; search: SchedulesSearch; onChange: (change: (before: SchedulesSearch) => SchedulesSearch) => void; children: ReactNode };

/** What is shown instead of schedules while they load, when they cannot be read, and when there are none. */
export function Found({ rows, search, onChange, children }: Props) {
  const query = { data: rows.isPending || (rows.error && rows.total === 0) ? undefined : rows.total, error: rows.error, isPending: rows.isPending, refetch: rows.refetch };
  return (
    <Answer of={query} rows={10}>
      {(total) => {
        if (total > 0) return children;
        if (isFiltered(search))
          return (
            <Empty
              title={text.none.title}
              words={text.none.words}
              action={
                <Button variant="default" onClick={() => onChange(cleared)}>
                  {text.none.clear}
                </Button>
              }
            />
          );
        return <Empty title={text.empty.title} words={text.empty.words} example={text.empty.example} action={<ButtonLink to="/schedules/new">{text.create}</ButtonLink>} />;
      }}
    </Answer>
  );
}

import type { AnchorProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { AnchorLink } from '@/shared/ui/links';
import { useScheduleId, useScheduleSearch } from './place';
import type { ScheduleSearch } from './search';

/** A link that changes some of the page's address and keeps the rest. */
export function HereLink({ change, children, ...props }: AnchorProps & { change: Partial<ScheduleSearch>; children: ReactNode }) {
  const id = useScheduleId();
  const search = useScheduleSearch();
  return (
    <AnchorLink inherit {...props} to="/schedules/$id" params={{ id }} search={{ ...search, ...change }} resetScroll={false}>
      {children}
    </AnchorLink>
  );
}

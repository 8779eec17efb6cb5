import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { now } from '@/shared/time/clock';
import { isoDate, ownZone } from '@/shared/time/format';
import { fromDocument } from './draft';
import type { Document } from './json';
import { presetOf, startOf } from './recurrence';
import { Wizard } from './Wizard';

/** A schedule from nothing, or from what the address gives: a workflow, a cron, a card. */
export function NewSchedule() {
  const { workflow, cron, preset } = useSearch({ from: '/schedules/new' });
  const initial = useMemo(() => {
    const zone = ownZone();
    const when: Document = cron ? { cron } : preset ? startOf(preset, isoDate(now(), zone)) : {};
    const place: Document = preset === 'session' ? { timezone: 'America/New_York', calendar: 'XNYS' } : { timezone: zone };
    return { ...fromDocument({ ...when, ...place }, workflow ?? null), preset: preset ?? presetOf(when) };
  }, [workflow, cron, preset]);
  const key = `carillon-draft ${[workflow, cron, preset].map((part) => part ?? '').join(' ')}`;
  return <Wizard key={key} draftKey={key} initial={initial} schedule={null} />;
}

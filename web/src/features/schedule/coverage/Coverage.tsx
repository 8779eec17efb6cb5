import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { May } from '@/shared/api/may';
import type { Api } from '@/shared/api/types';
import { TimeBand } from '@/shared/band/TimeBand';
import { schedule as text } from '@/text/schedule';
import { startOfDay, type Dates } from '../period';
import { useChange } from '../place';
import page from '../Schedule.module.css';
import { HoleTable } from './HoleTable';
import { holesOf, scheduledOf } from './holes';
import { spansOf } from './spans';

const words = text.coverage;
const states = ['covered', 'doubled', 'missing', 'not_expected'] as const;

/** Dates as a strip, the count of each kind, and the holes. */
export function Coverage({ coverage, onFill }: { coverage: Api<'CoverageView'>; onFill: (dates: Dates) => void }) {
  const change = useChange();
  const zone = coverage.timezone;
  const lanes = useMemo(() => [{ label: words.lane, spans: spansOf(coverage.days, zone) }], [coverage.days, zone]);
  const holes = useMemo(() => holesOf(coverage), [coverage]);
  const all = scheduledOf(coverage.backfill, zone);
  return (
    <Stack gap="lg">
      <section className={page.section} aria-label={words.title}>
        <Title order={2} size="h4">
          {words.title}
        </Title>
        <TimeBand
          from={startOfDay(coverage.from, zone)}
          to={startOfDay(coverage.to, zone)}
          zone={zone}
          lanes={lanes}
          label={words.strip(coverage.from, coverage.to)}
          onRange={(from, to) => change({ from: new Date(from).toISOString(), to: new Date(to).toISOString(), range: undefined }, true)}
        />
        <Group gap="lg">
          {states.map((state) => (
            <Text key={state} size="sm" c={state === 'missing' && coverage.missing > 0 ? undefined : 'dimmed'} fw={state === 'missing' && coverage.missing > 0 ? 600 : undefined}>
              {words.states[state]}: {words.days(coverage[state])}
            </Text>
          ))}
        </Group>
      </section>
      <section className={page.section} aria-label={words.holes}>
        <Group justify="space-between">
          <Title order={2} size="h4">
            {words.holes}
          </Title>
          {all && holes.length > 1 ? (
            <May do="run:execute">
              <Button size="xs" onClick={() => onFill(all)}>
                {words.backfillAll}
              </Button>
            </May>
          ) : null}
        </Group>
        {holes.length === 0 ? <Text c="dimmed">{words.noHoles}</Text> : <HoleTable holes={holes} onFill={onFill} />}
      </section>
    </Stack>
  );
}

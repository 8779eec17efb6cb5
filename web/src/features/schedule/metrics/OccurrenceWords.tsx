import { Text } from '@mantine/core';
import type { Api } from '@/shared/api/types';
import { schedule as text } from '@/text/schedule';
import { HereLink } from '../HereLink';
import css from './Metrics.module.css';

/** What was expected and what ran; each reason leads to its lines of the ledger. */
export function OccurrenceWords({ metrics }: { metrics: Api<'MetricsView'> }) {
  const { occurrences } = metrics;
  if (!occurrences.words) return null;
  return (
    <div>
      <Text>{occurrences.words}</Text>
      {occurrences.reasons.length > 0 ? (
        <ul className={css.reasons}>
          {occurrences.reasons.map(({ outcome, reason, count }) => (
            <li key={`${outcome} ${reason}`}>
              <HereLink change={{ tab: 'ledger', outcome }}>
                {text.metrics.reason(count, text.band.outcome[outcome].toLowerCase(), reason)}
              </HereLink>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

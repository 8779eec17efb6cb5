import { useMemo } from 'react';
import { $api } from '@/shared/api/client';
import { TimeBand } from '@/shared/band/TimeBand';
import { seamsOf } from '@/shared/band/seams';
import { bandMarks } from '@/shared/occurrences/bandMarks';
import { useNow } from '@/shared/time/clock';
import { useZone } from '@/shared/time/zone';
import { Answer } from '@/shared/ui/Answer';
import { overview as text } from '@/text/overview';

const day = 86_400_000;
const quarter = 900_000;

/** Every workflow on one band: what became of the last day, what the next one brings. */
export function AllBand() {
  const now = useNow();
  const zone = useZone();
  // Round ends, so that the same question is asked for a quarter of an hour.
  const middle = Math.floor(now / quarter) * quarter;
  const from = middle - day;
  const to = middle + day + quarter;
  const band = $api.useQuery('get', '/api/occurrences/band', { params: { query: { from: new Date(from).toISOString(), to: new Date(to).toISOString(), steps: 300 } } });
  const seams = useMemo(() => seamsOf(zone, from, to), [zone, from, to]);
  return <Answer of={band} rows={2}>{(counted) => <TimeBand from={from} to={to} now={now} zone={zone} lanes={[{ marks: bandMarks(counted) }]} seams={seams} label={text.band} />}</Answer>;
}

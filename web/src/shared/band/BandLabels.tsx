import { heightOf } from './picture';
import classes from './TimeBand.module.css';
import type { BandLane } from './types';

/** The names of the lanes beside the band; the band itself speaks them. */
export function BandLabels({ lanes, compact }: { lanes: readonly BandLane[]; compact: boolean }) {
  const { rowHeight, head } = heightOf(lanes.length, compact);
  return (
    <div className={classes.labels} aria-hidden="true" style={{ paddingTop: head }}>
      {lanes.map((lane, i) => (
        <div key={lane.label ?? i} className={classes.label} style={{ height: rowHeight }} title={lane.label}>
          <span>{lane.label}</span>
        </div>
      ))}
    </div>
  );
}

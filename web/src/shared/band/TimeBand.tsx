import { useId, useMemo, useRef, useState } from 'react';
import { bandText } from '@/text/band';
import './band.css';
import { BandLabels } from './BandLabels';
import { BandTooltip } from './BandTooltip';
import { describe, spoken, stretchOf } from './describe';
import { pickOf } from './pick';
import { pictureOf } from './picture';
import { seamsOf } from './seams';
import { anchorOf, sameSpot, spotAt, startOf, type Spot } from './spots';
import { summaryOf } from './summary';
import classes from './TimeBand.module.css';
import type { BandLane, BandMark, BandSeam } from './types';
import { useCursor } from './useCursor';
import { useGestures } from './useGestures';
import { usePainted } from './usePainted';
import { useView } from './useView';
import { useWidth } from './useWidth';
import { zoomed } from './view';

type Props = {
  /** The visible stretch in milliseconds since the epoch, the end exclusive. */
  from: number;
  to: number;
  /** Where the line of *now* stands; without it nothing is past or to come. */
  now?: number;
  /** The IANA zone whose clocks and days the band shows. */
  zone: string;
  lanes: BandLane[];
  /** The clock changes to mark; those of the zone when left out. */
  seams?: BandSeam[];
  /** One line of 18 pixels a lane without ticks, for cards and table rows. */
  compact?: boolean;
  /** What the band is of, for screen readers. */
  label: string;
  /** A mark was chosen. Marks drawn as one cell come as one mark without `id`, with their worst state and `count`. */
  onPick?: (mark: BandMark) => void;
  /** The reader moved or zoomed; without it the band stands still. */
  onRange?: (from: number, to: number) => void;
};

/** Time as a strip with *now* as a thin line: what was due as marks left of it, what is to come hollow at its right. */
export function TimeBand({ from, to, now, zone, lanes, seams, compact = false, label, onPick, onRange }: Props) {
  const id = useId();
  const area = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hovered, setHovered] = useState<Spot>();
  const [focused, setFocused] = useState(false);
  const [quiet, setQuiet] = useState(false);
  const width = useWidth(area);
  const movable = onRange !== undefined;
  const control = useView(from, to, onRange);
  const { view } = control;

  const shown = useMemo(
    () => seams ?? (compact ? [] : seamsOf(zone, view.from, view.to)),
    [seams, compact, zone, view.from, view.to],
  );
  const picture = useMemo(
    () => pictureOf({ view: { from: view.from, to: view.to }, width, zone, lanes, seams: shown, now, compact }),
    [view.from, view.to, width, zone, lanes, shown, now, compact],
  );
  const summary = useMemo(
    () => {
      const changes = seams ?? (compact ? [] : seamsOf(zone, from, to));
      return summaryOf({ view: { from, to }, now, zone, lanes, seams: changes });
    },
    [from, to, now, zone, lanes, seams, compact],
  );

  const point = (spot?: Spot) => {
    setQuiet(false);
    setHovered((before) => (sameSpot(before, spot) ? before : spot));
  };
  const pick = (spot: Spot) => {
    const chosen = pickOf(spot, zone, movable);
    if (chosen?.zoom) control.show(zoomed(view, chosen.zoom.width / (view.to - view.from), chosen.zoom.around));
    else if (chosen?.mark) onPick?.(chosen.mark);
  };
  const cursor = useCursor(picture, control, movable, pick);
  const gestures = useGestures(
    area,
    picture.scale,
    control,
    movable,
    (at) => point(at && spotAt(picture, at.x, at.y)),
    (at) => {
      const spot = spotAt(picture, at.x, at.y);
      point(spot);
      if (!spot) return;
      if (spot.kind !== 'seam') cursor.moveTo({ lane: spot.lane, at: startOf(spot) });
      pick(spot);
    },
  );
  const standing = focused ? cursor.stop : undefined;
  usePainted(canvas, picture, hovered, standing);

  const labelled = lanes.some((lane) => lane.label);
  const current = cursor.stop && spoken(cursor.stop, zone, lanes[cursor.stop.lane]?.label);
  const placed = current && bandText.place(current, cursor.index + 1, cursor.count);
  const told = cursor.heard === 'view' ? bandText.showing(stretchOf(zone, view)) : cursor.heard && placed;
  const pointed = hovered ?? standing;
  const chosen = hovered && pickOf(hovered, zone, movable);

  return (
    <div className={classes.band} data-labels={labelled || undefined}>
      {labelled && <BandLabels lanes={lanes} compact={compact} />}
      <div
        ref={area}
        className={classes.area}
        style={{ height: picture.height }}
        role="listbox"
        aria-label={label}
        aria-describedby={`${id}summary`}
        aria-activedescendant={`${id}stop`}
        aria-orientation="horizontal"
        tabIndex={0}
        data-movable={movable || undefined}
        data-pick={(chosen && (chosen.zoom || onPick)) ? '' : undefined}
        onKeyDown={(event) => {
          setQuiet(event.key === 'Escape');
          setFocused(true);
          cursor.onKeyDown(event);
        }}
        onFocus={(event) => setFocused(event.currentTarget.matches(':focus-visible'))}
        onBlur={() => {
          setFocused(false);
          point();
          cursor.forget();
        }}
        {...gestures}
      >
        <canvas ref={canvas} className={classes.canvas} aria-hidden="true" />
        <div
          id={`${id}stop`}
          className={classes.hidden}
          role="option"
          aria-selected={current !== undefined}
          aria-posinset={Math.max(1, cursor.index + 1)}
          aria-setsize={Math.max(1, cursor.count)}
        >
          {current ?? bandText.nothing}
        </div>
      </div>
      <div id={`${id}summary`} className={classes.hidden}>
        {summary} {bandText.keys(movable)}
      </div>
      <div className={classes.hidden} aria-live="polite">
        {told}
      </div>
      {pointed && !quiet && (
        <BandTooltip
          area={area}
          anchor={anchorOf(picture, pointed)}
          description={describe(pointed, zone)}
          hint={chosen?.zoom && bandText.zoomIn}
        />
      )}
    </div>
  );
}

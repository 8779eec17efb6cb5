import { useLayoutEffect, useRef, type CSSProperties, type RefObject } from 'react';
import { createPortal } from 'react-dom';
import type { Description } from './describe';
import classes from './BandTooltip.module.css';
import type { Anchor } from './spots';

type Props = {
  description: Description;
  /** Whether a click would zoom in. */
  hint: string | undefined;
  /** The band, and where in it to point at, in pixels. */
  area: RefObject<HTMLElement | null>;
  anchor: Anchor;
};

const MARGIN = 8;

/** Words beside a spot of the band. What it says is announced elsewhere, so it is hidden from screen readers. */
export function BandTooltip({ description, hint, area, anchor }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current!;
    const { offsetWidth: width, offsetHeight: height } = element;
    const band = area.current!.getBoundingClientRect();
    const left = Math.max(MARGIN, Math.min(band.left + anchor.x - width / 2, window.innerWidth - width - MARGIN));
    const above = band.top + anchor.top - height - MARGIN;
    element.style.transform = `translate(${Math.round(left)}px, ${Math.round(above > 0 ? above : band.top + anchor.bottom + MARGIN)}px)`;
  });
  const mark = description.state && ({ '--mark': `var(--state-${description.state})` } as CSSProperties);
  return createPortal(
    <div ref={box} className={classes.tooltip} aria-hidden="true">
      <div className={classes.title} style={mark} data-mark={mark ? '' : undefined}>
        {description.title}
      </div>
      {description.word && <div>{description.word}</div>}
      {description.lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
      {hint && <div className={classes.hint}>{hint}</div>}
    </div>,
    document.body,
  );
}

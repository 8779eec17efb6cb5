import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { formatClock } from '@/shared/time/format';
import { run } from '@/text/run';
import { partsOf } from './buffer';
import { cut } from './find';
import css from './Log.module.css';

const lineHeight = 18;

type Props = {
  lines: readonly string[];
  words: string;
  /** The line that is looked at. */
  marked: number | undefined;
  follow: boolean;
  onFollow: (follow: boolean) => void;
  wrap: boolean;
  zone: string;
};

/** The lines themselves; only those in sight are drawn. */
export function LogText({ lines, words, marked, follow, onFollow, wrap, zone }: Props) {
  const room = useRef<HTMLDivElement>(null);
  const scrolled = useRef(0);
  // oxlint-disable-next-line react/incompatible-library -- pages are not compiled
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => room.current, estimateSize: () => lineHeight, overscan: 20 });

  useEffect(() => {
    if (follow && lines.length > 0) virtual.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [follow, lines.length, virtual]);

  useEffect(() => {
    if (marked !== undefined) virtual.scrollToIndex(marked, { align: 'center' });
  }, [marked, virtual]);

  // Who scrolls up wants to read; who scrolls to the end wants to see what comes.
  const onScroll = () => {
    const element = room.current!;
    if (element.scrollTop < scrolled.current - 2) onFollow(false);
    else if (element.scrollTop + element.clientHeight >= element.scrollHeight - 2) onFollow(true);
    scrolled.current = element.scrollTop;
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and keys must reach it
    <div ref={room} className={css.room} role="log" aria-live="off" aria-label={run.log.label} tabIndex={0} data-wrap={wrap} onWheel={onScroll} onScroll={onScroll}>
      <div className={css.all} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <div key={index} ref={wrap ? virtual.measureElement : undefined} data-index={index} className={css.line} data-marked={index === marked} style={{ transform: `translateY(${start}px)` }}>
            <Line line={lines[index]!} words={words} zone={zone} />
          </div>
        ))}
      </div>
    </div>
  );
}

function Line({ line, words, zone }: { line: string; words: string; zone: string }) {
  const parts = partsOf(line);
  return (
    <>
      {parts.at ? (
        <time className={css.at} dateTime={parts.at} title={parts.at}>
          {formatClock(parts.at, zone, { seconds: true })}
        </time>
      ) : null}
      {parts.source ? <span className={css.source}>{parts.source}</span> : null}
      {/* oxlint-disable-next-line react/no-array-index-key -- the parts of a line are in their order */}
      {cut(parts.words, words).map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : part))}
    </>
  );
}

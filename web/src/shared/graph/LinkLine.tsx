import { BaseEdge, type Edge, type EdgeProps } from '@xyflow/react';
import { box, type Point } from './layout';
import css from './TaskGraph.module.css';

export type LinkEdge = Edge<{ points: Point[]; near: boolean }, 'link'>;

/** A link from the right side of a task to the left side of another, level through the lanes between. */
export function LinkLine({ sourceX, sourceY, targetX, targetY, data }: EdgeProps<LinkEdge>) {
  return <BaseEdge path={path({ x: sourceX, y: sourceY }, data?.points ?? [], { x: targetX, y: targetY })} className={data?.near ? css.near : css.link} />;
}

function path(from: Point, lanes: readonly Point[], to: Point): string {
  let d = `M${from.x},${from.y}`;
  let at = from;
  const curve = (next: Point) => {
    const bend = Math.max(24, (next.x - at.x) / 2);
    d += ` C${at.x + bend},${at.y} ${next.x - bend},${next.y} ${next.x},${next.y}`;
    at = next;
  };
  for (const lane of lanes) {
    curve(lane);
    at = { x: lane.x + box.width, y: lane.y };
    d += ` H${at.x}`;
  }
  curve(to);
  return d;
}

import { useEffect, useEffectEvent, useRef, type PointerEvent, type RefObject } from 'react';
import { momentOf, perMillisecond, type Scale } from './scale';
import { panned, zoomed } from './view';
import type { ViewControl } from './useView';

const DRAG_FROM = 4;

type Finger = { x: number; y: number };

type Handlers = {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  onPointerCancel: (event: PointerEvent<HTMLElement>) => void;
  onPointerLeave: (event: PointerEvent<HTMLElement>) => void;
  onDoubleClick: (event: { clientX: number }) => void;
};

/** Wheel, drag, pinch and double click on the band; `onPoint` and `onTap` get pixels within it. */
export function useGestures(
  area: RefObject<HTMLElement | null>,
  scale: Scale,
  control: ViewControl,
  movable: boolean,
  onPoint: (at?: Finger) => void,
  onTap: (at: Finger) => void,
): Handlers {
  const fingers = useRef(new Map<number, Finger>());
  const dragged = useRef(false);
  const place = (event: { clientX: number; clientY: number }): Finger => {
    const box = area.current!.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const zoom = (factor: number, x: number) => control.show(zoomed(control.view, factor, momentOf(scale, x)));
  const pan = (pixels: number) => control.show(panned(control.view, pixels / perMillisecond(scale)));

  const wheel = useEffectEvent((event: WheelEvent) => {
    if (event.ctrlKey) zoom(Math.exp(Math.max(-60, Math.min(60, event.deltaY)) * 0.01), place(event).x);
    else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) pan(event.deltaX);
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const element = area.current;
    if (!element || !movable) return;
    // React listens passively; the page itself must not zoom.
    const listen = (event: WheelEvent) => wheel(event);
    element.addEventListener('wheel', listen, { passive: false });
    return () => element.removeEventListener('wheel', listen);
  }, [area, movable]);

  const move = (event: PointerEvent<HTMLElement>) => {
    const here = place(event);
    const before = fingers.current.get(event.pointerId);
    if (!before) return onPoint(here);
    if (!movable) return;
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      dragged.current = true;
      const apart = (finger: Finger) => Math.max(16, Math.abs(finger.x - other.x));
      zoom(apart(before) / apart(here), (here.x + other.x) / 2);
    } else if (dragged.current || Math.abs(here.x - before.x) >= DRAG_FROM) {
      if (!dragged.current) event.currentTarget.setPointerCapture(event.pointerId);
      dragged.current = true;
      onPoint();
      pan(before.x - here.x);
    } else {
      return;
    }
    fingers.current.set(event.pointerId, here);
  };
  const lift = (event: PointerEvent<HTMLElement>, tap: boolean) => {
    if (!fingers.current.delete(event.pointerId)) return;
    if (dragged.current) control.rest();
    else if (tap) onTap(place(event));
  };
  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      if (fingers.current.size === 0) dragged.current = false;
      fingers.current.set(event.pointerId, place(event));
    },
    onPointerMove: move,
    onPointerUp: (event) => lift(event, true),
    onPointerCancel: (event) => lift(event, false),
    onPointerLeave: (event) => {
      // A finger leaves with every tap; the words stay until the next one.
      if (event.pointerType !== 'touch') onPoint();
      if (!dragged.current) fingers.current.clear();
    },
    onDoubleClick: (event) => {
      if (movable) zoom(0.5, event.clientX - area.current!.getBoundingClientRect().left);
    },
  };
}

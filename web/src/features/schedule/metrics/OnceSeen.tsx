import { useIntersection } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';

/** Draws what it holds once it has come into sight, for a chart takes some hundred milliseconds; its room is there from the start. */
export function OnceSeen({ height, children }: { height: number; children: ReactNode }) {
  const { ref, entry } = useIntersection({ rootMargin: '100px' });
  const [seen, setSeen] = useState(false);
  if (!seen && entry?.isIntersecting) setSeen(true);
  return (
    <div ref={ref} aria-hidden="true" style={{ minHeight: height }}>
      {seen ? children : null}
    </div>
  );
}

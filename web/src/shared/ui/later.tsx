import { useEffect, useState, type ComponentType, type ReactNode } from 'react';

/**
 * A component whose code is read when it is first shown, or when `read` is called; `waiting` stands in its place.
 * React's own lazy shows what comes soon after another of its kind only 300 ms later, which is most of the time that a page takes.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>, waiting: ReactNode): ComponentType<Props> & { read: () => Promise<ComponentType<Props>> } {
  let known: ComponentType<Props> | undefined;
  let reading: Promise<ComponentType<Props>> | undefined;
  const read = () =>
    (reading ??= load().then((component) => {
      known = component;
      return component;
    }));
  function Later(props: Props) {
    const [Shown, show] = useState(() => known);
    useEffect(() => {
      if (Shown) return;
      read().then(
        (component) => show(() => component),
        // Thrown where the page's boundary sees it.
        (error: unknown) =>
          show(() => {
            throw error;
          }),
      );
    }, [Shown]);
    return Shown ? <Shown {...props} /> : waiting;
  }
  return Object.assign(Later, { read });
}

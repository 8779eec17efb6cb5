/** Which versions are compared, as they stand in the address. */
export type Picked = { before?: string; after?: string };

/** The picks after one version was switched on or off: at most two, a third takes the place of the older one. `order` is the latest first. */
export function toggle(picked: Picked, version: string, order: readonly string[]): Picked {
  const now = [picked.before, picked.after].filter((one): one is string => one !== undefined);
  const chosen = now.includes(version) ? now.filter((one) => one !== version) : [...now, version].slice(-2);
  const [after, before] = chosen.toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
  return { before, after };
}

/** What is compared where the address says nothing: the latest two. */
export function pickedOf(asked: Picked, order: readonly string[]): Picked {
  return asked.before ?? asked.after ? asked : { after: order[0], before: order[1] };
}

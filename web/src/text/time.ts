export const time = {
  now: 'now',
  in: (distance: string) => `in ${distance}`,
  ago: (distance: string) => `${distance} ago`,
};

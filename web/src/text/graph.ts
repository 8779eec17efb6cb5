export const graph = {
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show all',
  sensor: 'Waits for something',
  fansOut: 'Once for each item',
  roles: { task: '', on_success: 'After success', on_failure: 'After failure' },
  tree: {
    copy: 'Copy',
    copied: 'Copied',
    items: (count: number) => `${count} ${count === 1 ? 'item' : 'items'}`,
    members: (count: number) => `${count} ${count === 1 ? 'member' : 'members'}`,
    more: (count: number) => `Show ${count} more`,
    empty: 'Nothing',
  },
};

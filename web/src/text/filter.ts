export const filter = {
  find: 'Find',
  nothing: 'Nothing found',
  more: 'More than can be listed: type to find.',
  anyOption: 'Any',
};

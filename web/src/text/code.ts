export const code = {
  /** Said by screen readers after the name of an editor. */
  leave: 'Tab indents. To leave with Tab, press Escape first.',
  same: 'No difference.',
};

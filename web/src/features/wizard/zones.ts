/** Every zone by name, the reader's own and UTC first. */
export function zones(own: string, chosen: string): string[] {
  return [...new Set([own, 'UTC', ...(chosen ? [chosen] : []), ...Intl.supportedValuesOf('timeZone')])];
}

/** "UTC−05:00" at that time; '' for a zone that the browser does not know. */
export function offsetOf(zone: string, at: number): string {
  try {
    const name = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '';
    return name.replace('GMT', 'UTC').replace('-', '−');
  } catch {
    return '';
  }
}

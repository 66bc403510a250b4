/** The IANA zones that the browser knows, and its own, which is only ever a first suggestion. */
export function allZones(): string[] {
  return Intl.supportedValuesOf('timeZone');
}

/** The zone of this browser. */
export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

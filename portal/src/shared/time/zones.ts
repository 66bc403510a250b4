/**
 * Zones of IANA, as this browser knows them. A browser may not know a zone, may know it by an older
 * name, or may not know its own; times are then shown in UTC, which is named and true.
 */

const UTC = 'UTC';

/** Names that browsers go on using, and what IANA and people call the zone now. */
const RENAMED: Record<string, string> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

const OLDER = new Map(Object.entries(RENAMED).map(([older, name]) => [name, older]));

const resolved = new Map<string, string | null>();

/** A zone as this browser takes it, by whatever name it knows it; UTC if it knows it by none. */
export function usableZone(zone: string): string {
  return [zone, RENAMED[zone], OLDER.get(zone)].find((name) => resolve(name) !== null) ?? UTC;
}

/** The one name of a zone that has several: `Asia/Saigon` and `Asia/Ho_Chi_Minh` are the latter. */
export function canonicalZone(zone: string): string {
  const name = resolve(zone) ?? zone;
  return RENAMED[name] ?? name;
}

/** What a zone was called earlier, if browsers and people go on using it: `Asia/Saigon`. */
export function earlierName(canonical: string): string | undefined {
  return OLDER.get(canonical);
}

/** The zone of this browser, which is only ever a first suggestion; UTC if it does not know. */
export function browserZone(): string {
  try {
    return canonicalZone(usableZone(Intl.DateTimeFormat().resolvedOptions().timeZone));
  } catch {
    return UTC;
  }
}

/** What the browser calls a zone; null if it refuses it. */
function resolve(zone: string | undefined): string | null {
  if (!zone) return null;
  let found = resolved.get(zone);
  if (found === undefined) {
    const name = nameOf(zone);
    // A browser may give a name that it would not take.
    found = name !== null && nameOf(name) === null ? zone : name;
    resolved.set(zone, found);
  }
  return found;
}

function nameOf(zone: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

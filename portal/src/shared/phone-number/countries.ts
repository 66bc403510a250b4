/** How numbers are dialled where people live, as far as a zone tells the country. */
export interface Country {
  /** The digits after the `+`. */
  code: string;
  /** What goes before a number inside the country; empty if nothing does. */
  trunk: string;
}

/** By country code: the trunk prefix, and the zones. Zones of other countries need the code typed. */
const COUNTRIES: readonly [code: string, trunk: string, ...zones: string[]][] = [
  ['84', '0', 'Asia/Ho_Chi_Minh'],
  ['65', '', 'Asia/Singapore'],
  ['1', '', 'America/New_York', 'America/Detroit', 'America/Chicago', 'America/Denver'],
  ['1', '', 'America/Phoenix', 'America/Los_Angeles', 'America/Anchorage', 'Pacific/Honolulu'],
  ['1', '', 'America/Toronto', 'America/Winnipeg', 'America/Edmonton', 'America/Vancouver'],
  ['1', '', 'America/Halifax', 'America/St_Johns', 'America/Regina', 'America/Boise'],
  ['31', '0', 'Europe/Amsterdam'],
  ['32', '0', 'Europe/Brussels'],
  ['33', '0', 'Europe/Paris'],
  ['34', '', 'Europe/Madrid', 'Atlantic/Canary'],
  // In Italy the 0 is a part of the number.
  ['39', '', 'Europe/Rome'],
  ['351', '', 'Europe/Lisbon', 'Atlantic/Madeira', 'Atlantic/Azores'],
  ['353', '0', 'Europe/Dublin'],
  ['358', '0', 'Europe/Helsinki'],
  ['41', '0', 'Europe/Zurich'],
  ['420', '', 'Europe/Prague'],
  ['43', '0', 'Europe/Vienna'],
  ['44', '0', 'Europe/London'],
  ['45', '', 'Europe/Copenhagen'],
  ['46', '0', 'Europe/Stockholm'],
  ['47', '', 'Europe/Oslo'],
  ['48', '', 'Europe/Warsaw'],
  ['49', '0', 'Europe/Berlin'],
  ['60', '0', 'Asia/Kuala_Lumpur', 'Asia/Kuching'],
  ['61', '0', 'Australia/Sydney', 'Australia/Melbourne', 'Australia/Brisbane', 'Australia/Perth'],
  ['61', '0', 'Australia/Adelaide', 'Australia/Darwin', 'Australia/Hobart'],
  ['62', '0', 'Asia/Jakarta', 'Asia/Pontianak', 'Asia/Makassar', 'Asia/Jayapura'],
  ['63', '0', 'Asia/Manila'],
  ['64', '0', 'Pacific/Auckland'],
  ['66', '0', 'Asia/Bangkok'],
  ['81', '0', 'Asia/Tokyo'],
  ['82', '0', 'Asia/Seoul'],
  ['852', '', 'Asia/Hong_Kong'],
  ['853', '', 'Asia/Macau'],
  ['855', '0', 'Asia/Phnom_Penh'],
  ['856', '0', 'Asia/Vientiane'],
  ['86', '0', 'Asia/Shanghai', 'Asia/Urumqi'],
  ['886', '0', 'Asia/Taipei'],
  ['91', '0', 'Asia/Kolkata'],
  ['95', '0', 'Asia/Yangon'],
];

const BY_ZONE = new Map<string, Country>(
  COUNTRIES.flatMap(([code, trunk, ...zones]) => zones.map((zone) => [zone, { code, trunk }])),
);

/** A number, `+84…`, without the prefix after its country's code that is only dialled within the country. */
export function withoutTrunk(number: string): string {
  const found = COUNTRIES.find(
    ([code, trunk]) => trunk !== '' && number.startsWith(`+${code}${trunk}`),
  );
  return found ? `+${found[0]}${number.slice(1 + found[0].length + found[1].length)}` : number;
}

/** The country of a zone by its canonical name, if it is known. */
export function countryOfZone(zone: string): Country | undefined {
  return BY_ZONE.get(zone);
}

/** Zones as cities, to choose from: named in the reader's language, found by city, country or offset. */
import { fold } from '../fold';
import { LANGUAGES } from '../i18n/languages';
import { offsetMinutes } from '../time/local';
import { canonicalZone, earlierName, usableZone } from '../time/zones';
import { countryCodeOf, PLACES } from './countries';

/** Names of the catalogue, by zone. */
export interface CityNames {
  /** Cities that matter here, in the reader's language; they come first. */
  cities: Partial<Record<string, string>>;
  /** Other cities by the same clock. */
  also: Partial<Record<string, string>>;
}

export interface City {
  /** The canonical name of the zone. */
  zone: string;
  name: string;
  /** In the reader's language; empty if it is not known. */
  country: string;
  /** Other cities by the same clock; empty if there is none to name. */
  also: string;
  /** How far it is ahead of UTC now, in minutes. */
  offset: number;
  isKnown: boolean;
  /** What the city, and others by its clock, are called, to search in. */
  names: string[];
  /** All words by which it is found. */
  words: string[];
}

const UTC = 'UTC';

/** What a city is called too, in whichever language; those of Vietnam's largest are in daily use. */
const CALLED: Partial<Record<string, string[]>> = {
  'Asia/Ho_Chi_Minh': ['Thành phố Hồ Chí Minh', 'Ho Chi Minh City', 'TPHCM', 'HCMC', 'Sài Gòn'],
};

/** The cities of all zones that this browser knows, each once; the known ones first, and all by name. */
export function allCities(names: CityNames, language: string, at: number): City[] {
  return [...new Set([...knownZones(), UTC])]
    .map((zone) => cityOf(zone, names, language, at))
    .sort(
      (one, other) =>
        Number(other.isKnown) - Number(one.isKnown) || one.name.localeCompare(other.name, language),
    );
}

/** The city of a zone, by whichever of its names. A zone that nobody knows is called as it is. */
export function cityOf(given: string, names: CityNames, language: string, at: number): City {
  const zone = canonicalZone(given);
  const code = countryCodeOf(zone);
  const [own, earlier] = [zone, earlierName(zone) ?? ''].map(lastPart) as [string, string];
  const name = names.cities[zone] ?? (code === undefined ? zone : own);
  const also = names.also[zone] ?? '';
  const called = CALLED[zone] ?? [];
  const countries = LANGUAGES.map((each) => countryName(code, each));
  return {
    zone,
    name,
    country: countryName(code, language),
    also,
    offset: offsetMinutes(at, zone),
    isKnown: zone in names.cities,
    names: [name, own, earlier, ...called, ...also.split(', ')].map(squeezed),
    words: [name, zone, earlier, also, ...called, ...countries].flatMap(wordsOf),
  };
}

/** The place in the name of a zone. */
function lastPart(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}

/**
 * The cities that a search means, the best first: those that begin with it, then those that have each of its words,
 * in any order. An offset finds all places with it. Nothing finds the known ones.
 */
export function findCities(cities: readonly City[], typed: string): City[] {
  const offset = offsetOf(typed);
  if (offset !== null) return cities.filter((city) => city.offset === offset);
  const [whole, words] = [squeezed(typed), wordsOf(typed)];
  if (words.length === 0) return cities.filter(({ isKnown }) => isKnown);
  const begins = ({ names }: City) => names.some((name) => name.startsWith(whole));
  const has = (city: City) =>
    words.every((word) => city.words.some((own) => own.startsWith(word))) || begins(city);
  const found = cities.filter(has);
  return [...found.filter(begins), ...found.filter((city) => !begins(city))];
}

/** `GMT+7`, `GMT-3:30`. */
export function offsetName(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const end = rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`;
  return `GMT${minutes < 0 ? '-' : '+'}${hours}${end}`;
}

/** The offset that was typed, in minutes: `+7`, `GMT+7`, `utc -3:30`; null if it is none. */
function offsetOf(typed: string): number | null {
  const found = /^(?:GMT|UTC)?([+-])(\d{1,2})(?::?([0-5]\d))?$/i.exec(
    typed.replace(/\s/g, '').replace(/[\u2010-\u2015\u2212]/g, '-'),
  );
  if (!found) return null;
  const [, sign, hours, minutes = 0] = found;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** The canonical names of the zones that are places. */
function knownZones(): string[] {
  try {
    const known = Intl.supportedValuesOf('timeZone').map(canonicalZone);
    return known.filter((zone) => countryCodeOf(zone) !== undefined);
  } catch {
    return PLACES.filter((zone) => usableZone(zone) !== UTC);
  }
}

function countryName(code: string | undefined, language: string): string {
  if (code === undefined) return '';
  try {
    return new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? '';
  } catch {
    return '';
  }
}

/** Without accents, capitals, and whatever is no letter or digit: people write Hanoi and Hà Nội. */
function squeezed(text: string): string {
  return wordsOf(text).join('');
}

function wordsOf(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}
